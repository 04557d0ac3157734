import { describe, expect, it } from "vitest";
import { cardOf, datePostedOf, fullTag, fullView, publicTag, publicView } from "../../../core/listing/view.ts";
import { TEST_NOW } from "../../support/env.ts";
import { storedListing } from "../../support/records.ts";

const CONTEXT = { now: TEST_NOW, positionOf: (seq: number) => `position-${seq}` };
const SOURCE = {
  name: "feed",
  externalId: "42",
  url: "https://feed.example.com/42",
  hubUrl: "https://hub.example.com/",
} as const;

describe("the full view", () => {
  it("has the content as it is, and the read-only fields", () => {
    const listing = storedListing(
      { source: SOURCE, extra: { a: null }, tags: ["go"], datePosted: "2026-01-01" },
      { visibleFrom: TEST_NOW - 1, visibleUntil: TEST_NOW + 1, updatedAt: TEST_NOW + 5 },
    );
    expect(fullView(listing, CONTEXT)).toEqual({
      ...listing.content,
      id: listing.id,
      slug: "backend-engineer-acme",
      revision: 7,
      effectiveState: "published",
      datePosted: "2026-01-01",
      visibleFrom: "2026-01-15T11:59:59.999Z",
      visibleUntil: "2026-01-15T12:00:00.001Z",
      createdAt: "2026-01-15T12:00:00.000Z",
      updatedAt: "2026-01-15T12:00:00.005Z",
      position: "position-7",
    });
  });

  it("of a listing that says little has neither bounds nor empty fields, but all lists", () => {
    const view = fullView(storedListing(), CONTEXT);
    expect(Object.keys(view).sort()).toEqual(
      [
        ...["applicantLocations", "compensation", "employmentTypes", "locations", "skills", "tags"],
        ...["company", "title", "promotion", "state", "datePosted"],
        ...["id", "slug", "revision", "effectiveState", "createdAt", "updatedAt", "position"],
      ].sort(),
    );
  });

  it("says the moment of creation where no date was given, and the date as given where one was", () => {
    expect(datePostedOf(storedListing())).toBe("2026-01-15T12:00:00.000Z");
    expect(datePostedOf(storedListing({ datePosted: "2026-01-01" }))).toBe("2026-01-01");
    expect(datePostedOf(storedListing({ datePosted: "2026-01-01T00:00:00.10+01:00" }))).toBe("2025-12-31T23:00:00.10Z");
  });
});

describe("the public view", () => {
  it("is the full view without extra and source.hubUrl", () => {
    const listing = storedListing({ source: SOURCE, extra: { a: 1 }, summary: "short" });
    const { extra, source, ...rest } = fullView(listing, CONTEXT);
    const { hubUrl, ...shown } = SOURCE;
    expect([extra, source, hubUrl]).toEqual([{ a: 1 }, SOURCE, "https://hub.example.com/"]);
    expect(publicView(listing, CONTEXT)).toEqual({ ...rest, source: shown });
  });

  it("of a listing without both is the full view", () => {
    expect(publicView(storedListing(), CONTEXT)).toEqual(fullView(storedListing(), CONTEXT));
  });

  it("leaves the record as it is", () => {
    const listing = storedListing({ source: SOURCE, extra: { a: 1 } });
    const before = structuredClone(listing);
    publicView(listing, CONTEXT);
    expect(listing).toEqual(before);
  });
});

describe("entity tags", () => {
  const listing = storedListing({}, { visibleFrom: TEST_NOW, visibleUntil: TEST_NOW + 10 });

  it.each([
    [TEST_NOW - 1, "scheduled"],
    [TEST_NOW, "published"],
    [TEST_NOW + 9, "published"],
    [TEST_NOW + 10, "expired"],
  ])("at %i tell the revision and that it is %s", (now, state) => {
    expect(fullTag(listing, now)).toBe(`"7-${state}"`);
    expect(publicTag(listing, now)).toBe(`"p7-${state}"`);
  });
});

describe("the card of a result", () => {
  it("has what a result page shows, and no more", () => {
    const listing = storedListing(
      {
        summary: "short",
        description: { format: "text", value: "long" },
        applicantLocations: [{ type: "country", name: "France" }],
        skills: ["go"],
        requisitionId: "R1",
        url: "https://example.com/1",
        apply: { direct: true },
        source: SOURCE,
        attributes: { team: ["a"] },
        numbers: { size: 1 },
        extra: { a: 1 },
      },
      { visibleFrom: TEST_NOW, visibleUntil: TEST_NOW },
    );
    expect(cardOf(listing)).toEqual({
      title: "Backend Engineer",
      company: { name: "Acme" },
      locations: [],
      employmentTypes: [],
      tags: [],
      compensation: [],
      promotion: 0,
      summary: "short",
      url: "https://example.com/1",
      apply: { direct: true },
      datePosted: "2026-01-15T12:00:00.000Z",
      visibleUntil: "2026-01-15T12:00:00.000Z",
      slug: "backend-engineer-acme",
    });
  });
});
