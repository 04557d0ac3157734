import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "../../../core/errors.ts";
import { canonicalJson } from "../../../core/listing/canonical.ts";
import { EMPLOYMENT_TYPES, SENIORITIES, STATES } from "../../../core/listing/content.ts";
import { assertListingSize, assertSound } from "../../../core/listing/input.ts";
import { LISTING_LIMITS } from "../../../core/listing/limits.ts";
import { parseListing } from "../../../core/listing/parse.ts";
import { mergePatch } from "../../../core/listing/patch.ts";
import { READ_ONLY } from "../../../core/listing/schema.ts";
import { COMPLETE, faultsOf, pointersOf } from "../../support/faults.ts";

type Fields = Readonly<Record<string, unknown>>;

const parsed = (fields: Fields) => parseListing({ ...COMPLETE, ...fields });
const repeat = (count: number, item: unknown) => Array.from({ length: count }, () => item);
const source = (externalId: string) => ({ source: { name: "feed", externalId } });
const PAY = { currency: "EUR", unit: "year" } as const;

/** Where a text goes, where its fault is reported, and how many code points it may have (contract, section 2). */
const TEXTS: readonly (readonly [pointer: string, limit: number, at: (text: string) => Fields])[] = [
  ["/title", 500, (title) => ({ title })],
  ["/company/name", 255, (name) => ({ company: { name } })],
  ["/description/value", 100_000, (value) => ({ description: { format: "markdown", value } })],
  ["/summary", 1_000, (summary) => ({ summary })],
  ["/locations/0/raw", 500, (raw) => ({ locations: [{ raw }] })],
  ["/locations/0/street", 255, (street) => ({ locations: [{ street }] })],
  ["/locations/0/city", 255, (city) => ({ locations: [{ city }] })],
  ["/locations/0/region", 255, (region) => ({ locations: [{ region }] })],
  ["/locations/0/postalCode", 255, (postalCode) => ({ locations: [{ postalCode }] })],
  ["/applicantLocations/0/name", 255, (name) => ({ applicantLocations: [{ type: "city", name }] })],
  ["/applicantLocations/0/code", 16, (code) => ({ applicantLocations: [{ type: "city", name: "Bonn", code }] })],
  ["/category", 100, (category) => ({ category })],
  ["/requisitionId", 255, (requisitionId) => ({ requisitionId })],
  ["/tags/0", 64, (tag) => ({ tags: [tag] })],
  ["/skills/0", 64, (skill) => ({ skills: [skill] })],
  ["/compensation/0/label", 255, (label) => ({ compensation: [{ label, raw: "good" }] })],
  ["/compensation/0/raw", 255, (raw) => ({ compensation: [{ raw }] })],
  ["/source/externalId", 2_000, source],
  ["/attributes/team/0", 255, (value) => ({ attributes: { team: [value] } })],
];

const PROSE = new Set(["/description/value", "/summary"]);
const ONE_LINE = TEXTS.filter(([pointer]) => !PROSE.has(pointer));
/** These say who or what something is: blank ones are refused, not dropped. */
const FILLED = TEXTS.filter(([pointer]) =>
  ["/title", "/company/name", "/applicantLocations/0/name", "/tags/0", "/skills/0", "/source/externalId"].includes(
    pointer,
  ),
);

const CHARACTERS = [
  ["one byte", "a"],
  ["three bytes", "漢"],
  ["two UTF-16 units", "🦊"],
] as const;

describe("lengths of texts count code points", () => {
  const cases = TEXTS.flatMap(([pointer, limit, at]) =>
    CHARACTERS.map(([kind, character]) => ({ pointer, limit, at, kind, character })),
  );
  it.each(cases)("$pointer takes $limit characters of $kind, and not one more", ({ pointer, limit, at, character }) => {
    expect(pointersOf(at(character.repeat(limit - 1)))).toEqual([]);
    expect(pointersOf(at(character.repeat(limit)))).toEqual([]);
    expect(pointersOf(at(character.repeat(limit + 1)))).toEqual([pointer]);
    expect(pointersOf(at(character.repeat(3 * limit)))).toEqual([pointer]);
  });

  it("names the length and the limit", () => {
    const [fault] = faultsOf({ ...COMPLETE, title: "a".repeat(501) });
    expect(fault?.detail).toBe("title has 501 characters, the limit is 500");
  });

  it("keeps every character of a text", () => {
    const title = " Ünïcødé 漢字 🦊 with  blanks ";
    expect(parsed({ title }).title).toBe(title);
    const value = "\ufeffa\r\nb\tc\n\n \u00a0";
    expect(parsed({ description: { format: "text", value } }).description?.value).toBe(value);
  });
});

