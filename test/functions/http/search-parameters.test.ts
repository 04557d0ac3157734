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
      ["jsonld", "Valid"],
      ["applicantCountry", "DE"],
      ["postedWithin", "7D"],
      ["postedAfter", "2026-01-01"],
      ["attribute", "visa:a:b"],
      ["number", "years:3..5.5"],
      ["number", "level:..-1"],
      ["salaryMin", "50000.5"],
      ["salaryMax", "1e+5"],
      ["currency", "eur"],
      ["includeUnknownSalary", "TRUE"],
      ["near", "-33.8688,151.2093"],
      ["radiusKm", "25"],
      ["collapse", "Duplicates"],
      ["highlight", "true"],
      ["explain", "false"],
      ["explainId", ID],
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
      jsonld: "valid",
      applicantCountry: "DE",
      postedWithin: "7d",
      postedAfter: "2026-01-01T00:00:00Z",
      attribute: ["visa:a:b"],
      number: ["years:3..5.5", "level:..-1"],
      salaryMin: 50_000.5,
      salaryMax: "100000",
      currency: "EUR",
      includeUnknownSalary: true,
      near: "-33.8688,151.2093",
      radiusKm: 25,
      collapse: "duplicates",
      highlight: true,
      explain: false,
      explainId: ID,
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
        salary: { min: 50_000.5, max: 100_000, includesUnknown: true },
        radiusKm: 25,
      },
      currency: "EUR",
      near: { lat: -33.8688, lng: 151.2093 },
      collapse: "duplicates",
      highlight: true,
      explain: false,
      explainId: ID,
      facets: [
        { name: "tag", size: 20 },
        { name: "posted", size: 10 },
        { name: "attribute.visa", size: 10 },
      ],
    });
  });

  it.each([
    ["jsonld=perhaps", "invalid_value", "jsonld"],
    ["jsonld=valid&jsonld=invalid", "repeated", "jsonld"],
    ["__proto__=1", "unknown_parameter", "__proto__"],
    ["q=a&q=b", "repeated", "q"],
    ["q=", "empty_value", "q"],
    ["tag=a&tag=%20", "empty_value", "tag"],
    [`q=${"é".repeat(257)}`, "too_large", "q"],
    ["sort=score", "invalid_value", "sort"],
    ["sort=salary", "required", "currency"],
    ["facet=salary:20", "required", "currency"],
    ["salaryMin=1", "required", "currency"],
    ["salaryMax=1&sort=salary", "required", "currency"],
    ["salaryMin=1&currency=", "empty_value", "currency"],
    ["radiusKm=1&near=nowhere", "invalid_value", "near"],
    ["currency=XXX", "invalid_value", "currency"],
    ["currency=EUR&currency=USD", "repeated", "currency"],
    ["salaryMin=-1&currency=EUR", "invalid_value", "salaryMin"],
    ["salaryMin=1000000000000.01&currency=EUR", "invalid_value", "salaryMin"],
    ["salaryMin=NaN&currency=EUR", "invalid_value", "salaryMin"],
    ["salaryMin=0x10&currency=EUR", "invalid_value", "salaryMin"],
    ["salaryMax=1e999&currency=EUR", "invalid_value", "salaryMax"],
    ["salaryMin=2&salaryMax=1&currency=EUR", "invalid_value", "salaryMin"],
    ["includeUnknownSalary=yes", "invalid_value", "includeUnknownSalary"],
    ["sort=distance", "required", "near"],
    ["radiusKm=1", "required", "near"],
    ["near=91,0", "invalid_value", "near"],
    ["near=0,-180.5", "invalid_value", "near"],
    ["near=0", "invalid_value", "near"],
    ["near=1,2,3", "invalid_value", "near"],
    ["near=1, 2", "invalid_value", "near"],
    ["near=0,0&radiusKm=0", "invalid_value", "radiusKm"],
    ["near=0,0&radiusKm=20040.1", "invalid_value", "radiusKm"],
    ["collapse=all", "invalid_value", "collapse"],
    ["highlight=1", "invalid_value", "highlight"],
    ["explain=", "empty_value", "explain"],
    ["explainId=x", "invalid_value", "explainId"],
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
    ["facet=distance", "invalid_value", "facet"],
    ["facet=tag:101", "invalid_value", "facet"],
    ["facet=tag&facet=tag:3", "repeated", "facet"],
    [Array.from({ length: 101 }, () => `id=${ID}`).join("&"), "too_many", "id"],
  ])("refuse %j", (query, code, parameter) => {
    const faults = faultsOf(() => read(query));
    expect(faults).toMatchObject({ code: "invalid_parameter", errors: [{ code, parameter }] });
    expect(faults?.errors).toHaveLength(1);
    expect(faults?.errors[0]?.detail).toContain(parameter);
  });

  it.each([["-java title:x a OR b OR"], ['"'], ["(a+)+$ /x/ ~2 ^9 AND NOT"], ["\u0000"], ["é".repeat(256)]])(
    "take %j as a query: any text is one",
    (q) => {
      expect(readSearchBody({ q })).toMatchObject({ q });
      expect(readSearchParameters([["q", q]])).toMatchObject({ q });
    },
  );

  it("allow what has nothing to be used for, and filter nothing by it", () => {
    const request = read("currency=usd&near=90,-180&includeUnknownSalary=false");
    expect(request).toMatchObject({ currency: "USD", near: { lat: 90, lng: -180 } });
    expect(request.filters).not.toHaveProperty("salary");
    expect(request.filters).not.toHaveProperty("radiusKm");
  });

  it("take the smallest and the largest amounts, either end open", () => {
    expect(read("salaryMin=0&currency=EUR").filters.salary).toEqual({ min: 0, includesUnknown: false });
    expect(read("salaryMax=1000000000000&currency=EUR").filters.salary).toEqual({ max: 1e12, includesUnknown: false });
    const body = { salaryMin: 5, salaryMax: "5.000", currency: "EUR", near: "0,0", radiusKm: 1e-7 };
    expect(readSearchBody(body).filters).toMatchObject({
      salary: { min: 5, max: 5, includesUnknown: false },
      radiusKm: 1e-7,
    });
  });

  it("report everything that is wrong at once", () => {
    const faults = faultsOf(() => read("limit=0&sort=x&nope=1&salaryMin=-1&radiusKm=1"));
    expect(faults?.errors.map(({ parameter }) => parameter).toSorted()).toEqual([
      "currency",
      "limit",
      "near",
      "nope",
      "salaryMin",
      "sort",
    ]);
  });

  it("of a body name their faults by pointer", () => {
    const body = {
      ...{ tag: ["a", 5, ""], limit: "20", q: 5, facet: ["tag", "nope"], "a/b": 1 },
      ...{ highlight: "true", explain: 1, salaryMin: true, radiusKm: [1], near: [1, 2], currency: "EUR" },
    };
    const faults = faultsOf(() => readSearchBody(body));
    expect(faults?.code).toBe("invalid_body");
    expect(faults?.errors.map(({ code, pointer }) => `${code} ${pointer}`).toSorted()).toEqual([
      "empty_value /tag/2",
      "invalid_type /explain",
      "invalid_type /highlight",
      "invalid_type /limit",
      "invalid_type /near",
      "invalid_type /q",
      "invalid_type /radiusKm",
      "invalid_type /salaryMin",
      "invalid_type /tag/1",
      "invalid_value /facet/1",
      "unknown_field /a~1b",
    ]);
    const missing = faultsOf(() => readSearchBody({ sort: "distance", facet: ["salary"] }));
    expect(missing?.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "required /currency",
      "required /near",
    ]);
    for (const wrong of [null, [], "x", 5]) {
      expect(faultsOf(() => readSearchBody(wrong))?.code).toBe("invalid_body");
    }
  });
});

describe("list parameters", () => {
  it("ask for published listings, newest first, unless states are named", () => {
    expect(readListParameters([])).toMatchObject({ sort: "newest", effectiveStates: ["published"], view: "public" });
    expect(readListParameters([])).toMatchObject({ highlight: false, explain: false });
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
