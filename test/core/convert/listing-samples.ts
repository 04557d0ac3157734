/** Records and files for the tests of the conversions; all text is made up. */
import fc from "fast-check";
import { type MarkdownListing, readMarkdown } from "../../../core/convert/markdown.ts";
import {
  APPLICANT_LOCATION_TYPES,
  DESCRIPTION_FORMATS,
  EMPLOYMENT_TYPES,
  type ListingContent,
  PAY_UNITS,
  SENIORITIES,
  STATES,
  WORKPLACE_TYPES,
} from "../../../core/listing/content.ts";
import { parseListing } from "../../../core/listing/parse.ts";
import { periodFault } from "../../../core/listing/period.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";

export const ID = "0123456789abcdefghjkmnpqrs";

/** A file with these lines between its `---`, and this text below. */
export function file(lines: string | readonly string[], body = "\nWe look after lighthouses.\n"): string {
  const frontMatter = typeof lines === "string" ? lines : lines.map((line) => `${line}\n`).join("");
  return `---\n${frontMatter}---\n${body}`;
}

/** The two keys without which there is no listing, then the lines. */
export function listingFile(lines: readonly string[] = [], body?: string): string {
  return file(['title: "Keeper"', 'companyName: "Lamp & Sons"', ...lines], body);
}

export function recordWith(content: ListingContent, fileName?: string): ListingRecord {
  return {
    kind: "listing",
    id: ID,
    revision: 1,
    createdBy: { operation: "test", requestHash: "" },
    changedBy: "test",
    content,
    contentHash: "",
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** As the first import of a body stores it. */
export function contentOf(body: Record<string, unknown>): ListingContent {
  const input = parseListing(body);
  return { ...input, promotion: input.promotion ?? 0, state: input.state ?? "published" };
}

/** The record that the import of a file makes. */
export function imported(text: string, fileName?: string): ListingRecord {
  const read: MarkdownListing = readMarkdown(text, fileName === undefined ? {} : { fileName });
  return recordWith(contentOf(read.body), read.fileName);
}

const LINE_HOSTILE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TEXT_HOSTILE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

const awkward = fc.constantFrom(
  ..."# ## #a a,b : :a a: -a - --- ... ? ! & * | > % @ ` ' \" \\ { } [ ] , ~ null NULL true no NO 012 0x1F 1_000 1e400".split(
    " ",
  ),
  ..." .nan -.inf 2024-01-02 12:30:45 <<  a\u00a0b \ufeffx x\ufffe e\u0301 \u{1f600} 日本語 remote Anywhere #LI-Hybrid a#b".split(
    " ",
  ),
  "a: b",
  "a #b",
  " lead",
  "trail ",
  "tab\tin",
  "'single' \"double\"",
  "back\\slash\\n",
);

/** Any text that the schema takes for one line with something in it. */
export const lines = fc
  .oneof(awkward, fc.string({ unit: "grapheme", maxLength: 12 }), fc.string({ unit: "binary", maxLength: 12 }))
  .map((text) => text.replace(LINE_HOSTILE, "-"))
  .map((text) => (/^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? `${text}x` : text));

export const prose = fc
  .array(fc.oneof(lines, fc.constantFrom("\n", "\r\n", "---", "\n---\n", "\t", "#LI-Remote", "\u2028", "\u0085")), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join("").replace(TEXT_HOSTILE, ""))
  .map((text) => (text === "" ? "x" : text));

const urls = fc.nat(99).map((number) => `https://example.org/jobs/${number}?a=b&c=%20#d`);
const instants = fc
  .tuple(
    fc.date({ min: new Date("0001-01-02"), max: new Date("9999-12-30"), noInvalidDate: true }),
    fc.constantFrom("date", "", ".5", ".000", ".123", ".123456789"),
  )
  .map(([date, precision]) =>
    precision === "date" ? date.toISOString().slice(0, 10) : `${date.toISOString().slice(0, 19)}${precision}Z`,
  );
const decimals = fc.constantFrom("0", "1", "52000", "99.50", "123456789012345.123456");
// JSON bodies with that key are refused before anything else looks at them.
const json = fc
  .jsonValue({ maxDepth: 3, stringUnit: "grapheme" })
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

const optional: { noNullPrototype: true; requiredKeys: [] } = { noNullPrototype: true, requiredKeys: [] };
const places = fc
  .record(
    { raw: lines, street: lines, city: lines, region: lines, postalCode: lines, country: fc.constantFrom("DE", "US") },
    optional,
  )
  .chain((place) =>
    fc
      .option(
        fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lng: fc.integer({ min: -180, max: 180 }) }),
        { nil: {} },
      )
      .map((at) => ({ ...place, ...at })),
  );