describe("lists and numbers have limits", () => {
  const lists = [
    ["/locations", 50, (n: number) => ({ locations: repeat(n, { raw: "Bonn" }) })],
    [
      "/applicantLocations",
      50,
      (n: number) => ({ applicantLocations: repeat(n, { type: "country", name: "France" }) }),
    ],
    ["/tags", 50, (n: number) => ({ tags: repeat(n, "go") })],
    ["/skills", 100, (n: number) => ({ skills: repeat(n, "go") })],
    ["/compensation", 10, (n: number) => ({ compensation: repeat(n, { raw: "good" }) })],
    ["/attributes/team", 100, (n: number) => ({ attributes: { team: repeat(n, "a") } })],
    ["/attributes", 100, (n: number) => ({ attributes: Object.fromEntries(keys(n).map((key) => [key, ["v"]])) })],
    ["/numbers", 100, (n: number) => ({ numbers: Object.fromEntries(keys(n).map((key) => [key, 1])) })],
  ] as const;
  it.each(lists)("%s takes %i, and not one more", (pointer, limit, at) => {
    expect(pointersOf(at(limit - 1))).toEqual([]);
    expect(pointersOf(at(limit))).toEqual([]);
    expect(pointersOf(at(limit + 1))).toEqual([pointer]);
  });

  it.each([-1_000, -999, 0, 999, 1_000])("promotion may be %i", (promotion) => {
    expect(parsed({ promotion }).promotion).toBe(promotion);
  });

  it.each([-1_001, 1_001, 0.5, "5", true, [], {}, 1e308, Number.MAX_SAFE_INTEGER + 1])(
    "promotion may not be %j",
    (promotion) => {
      expect(pointersOf({ promotion })).toContain("/promotion");
    },
  );

  it.each([
    [{ lat: -90, lng: -180 }, []],
    [{ lat: 90, lng: 180 }, []],
    [{ lat: 0, lng: 0 }, []],
    [{ lat: 90.000001, lng: 0 }, ["/locations/0/lat"]],
    [{ lat: -91, lng: 181 }, ["/locations/0/lat", "/locations/0/lng"]],
    [{ lat: "1", lng: 0 }, ["/locations/0/lat"]],
    [{ lat: 1 }, ["/locations/0"]],
    [{ lng: 1 }, ["/locations/0"]],
  ])("the place %j has faults at %j", (place, pointers) => {
    expect(pointersOf({ locations: [place] })).toEqual(pointers);
  });
});

function keys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `k${i}`);
}

