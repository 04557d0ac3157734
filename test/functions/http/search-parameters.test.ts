import { describe, expect, it } from "vitest";
import { isAppError } from "../../../core/errors.ts";
import { readListParameters, readSearchBody, readSearchParameters } from "../../../functions/http/search-parameters.ts";

const ID = "0123456789abcdefghjkmnpqrs";

function read(query: string) {
  return readSearchParameters(new URLSearchParams(query));
}

function faultsOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    if (isAppError(error)) return { code: error.code, errors: error.errors };
    throw error;
  }
  return undefined;
}

describe("search parameters", () => {
  it("have defaults that depend on the query", () => {
    expect(read("")).toMatchObject({
      sort: "newest",
      limit: 20,
      typo: "auto",
      facets: [],
      effectiveStates: ["published"],
    });
    expect(read("q=x")).toMatchObject({ q: "x", sort: "relevance" });
    expect(read("q=x&sort=NEWEST")).toMatchObject({ sort: "newest" });
  });

  it("mean the same in an address and in a body", () => {
    const address = [
      ["q", "c++ developer"],
      ["typo", "OFF"],
      ["workplaceType", "Remote"],
      ["workplaceType", "hybrid"],
      ["employmentType", "FULL_TIME"],
      ["country", "de"],
      ["tag", "a,b"],
      ["tagAll", "x"],
      ["applicantCountry", "DE"],
      ["postedWithin", "7D"],
      ["postedAfter", "2026-01-01"],
      ["attribute", "visa:a:b"],
      ["number", "years:3..5.5"],
      ["number", "level:..-1"],
      ["id", ID],
      ["excludeId", ID],
      ["facet", "tag:20"],
      ["facet", "Posted"],
      ["facet", "attribute.visa"],
      ["limit", "100"],
      ["page", "10"],
      ["minPosition", "p1"],
    ] as const;
    const body = {
      q: "c++ developer",
      typo: "off",
      workplaceType: ["remote", "hybrid"],
      employmentType: "full_time",
      country: ["DE"],
      tag: ["a,b"],
      tagAll: ["x"],
      applicantCountry: "DE",
      postedWithin: "7d",
      postedAfter: "2026-01-01T00:00:00Z",
      attribute: ["visa:a:b"],
      number: ["years:3..5.5", "level:..-1"],
      id: [ID],
      excludeId: [ID],
      facet: ["tag:20", "posted", "attribute.visa"],
      limit: 100,
      page: 10,
      minPosition: "p1",
      cursor: null,
      company: [],
    };
    expect(readSearchBody(body)).toEqual(readSearchParameters(address));
    expect(readSearchBody(body)).toMatchObject({
      filters: {
        values: { workplaceType: ["remote", "hybrid"], employmentType: ["full_time"], country: ["DE"], tag: ["a,b"] },
        postedWithinMs: 7 * 86_400_000,
        postedAfter: Date.UTC(2026, 0, 1),
        attributes: [{ key: "visa", value: "a:b" }],
        numbers: [
          { key: "years", min: 3, max: 5.5 },
          { key: "level", max: -1 },
        ],
      },
      facets: [
        { name: "tag", size: 20 },
        { name: "posted", size: 10 },
        { name: "attribute.visa", size: 10 },
      ],
    });
  });

  it.each([
    ["highlight=true", "unknown_parameter", "highlight"],
    ["salaryMin=1", "unknown_parameter", "salaryMin"],
    ["__proto__=1", "unknown_parameter", "__proto__"],
    ["q=a&q=b", "repeated", "q"],
    ["q=", "empty_value", "q"],
    ["tag=a&tag=%20", "empty_value", "tag"],
    [`q=${"é".repeat(257)}`, "too_large", "q"],
    ["q=-java", "unsupported_query", "q"],
    ["q=title:x", "unsupported_query", "q"],
    ["sort=salary", "invalid_value", "sort"],
    ["limit=0", "invalid_value", "limit"],
    ["limit=101", "invalid_value", "limit"],
    ["limit=1.5", "invalid_value", "limit"],
    ["page=51", "invalid_value", "page"],
    ["page=2&cursor=x", "conflict", "page"],
    ["seniority=wizard", "invalid_value", "seniority"],
    ["country=Germany", "invalid_value", "country"],
    ["postedWithin=7w", "invalid_value", "postedWithin"],
    ["postedAfter=2026-02-30", "invalid_value", "postedAfter"],
    ["attribute=visa", "invalid_value", "attribute"],
    ["number=years:5..3", "invalid_value", "number"],
    ["number=years:5", "invalid_value", "number"],
    ["id=x", "invalid_value", "id"],
    ["facet=salary", "invalid_value", "facet"],
    ["facet=tag:101", "invalid_value", "facet"],
    ["facet=tag&facet=tag:3", "repeated", "facet"],
    [Array.from({ length: 101 }, () => `id=${ID}`).join("&"), "too_many", "id"],
  ])("refuse %j", (query, code, parameter) => {
    const faults = faultsOf(() => read(query));
    expect(faults).toMatchObject({ code: "invalid_parameter", errors: [{ code, parameter }] });
    expect(faults?.errors).toHaveLength(1);
    expect(faults?.errors[0]?.detail).toContain(parameter);
  });

  it("report everything that is wrong at once", () => {
    const faults = faultsOf(() => read("limit=0&sort=x&nope=1&q=a%20OR%20b"));
    expect(faults?.errors.map(({ parameter }) => parameter).toSorted()).toEqual(["limit", "nope", "q", "sort"]);
  });

  it("of a body name their faults by pointer", () => {
    const body = { tag: ["a", 5, ""], limit: "20", q: 5, facet: ["tag", "nope"], "a/b": 1 };
    const faults = faultsOf(() => readSearchBody(body));
    expect(faults?.code).toBe("invalid_body");
    expect(faults?.errors.map(({ code, pointer }) => `${code} ${pointer}`).toSorted()).toEqual([
      "empty_value /tag/2",
      "invalid_type /limit",
      "invalid_type /q",
      "invalid_type /tag/1",
      "invalid_value /facet/1",
      "unknown_field /a~1b",
    ]);
    for (const wrong of [null, [], "x", 5]) {
      expect(faultsOf(() => readSearchBody(wrong))?.code).toBe("invalid_body");
    }
  });
});

describe("list parameters", () => {
  it("ask for published listings, newest first, unless states are named", () => {
    expect(readListParameters([])).toMatchObject({ sort: "newest", effectiveStates: ["published"], view: "public" });
    const named = readListParameters(
      new URLSearchParams("effectiveState=DRAFT&effectiveState=expired&view=full&limit=5"),
    );
    expect(named).toMatchObject({ effectiveStates: ["draft", "expired"], view: "full", limit: 5 });
  });

  it("are only a few", () => {
    const faults = faultsOf(() => readListParameters(new URLSearchParams("q=x&effectiveState=open")));
    expect(faults?.errors.map(({ code }) => code)).toEqual(["unknown_parameter", "invalid_value"]);
  });
});
