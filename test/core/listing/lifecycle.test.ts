import { describe, expect, it } from "vitest";
import type { State } from "../../../core/listing/content.ts";
import { STATES } from "../../../core/listing/content.ts";
import {
  EFFECTIVE_STATES,
  effectiveState,
  isPublic,
  isVisible,
  nextBoundary,
} from "../../../core/listing/lifecycle.ts";
import { storedListing } from "../../support/records.ts";

const FROM = Date.parse("2026-03-01T00:00:00Z");
const UNTIL = Date.parse("2026-04-01T00:00:00Z");

const record = (state: State, visibleFrom?: number, visibleUntil?: number) =>
  storedListing(
    { state },
    { ...(visibleFrom === undefined ? {} : { visibleFrom }), ...(visibleUntil === undefined ? {} : { visibleUntil }) },
  );

describe("a published listing", () => {
  it.each([
    ["without bounds is published", undefined, undefined, FROM, "published"],
    ["is scheduled in the last millisecond before its start", FROM, UNTIL, FROM - 1, "scheduled"],
    ["is published from the first instant on", FROM, UNTIL, FROM, "published"],
    ["is published up to the last millisecond", FROM, UNTIL, UNTIL - 1, "published"],
    ["is expired at its end, which is exclusive", FROM, UNTIL, UNTIL, "expired"],
    ["is expired after its end", undefined, UNTIL, UNTIL + 1, "expired"],
    ["without an end never expires", FROM, undefined, Number.MAX_SAFE_INTEGER, "published"],
    ["that ends before it starts is never published: scheduled first", UNTIL, FROM, FROM, "scheduled"],
    ["that ends before it starts is never published: then expired", UNTIL, FROM, UNTIL, "expired"],
    ["that starts where it ends is never published", FROM, FROM, FROM, "expired"],
  ] as const)("%s", (_, from, until, now, expected) => {
    const listing = record("published", from, until);
    expect(effectiveState(listing, now)).toBe(expected);
    expect(isVisible(listing, now)).toBe(expected === "published");
    expect(isPublic(listing, now)).toBe(expected !== "scheduled");
  });
});

describe("another state", () => {
  it.each(STATES.filter((state) => state !== "published"))("%s speaks for itself, whatever the clock says", (state) => {
    for (const now of [FROM - 1, FROM, UNTIL]) {
      expect(effectiveState(record(state, FROM, UNTIL), now)).toBe(state);
      expect(isVisible(record(state, FROM, UNTIL), now)).toBe(false);
    }
  });

  it("draft is never public; the others are from the moment they were meant for", () => {
    expect(isPublic(record("draft"), UNTIL)).toBe(false);
    for (const state of ["paused", "filled", "archived"] as const) {
      expect(isPublic(record(state), FROM)).toBe(true);
      expect(isPublic(record(state, FROM), FROM - 1)).toBe(false);
      expect(isPublic(record(state, FROM, UNTIL), UNTIL)).toBe(true);
    }
  });

  it("is one of the states that readers are told", () => {
    for (const state of STATES) expect(EFFECTIVE_STATES).toContain(effectiveState(record(state), FROM));
  });
});

describe("the next boundary", () => {
  it.each([
    ["is the start, before it", FROM - 1, FROM],
    ["is the end, at the start", FROM, UNTIL],
    ["is the end, just before it", UNTIL - 1, UNTIL],
    ["is none, at the end", UNTIL, undefined],
  ])("%s", (_, now, boundary) => {
    expect(nextBoundary(record("published", FROM, UNTIL), now)).toBe(boundary);
  });

  it("is none without bounds", () => {
    expect(nextBoundary(record("published"), FROM)).toBeUndefined();
  });

  it("is where the effective state changes, and nowhere else", () => {
    const listing = record("published", FROM, UNTIL);
    for (let now = FROM - 5; now < FROM + 5; now++) {
      const changes = effectiveState(listing, now) !== effectiveState(listing, now + 1);
      expect(changes).toBe(nextBoundary(listing, now) === now + 1);
    }
  });
});