describe("texts hold no hidden characters", () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ...Array.from({ length: 32 }, (_, code) => [`C0 control ${code}`, String.fromCharCode(code)] as const),
    ["DEL", "\u007f"],
    ["the C1 control 80", "\u0080"],
    ["the C1 control 9F", "\u009f"],
    ["a line separator", "\u2028"],
    ["a paragraph separator", "\u2029"],
    ...["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"].map(
      (character) => [`the direction control ${character.charCodeAt(0).toString(16)}`, character] as const,
    ),
  ];
  it.each(HOSTILE)("%s is refused in every line", (_, character) => {
    for (const [pointer, , at] of ONE_LINE) expect(pointersOf(at(`a${character}b`)), pointer).toEqual([pointer]);
  });

  const proseTexts = TEXTS.filter(([pointer]) => PROSE.has(pointer));
  it.each(HOSTILE.slice(0, 32))(
    "%s is refused in a text of several lines unless it is a tab or ends a line",
    (_, c) => {
      for (const [pointer, , at] of proseTexts) {
        expect(pointersOf(at(`a${c}b`)), pointer).toEqual("\t\n\r".includes(c) ? [] : [pointer]);
      }
    },
  );

  it.each([
    ["a high surrogate", "\ud800"],
    ["a low surrogate", "\udc00"],
    ["a swapped pair", "\udc00\ud800"],
    ["a high surrogate at the end of a pair", "🦊\ud83e"],
  ])("%s alone is refused in every text", (_, broken) => {
    for (const [pointer, , at] of TEXTS) expect(pointersOf(at(`a${broken}`)), pointer).toEqual([pointer]);
    expect(pointersOf({ url: `https://example.com/${broken}` })).toEqual(["/url"]);
    expect(pointersOf({ apply: { email: `a${broken}@example.com` } })).toEqual(["/apply/email"]);
    expect(pointersOf({ timeZone: `Europe/${broken}` })).toEqual(["/timeZone"]);
  });

  it.each([
    ["a byte order mark inside", "a\ufeffb"],
    ["U+FFFE", "a\ufffeb"],
    ["a thousand combining marks", `a${"\u0301".repeat(200)}`],
    ["homoglyphs", "Аcme"],
    ["tag characters", "a\u{e0041}"],
    ["a zero-width joiner in an emoji", "👩‍💻"],
  ])("%s is kept as written", (_, title) => {
    expect(parsed({ title }).title).toBe(title);
  });

  it.each(["", " ", "\u00a0\u3000", "\u200b", "\u200b\u200c\u200d\u2060\ufeff", "\u00ad", "\u115f\u3164", "\ufe0f"])(
    "a name of nothing to read (%j) is refused",
    (blank) => {
      for (const [pointer, , at] of FILLED) expect(pointersOf(at(blank)), pointer).toEqual([pointer]);
    },
  );
});

describe("faults are reported all at once", () => {
  it("has a pointer for each of many, nested ones and unknown fields too", () => {
    const body = {
      title: "",
      company: { name: "", website: "ftp://example.com", size: 5 },
      description: { format: "rtf", value: 1 },
      locations: [{ raw: "Bonn" }, { country: "de", planet: "earth" }],
      employmentTypes: ["full_time", "full-time"],
      tags: ["ok", 7],
      compensation: [{ min: 5, max: 3 }],
      promotion: 2_000,
      "a/b~c": 1,
    };
    const pointers = faultsOf(body).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(
      [
        "/a~1b~0c",
        "/company/name",
        "/company/size",
        "/company/website",
        "/compensation/0/currency",
        "/compensation/0/max",
        "/compensation/0/unit",
        "/description/format",
        "/description/value",
        "/employmentTypes/1",
        "/locations/1/country",
        "/locations/1/planet",
        "/promotion",
        "/tags/1",
        "/title",
      ].sort(),
    );
  });

  it("reports a missing title and company beside other faults", () => {
    expect(faultsOf({ summary: 5 }).map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/summary", "invalid_type"],
      ["/title", "required"],
      ["/company/name", "required"],
    ]);
    expect(faultsOf({ title: "x", company: {} }).map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/company/name", "required"],
    ]);
  });

  it("stops at a hundred", () => {
    const unknown = Object.fromEntries(keys(500).map((key) => [key, 1]));
    expect(faultsOf({ ...COMPLETE, ...unknown })).toHaveLength(100);
  });

  it.each([
    ["a list", []],
    ["a text", "x"],
    ["a number", 1],
    ["null", null],
    ["nothing", undefined],
  ])("%s is no listing", (_, body) => {
    expect(faultsOf(body)).toMatchObject([{ pointer: "" }]);
  });

  it.each(["title", "summary", "category", "url", "requisitionId", "language", "timeZone", "datePosted", "seniority"])(
    "%s is a text and nothing else",
    (field) => {
      for (const value of [1, true, [], {}, ["x"]]) expect(pointersOf({ [field]: value })).toEqual([`/${field}`]);
    },
  );
});

