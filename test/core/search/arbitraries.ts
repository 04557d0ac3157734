/** Small boards with few different values, so that everything collides; queries and filters over the same values. */
import fc from "fast-check";
import { EMPLOYMENT_TYPES, SENIORITIES, STATES, WORKPLACE_TYPES } from "../../../core/listing/content.ts";
import type { SearchRequest } from "../../../core/search/request.ts";
import { VALUE_FILTERS } from "../../../core/search/request.ts";
import { DAY, idOf, NOW, type RecordFields, requestOf } from "./records.ts";

const WORDS = ["engineer", "Java", "JavaScript", "C++", "c#", "Node.js", "full-stack", "CI/CD", "Zürich", "東京", "go"];
const CITIES = ["Zürich", "Zurich", "ZÜRICH", "Berlin", "São Paulo", ""];
const TAGS = ["React", "react", "REACT", "c++", "C#", "Go"];
const COMPANIES = ["Acme", "ACME", "acme", "Ünïcorp", "Unicorp"];
const LANGUAGES = ["en", "en-GB", "EN-gb", "de", "zh-Hant-TW"];

const some = <T>(values: readonly T[], maxLength = 3) => fc.array(fc.constantFrom(...values), { maxLength });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const words = some(WORDS, 5).map((chosen) => chosen.join(" "));
/** Around the moment of the search, on and off its minute. */
export const instant = fc
  .tuple(fc.constantFrom(-40 * DAY, -7 * DAY, -DAY, 0, DAY), fc.constantFrom(-60_000, -1, 0, 1, 60_000))
  .map(([days, offset]) => NOW + days + offset);

const place = fc
  .record({
    country: maybe(fc.constantFrom("DE", "CH", "BR")),
    region: maybe(fc.constantFrom("Bavaria", "bavaria")),
    city: maybe(fc.constantFrom(...CITIES)),
  })
  .map(defined);

export const fields: fc.Arbitrary<RecordFields> = fc
  .record({
    title: maybe(words),
    company: maybe(fc.constantFrom(...COMPANIES).map((name) => ({ name }))),
    summary: maybe(words),
    description: maybe(words.map((value) => ({ format: "markdown" as const, value }))),
    locations: fc.array(place, { maxLength: 3 }),
    applicantLocations: fc.array(
      fc.constantFrom(
        { type: "country" as const, name: "Germany", code: "DE" },
        { type: "country" as const, name: "Brazil" },
        { type: "state" as const, name: "California", code: "US-CA" },
        { type: "city" as const, name: "Berlin" },
      ),
      { maxLength: 2 },
    ),
    workplaceType: maybe(fc.constantFrom(...WORKPLACE_TYPES)),
    employmentTypes: fc.uniqueArray(fc.constantFrom(...EMPLOYMENT_TYPES.slice(0, 3))),
    seniority: maybe(fc.constantFrom(...SENIORITIES.slice(0, 3))),
    category: maybe(fc.constantFrom("IT", "it", "Sales")),
    language: maybe(fc.constantFrom(...LANGUAGES)),
    tags: some(TAGS),
    skills: some(TAGS),
    source: maybe(fc.constantFrom("feed", "hub").map((name) => ({ name, externalId: "1" }))),
    promotion: fc.constantFrom(0, 0, 0, 5, -5),
    state: fc.constantFrom("published", "published", "published", ...STATES),
    datePosted: maybe(
      fc.oneof(
        fc.constantFrom("2026-01-15", "2026-01-14", "2026-01-01"),
        instant.map((ms) => new Date(ms).toISOString()),
      ),
    ),
    attributes: maybe(fc.record({ visa: some(["Yes", "yes", "no"]), team: some(["A:b", "a:B"]) }).map(defined)),
    numbers: maybe(fc.constantFrom({ years: "3" }, { years: "5.5", level: "-1" }, { level: "0" })),
    visibleFrom: maybe(instant),
    visibleUntil: maybe(instant),
  })
  .map(defined);

/** Changes of few listings, each with its own revision; without fields a deletion. */
export const history = fc
  .array(fc.record({ number: fc.nat({ max: 11 }), fields: fc.option(fields, { nil: undefined, freq: 6 }) }), {
    maxLength: 30,
  })
  .map((changes) => changes.map((change, i) => ({ ...change, revision: i + 1 })));

const values = fc.record({
  workplaceType: few(WORKPLACE_TYPES),
  employmentType: few(EMPLOYMENT_TYPES.slice(0, 3)),
  company: few(COMPANIES),
  country: few(["DE", "ch"]),
  region: few(["BAVARIA", "nowhere"]),
  city: few(["zurich", "BERLIN", "sao paulo"]),
  tag: few(TAGS),
  skill: few(TAGS),
  seniority: few(SENIORITIES.slice(0, 3)),
  category: few(["it", "SALES"]),
  language: few(["en", "EN-GB", "zh-hant"]),
  source: few(["feed", "HUB"]),
});

const filters = fc
  .record({
    tagAll: few(TAGS),
    skillAll: few(TAGS),
    applicantCountry: few(["de", "brazil", "US", "berlin"]),
    postedWithinMs: rarely(fc.constantFrom(DAY, 7 * DAY)),
    postedAfter: rarely(instant),
    attributes: few([
      { key: "visa", value: "YES" },
      { key: "visa", value: "no" },
      { key: "team", value: "a:b" },
    ]),
    numbers: few([
      { key: "years", min: 3, max: 5 },
      { key: "years", min: 5.5 },
      { key: "level", max: -1 },
    ]),
    ids: few([0, 1, 2, 3, 4, 5].map(idOf)),
    excludeIds: few([0, 1, 2, 20].map(idOf)),
  })
  .map(defined);

const facetNames = [...VALUE_FILTERS, "posted", "attribute.visa", "attribute.team", "attribute.none"] as const;
const facets = fc.uniqueArray(fc.record({ name: fc.constantFrom(...facetNames), size: fc.constantFrom(1, 2, 10) }), {
  selector: ({ name }) => name,
  maxLength: 6,
});

export const request: fc.Arbitrary<SearchRequest> = fc
  .record({
    q: maybe(some(WORDS, 2).map((chosen) => chosen.join(" ") || "engineer")),
    sort: maybe(fc.constantFrom("relevance" as const, "newest" as const)),
    values,
    filters,
    facets,
    limit: fc.constantFrom(1, 2, 3, 20),
    effectiveStates: rarely(fc.constantFrom(["draft" as const, "scheduled" as const], ["expired" as const])),
  })
  .map((each) => requestOf(defined(each)));

function few<T>(from: readonly T[]) {
  return fc.oneof({ weight: 8, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(from, 2) });
}

function rarely<T>(value: fc.Arbitrary<T>) {
  return fc.option(value, { nil: undefined, freq: 1 });
}

/** Without the fields that are undefined: absent is absent. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Only the properties whose type allows absence can be missing.
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