const pay = fc.oneof(
  fc.record({ raw: lines, label: lines }, { noNullPrototype: true, requiredKeys: ["raw"] }),
  fc.record(
    { min: decimals, currency: fc.constant("EUR"), unit: fc.constantFrom(...PAY_UNITS), raw: lines },
    { noNullPrototype: true, requiredKeys: ["min", "currency", "unit"] },
  ),
);
const attributeKeys = fc.constantFrom("team", "level", "no", "y", "a1_b");
const extraKeys = fc.oneof(
  lines,
  fc.constantFrom(
    "title",
    "summaryBackup",
    "frontMatter",
    "rolecall",
    "archived",
    "timestamp",
    "department",
    "",
    "constructor",
    "a".repeat(1_100),
  ),
);
/** Also what a client may have put where the layout of a file is kept. */
const layouts = fc.oneof(
  json,
  fc.record(
    {
      hashtags: fc.oneof(lines, fc.constant("#a,#b,"), json),
      location: fc.constantFrom("", null, "Here"),
      archived: fc.constantFrom("false", true, "true", 1),
      featured: fc.constantFrom("20", 0, "", null),
      timestamp: fc.constantFrom("2021-01-27", "1611705600000", 1),
      rolecall: fc.record(
        {
          order: fc.array(fc.oneof(extraKeys, fc.constantFrom("title", "url"), fc.integer())),
          sources: fc.dictionary(fc.constantFrom("/department", "/a/0", "/x"), fc.oneof(lines, fc.constant("0x1F"))),
        },
        optional,
      ),
    },
    optional,
  ),
);
const extras = fc
  .tuple(
    fc.dictionary(
      extraKeys.filter((key) => key !== "__proto__"),
      json,
      { maxKeys: 4, noNullPrototype: true },
    ),
    fc.option(layouts),
  )
  .map(([extra, layout]) => (layout === null ? extra : { ...extra, frontMatter: layout }));

/** Bodies of every field and every shape; `parseListing` makes the content of them. */
export const bodies: fc.Arbitrary<Record<string, unknown>> = fc
  .record(
    {
      title: lines,
      company: fc.record(
        { name: lines, website: urls, logoUrl: urls },
        { noNullPrototype: true, requiredKeys: ["name"] },
      ),
      description: fc.record(
        { format: fc.constantFrom(...DESCRIPTION_FORMATS), value: prose },
        { noNullPrototype: true },
      ),
      summary: prose,
      locations: fc.array(places, { maxLength: 3 }),
      workplaceType: fc.constantFrom(...WORKPLACE_TYPES),
      applicantLocations: fc.array(
        fc.record({ type: fc.constantFrom(...APPLICANT_LOCATION_TYPES), name: lines }, { noNullPrototype: true }),
        { maxLength: 2 },
      ),
      employmentTypes: fc.subarray([...EMPLOYMENT_TYPES]),
      seniority: fc.constantFrom(...SENIORITIES),
      category: lines,
      language: fc.constantFrom("en", "de-AT", "no"),
      requisitionId: lines,
      tags: fc.array(lines, { maxLength: 4 }),
      skills: fc.array(lines, { maxLength: 3 }),
      compensation: fc.array(pay, { maxLength: 2 }),
      apply: fc.record(
        {
          url: fc.oneof(urls, fc.constant("mailto:jobs@example.org")),
          email: fc.constant("jobs@example.org"),
          direct: fc.boolean(),
        },
        optional,
      ),
      url: urls,
      source: fc.record(
        {
          name: fc.constantFrom("markdown", "greenhouse"),
          externalId: fc.oneof(lines, urls, fc.constant("keeper.md")),
          url: urls,
          hubUrl: urls,
        },
        { noNullPrototype: true, requiredKeys: ["name", "externalId"] },
      ),
      promotion: fc.integer({ min: -1_000, max: 1_000 }),
      state: fc.constantFrom(...STATES),
      publishAt: instants,
      validThrough: instants,
      datePosted: instants,
      timeZone: fc.constantFrom("Europe/Berlin", "UTC"),
      attributes: fc.dictionary(attributeKeys, fc.array(lines, { maxLength: 2 }), { noNullPrototype: true }),
      numbers: fc.dictionary(attributeKeys, decimals, { noNullPrototype: true }),
      extra: extras,
    },
    { noNullPrototype: true, requiredKeys: ["title", "company"] },
  )
  .filter((listing) => periodFault(listing) === undefined);