describe("null equals absent", () => {
  it("in every field, and inside objects", () => {
    const nulls = Object.fromEntries(
      ["description", "summary", "locations", "tags", "compensation", "apply", "url", "source", "promotion", "state"]
        .concat(["publishAt", "validThrough", "datePosted", "timeZone", "attributes", "numbers", "extra", "seniority"])
        .map((field) => [field, null]),
    );
    expect(parsed(nulls)).toEqual(parsed({}));
    expect(parsed({ company: { name: "Acme", website: null }, locations: [{ raw: "Bonn", city: null }] })).toEqual(
      parsed({ locations: [{ raw: "Bonn" }] }),
    );
    expect(parsed({ attributes: { team: null, unit: ["a"] } }).attributes).toEqual({ unit: ["a"] });
  });

  it("so a required field that is null is missing", () => {
    expect(pointersOf({ title: null, company: { name: null } })).toEqual(["/company/name", "/title"]);
    expect(pointersOf({ company: null })).toEqual(["/company/name"]);
  });

  it("but an item of a list is no field", () => {
    expect(pointersOf({ tags: [null] })).toEqual(["/tags/0"]);
  });

  it("and an unknown field that is null says nothing", () => {
    expect(parsed({ bogus: null })).toEqual(parsed({}));
  });
});

describe("fields that answers add", () => {
  it.each(READ_ONLY)("%s is accepted and says nothing", (field) => {
    for (const value of ["x", 5, null, { a: [1] }]) expect(parsed({ [field]: value })).toEqual(parsed({}));
  });

  it.each([
    [{ bogus: 1 }, "/bogus"],
    [{ Title: "x" }, "/Title"],
    [{ company: { name: "Acme", id: "x" } }, "/company/id"],
    [{ description: { format: "text", value: "x", html: "x" } }, "/description/html"],
    [{ locations: [{ raw: "Bonn", zip: "1" }] }, "/locations/0/zip"],
    [{ applicantLocations: [{ type: "city", name: "Bonn", x: 1 }] }, "/applicantLocations/0/x"],
    [{ compensation: [{ raw: "good", period: "year" }] }, "/compensation/0/period"],
    [{ apply: { phone: "1" } }, "/apply/phone"],
    [{ source: { name: "feed", externalId: "1", id: "1" } }, "/source/id"],
    [{ constructor: { prototype: 1 } }, "/constructor"],
    [{ hasOwnProperty: 1 }, "/hasOwnProperty"],
    [{ toJSON: 1 }, "/toJSON"],
    [{ "": 1 }, "/"],
    [JSON.parse('{"__proto__": {"title": "x"}}'), "/__proto__"],
  ])("%j is refused as unknown", (fields, pointer) => {
    const body = Object.fromEntries([...Object.entries(COMPLETE), ...Object.entries(fields)]);
    expect(faultsOf(body)).toMatchObject([{ code: "unknown_field", pointer }]);
  });

  it("a key of a thousand characters is told in short, and pointed at in full", () => {
    const key = "k".repeat(1_000);
    const [fault] = faultsOf({ ...COMPLETE, [key]: 1 });
    expect(fault?.pointer).toBe(`/${key}`);
    expect(fault?.detail.length).toBeLessThan(200);
  });
});

describe("what is empty is dropped", () => {
  it.each([
    { summary: "" },
    { category: "" },
    { requisitionId: "" },
    { description: { format: "markdown", value: "" } },
    { locations: [{}] },
    { locations: [{ raw: "", city: "" }] },
    { apply: {} },
    { attributes: {} },
    { attributes: { team: [] } },
    { numbers: {} },
    { extra: {} },
    { tags: [], skills: [], employmentTypes: [] },
  ])("%j says nothing", (fields) => {
    expect(parsed(fields)).toEqual(parsed({}));
  });

  it("inside an object that says something", () => {
    expect(parsed({ locations: [{ raw: "Bonn", city: "" }, {}, { city: "Köln" }] }).locations).toEqual([
      { raw: "Bonn" },
      { city: "Köln" },
    ]);
    expect(parsed({ compensation: [{ label: "", raw: "good" }] }).compensation).toEqual([{ raw: "good" }]);
    expect(parsed({ attributes: { team: [], format: ["a"], value: [] } }).attributes).toEqual({ format: ["a"] });
  });

  it("but false and zero are values", () => {
    const content = parsed({
      apply: { direct: false },
      promotion: 0,
      numbers: { a: 0 },
      locations: [{ lat: 0, lng: 0 }],
    });
    expect(content).toMatchObject({
      apply: { direct: false },
      promotion: 0,
      numbers: { a: "0" },
      locations: [{ lat: 0, lng: 0 }],
    });
  });

  it("lists are always there, other absent fields never", () => {
    expect(parsed({})).toEqual({
      ...COMPLETE,
      locations: [],
      applicantLocations: [],
      employmentTypes: [],
      tags: [],
      skills: [],
      compensation: [],
    });
  });
});

describe("drafts", () => {
  it("need neither title nor company", () => {
    expect(faultsOf({ state: "draft" })).toEqual([]);
    expect(faultsOf({ state: "draft", title: null, company: null })).toEqual([]);
  });

  it.each(STATES.filter((state) => state !== "draft"))("but a listing that is %s does", (state) => {
    expect(faultsOf({ state }).map(({ pointer }) => pointer)).toEqual(["/title", "/company/name"]);
  });

  it("are judged on the outcome where an absent state keeps the stored one", () => {
    const input = parseListing({}, "kept");
    expect(() => assertSound({ ...input, promotion: 0, state: "draft" })).not.toThrow();
    expect(() => assertSound({ ...input, promotion: 0, state: "published" })).toThrow(
      /title is required unless state is draft; company.name is required/,
    );
    expect(() => parseListing({ state: null }, "kept")).not.toThrow();
    expect(() => parseListing({ state: "paused" }, "kept")).toThrow(/title is required/);
  });
});

describe("choices", () => {
  it("employmentTypes is a set: repeats and order do not matter", () => {
    const all = [...EMPLOYMENT_TYPES];
    expect(parsed({ employmentTypes: [...all].reverse() }).employmentTypes).toEqual(all);
    expect(parsed({ employmentTypes: ["intern", "full_time", "intern"] }).employmentTypes).toEqual([
      "full_time",
      "intern",
    ]);
  });

  it("tags and skills keep order and repeats", () => {
    const words = ["b", "a", "b", "B"];
    expect(parsed({ tags: words, skills: words })).toMatchObject({ tags: words, skills: words });
  });

  it.each([
    ["workplaceType", ["onsite", "hybrid", "remote"]],
    ["seniority", SENIORITIES],
    ["state", STATES],
  ])("%s has its values, in lower case", (field, values) => {
    for (const value of values) {
      expect(pointersOf({ [field]: value })).toEqual([]);
      expect(pointersOf({ [field]: value.toUpperCase() })).toEqual([`/${field}`]);
    }
    expect(pointersOf({ [field]: "" })).toEqual([`/${field}`]);
  });

  it.each(["country", "state", "city"])("an applicant's place may be a %s", (type) => {
    expect(pointersOf({ applicantLocations: [{ type, name: "x" }] })).toEqual([]);
  });

  it.each([
    ["DE", true],
    ["US", true],
    ["AX", true],
    ["de", false],
    ["UK", false],
    ["XX", false],
    ["EU", false],
    ["DEU", false],
    ["", false],
    ["D", false],
    ["ＤＥ", false],
  ])("country %j: %s", (country, isGood) => {
    expect(pointersOf({ locations: [{ country }] })).toEqual(isGood ? [] : ["/locations/0/country"]);
  });

  it.each([
    ["EUR", true],
    ["USD", true],
    ["JPY", true],
    ["usd", false],
    ["US", false],
    ["USDD", false],
    ["XXX", false],
    ["XTS", false],
    ["XAU", false],
    ["$", false],
    ["₿", false],
    ["", false],
  ])("currency %j: %s", (currency, isGood) => {
    expect(pointersOf({ compensation: [{ raw: "good", currency }] })).toEqual(
      isGood ? [] : ["/compensation/0/currency"],
    );
  });

  it.each([
    ["en", true],
    ["de", true],
    ["en-GB", true],
    ["pt-BR", true],
    ["zh-Hant-TW", true],
    ["es-419", true],
    ["sl-rozaj-biske", true],
    ["de-1996", true],
    ["de-CH-1901", true],
    ["en-u-ca-gregory", true],
    ["en-x-twain", true],
    ["zh-cmn-Hans-CN", true],
    ["gsw", true],
    ["EN-gb", true],
    ["e", false],
    ["english", false],
    ["en_GB", false],
    ["en-", false],
    ["-en", false],
    ["en--GB", false],
    ["en GB", false],
    ["12", false],
    ["en-x", false],
    ["en-u", false],
    ["", false],
    [`en${"-abcdefgh".repeat(4)}`, false],
  ])("language %j: %s", (language, isGood) => {
    expect(pointersOf({ language })).toEqual(isGood ? [] : ["/language"]);
  });

  it.each([
    ["jobs@example.com", true],
    ["a.b+c@sub.example.co.uk", true],
    ["jürgen@exämple.de", true],
    ["jobs", false],
    ["jobs@example", false],
    ["a@b@example.com", false],
    ["Jobs <jobs@example.com>", false],
    ["jobs@example.com\n", false],
    ["a b@example.com", false],
    ["a@example.com,b@example.com", false],
    ["mailto:a@example.com", false],
    [`${"a".repeat(242)}@example.com`, true],
    [`${"a".repeat(243)}@example.com`, false],
  ])("e-mail %j: %s", (email, isGood) => {
    expect(pointersOf({ apply: { email } })).toEqual(isGood ? [] : ["/apply/email"]);
  });

  it.each([
    ["a", true],
    ["0", true],
    ["a.b_c-d", true],
    ["a".repeat(64), true],
    ["a".repeat(65), false],
    ["", false],
    ["A", false],
    [".a", false],
    ["-a", false],
    ["_a", false],
    ["a b", false],
    ["ä", false],
    ["a\n", false],
    ["a/b", false],
  ])("source name %j: %s", (name, isGood) => {
    expect(pointersOf({ source: { name, externalId: "1" } })).toEqual(isGood ? [] : ["/source/name"]);
  });
});

describe("numbers", () => {
  it("of a kind that no number can be made of are faults, and no error of ours", () => {
    const min = { toString: false };
    expect(pointersOf({ compensation: [{ ...PAY, min }] })).toEqual(["/compensation/0/min"]);
  });

  const decimals: readonly (readonly [given: unknown, kept: string | undefined])[] = [
    [0, "0"],
    [-0, "0"],
    [100, "100"],
    ["100", "100"],
    ["1.50", "1.50"],
    [1.5, "1.5"],
    ["-3.25", "-3.25"],
    [999_999_999_999_999, "999999999999999"],
    ["999999999999999.999999", "999999999999999.999999"],
    [0.000001, "0.000001"],
    [1e15, undefined],
    ["1000000000000000", undefined],
    ["0.0000001", undefined],
    [1e-7, undefined],
    [1e308, undefined],
    ["1e3", undefined],
    [0.1 + 0.2, undefined],
    ["+1", undefined],
    [".5", undefined],
    ["1.", undefined],
    ["1,5", undefined],
    ["1_000", undefined],
    [" 1", undefined],
    ["1\n", undefined],
    ["٣", undefined],
    ["0x10", undefined],
    ["NaN", undefined],
    ["Infinity", undefined],
    ["", undefined],
    [true, undefined],
    [[], undefined],
    [[1], undefined],
    [{}, undefined],
  ];
  it.each(decimals)("the decimal %j is kept as %j", (given, kept) => {
    if (kept === undefined) {
      expect(pointersOf({ numbers: { size: given } }).map((pointer) => pointer?.split("/", 3).join("/"))).toEqual([
        "/numbers/size",
      ]);
      expect(pointersOf({ compensation: [{ ...PAY, max: given }] })).toEqual(["/compensation/0/max"]);
    } else {
      expect(parsed({ numbers: { size: given } }).numbers).toEqual({ size: kept });
    }
  });

  it.each([
    [{ raw: "good" }, []],
    [{ ...PAY, min: 1 }, []],
    [{ ...PAY, max: "1" }, []],
    [{ ...PAY, min: 5, max: 5 }, []],
    [{ ...PAY, min: "9.5", max: "10" }, []],
    [{ label: "base", raw: "good", ...PAY, min: 0, max: 0 }, []],
    [{}, ["/compensation/0"]],
    [{ raw: "" }, ["/compensation/0"]],
    [{ raw: null }, ["/compensation/0"]],
    [{ label: "base" }, ["/compensation/0"]],
    [PAY, ["/compensation/0"]],
    [{ min: 1 }, ["/compensation/0/currency", "/compensation/0/unit"]],
    [{ max: 1, currency: "EUR" }, ["/compensation/0/unit"]],
    [{ max: 1, unit: "year" }, ["/compensation/0/currency"]],
    [{ min: true }, ["/compensation/0/currency", "/compensation/0/min", "/compensation/0/unit"]],
    [{ ...PAY, min: -1 }, ["/compensation/0/min"]],
    [{ ...PAY, max: "-0.01" }, ["/compensation/0/max"]],
    [{ ...PAY, min: 2, max: 1 }, ["/compensation/0/max"]],
    [{ ...PAY, min: "10", max: "9" }, ["/compensation/0/max"]],
    [{ raw: "good", unit: "fortnight" }, ["/compensation/0/unit"]],
    [{ raw: "good", unit: "Year" }, ["/compensation/0/unit"]],
  ])("the pay %j has faults at %j", (pay, pointers) => {
    expect(pointersOf({ compensation: [pay] })).toEqual(pointers);
  });
});

describe("attributes, numbers and extra", () => {
  it.each([
    ["a", true],
    ["a1_b", true],
    ["a".repeat(39), true],
    ["a".repeat(40), true],
    ["a".repeat(41), false],
    ["", false],
    ["A", false],
    ["1a", false],
    ["_a", false],
    ["a-b", false],
    ["a.b", false],
    ["ä", false],
    ["a\n", false],
    ["constructor", true],
  ])("the key %j: %s", (key, isGood) => {
    expect(pointersOf({ attributes: { [key]: ["v"] } })).toEqual(isGood ? [] : [`/attributes/${key}`]);
    expect(pointersOf({ numbers: { [key]: 1 } })).toEqual(isGood ? [] : [`/numbers/${key}`]);
  });

  it("reports every key that is no name, also beside a value that is none", () => {
    expect(pointersOf({ attributes: { A: ["x"], "b-c": ["x"], d: [1], e: "x" } })).toEqual([
      "/attributes/A",
      "/attributes/b-c",
      "/attributes/d/0",
      "/attributes/e",
    ]);
  });

  it("attributes may have 50 KB as JSON in UTF-8, and not one byte more", () => {
    const values = (bytes: number) => {
      const full = { attributes: { k: repeat(66, "漢".repeat(255)), z: ["a".repeat(255), ""] } };
      const size = new TextEncoder().encode(JSON.stringify(full.attributes)).length;
      return { attributes: { ...full.attributes, z: ["a".repeat(255), "a".repeat(bytes - size)] } };
    };
    expect(pointersOf(values(50 * 1024 - 1))).toEqual([]);
    expect(pointersOf(values(50 * 1024))).toEqual([]);
    expect(pointersOf(values(50 * 1024 + 1))).toEqual(["/attributes"]);
  });

  it.each(["a", "é", "漢", "🦊"])("extra may have 50 KB as JSON in UTF-8, written with %s", (character) => {
    const width = new TextEncoder().encode(character).length;
    const room = 50 * 1024 - '{"k":""}'.length;
    const filled = (bytes: number) => {
      const count = Math.floor(bytes / width);
      return { extra: { k: character.repeat(count) + "a".repeat(bytes - count * width) } };
    };
    expect(pointersOf(filled(room))).toEqual([]);
    expect(pointersOf(filled(room + 1))).toEqual(["/extra"]);
  });

  it("extra is kept verbatim: nulls, empty texts and lists, order, odd keys", () => {
    const extra = { z: null, a: "", list: [], object: {}, " key ": [null, { b: null, a: [] }], constructor: 1.5e300 };
    expect(JSON.stringify(parsed({ extra }).extra)).toBe(JSON.stringify(extra));
    expect(JSON.stringify(parsed({ extra: { only: null } }).extra)).toBe('{"only":null}');
  });

  it.each([
    ["a list", []],
    ["a text", "x"],
    ["a number", 5],
    ["true", true],
  ])("extra is no %s", (_, extra) => {
    expect(pointersOf({ extra })).toEqual(["/extra"]);
  });
});

describe("the size of a listing", () => {
  it("may be 256 KB as JSON; above, the largest field is named", () => {
    const content = (length: number) => ({
      ...parsed({ summary: "short" }),
      promotion: 0,
      state: "published" as const,
      description: { format: "markdown" as const, value: "a".repeat(length) },
    });
    const room = LISTING_LIMITS.listingBytes - JSON.stringify(content(0)).length;
    expect(() => assertListingSize(content(room))).not.toThrow();
    const refusal = thrownBy(() => assertListingSize(content(room + 1)));
    expect(isAppError(refusal, "too_large") && refusal.message).toMatch(
      /262145 bytes as JSON, the limit is 262144; its largest field is description/,
    );
    expect(isAppError(refusal) && refusal.errors).toMatchObject([{ pointer: "/description" }]);
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("the normal form", () => {
  const word = fc.string({ unit: "grapheme", maxLength: 20 });
  const name = word.map((text) => `n${text}`);
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const date = fc.constantFrom("2024-02-29", "2024-02-29T10:00:00.120Z", "2024-02-29t23:30:00+05:30", "9999-12-31");
  const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });
  const decimal = fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom("1.50", "0", "999999999999999.999999"));
  const anyListing = record({
    description: fc.record({ format: fc.constantFrom("markdown", "html", "text"), value: word }),
    summary: maybe(word),
    locations: fc.array(record({ raw: word, city: word, country: fc.constantFrom("DE", null) }), { maxLength: 3 }),
    applicantLocations: fc.array(
      fc.record({ type: fc.constantFrom("country", "city"), name, code: fc.constantFrom("", "DE") }),
    ),
    employmentTypes: fc.array(fc.constantFrom(...EMPLOYMENT_TYPES)),
    tags: fc.array(name, { maxLength: 5 }),
    compensation: fc.array(
      fc.record({ label: word, raw: word, currency: fc.constant("EUR"), unit: fc.constant("year"), min: decimal }),
      { maxLength: 2 },
    ),
    apply: record({ url: fc.constant("https://example.com/apply"), direct: fc.boolean() }),
    promotion: fc.constantFrom(null, 0, 5),
    state: fc.constantFrom(null, ...STATES),
    publishAt: date,
    validThrough: date,
    datePosted: date,
    attributes: fc.dictionary(fc.constantFrom("a", "format", "value"), fc.array(name, { maxLength: 2 })),
    numbers: fc.dictionary(fc.constantFrom("a", "format", "value"), decimal),
    extra: fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 })),
  });

  it("is its own normal form, and stays so through JSON", () => {
    fc.assert(
      fc.property(anyListing, (fields) => {
        fc.pre(pointersOf(fields).length === 0);
        const once = parsed(fields);
        expect(parseListing(once)).toEqual(once);
        expect(canonicalJson(parseListing(JSON.parse(JSON.stringify(once))))).toBe(canonicalJson(once));
      }),
      { numRuns: 500 },
    );
  });

  it("is what an empty patch makes of it", () => {
    fc.assert(
      fc.property(anyListing, (fields) => {
        fc.pre(pointersOf(fields).length === 0);
        const once = parsed(fields);
        expect(parseListing(mergePatch(once, {}))).toEqual(once);
      }),
    );
  });
});
