/** Small boards with few different values, so that everything collides; queries and filters over the same values. */
import fc from "fast-check";
import { EMPLOYMENT_TYPES, PAY_UNITS, SENIORITIES, STATES, WORKPLACE_TYPES } from "../../../core/listing/content.ts";
import { SCOPES } from "../../../core/search/query/query.ts";
import {
  type FacetRequest,
  type SalaryFilter,
  type SearchRequest,
  SORTS,
  type Sort,
  TYPO_MODES,
  VALUE_FILTERS,
} from "../../../core/search/request.ts";
import { defined, maybe, some } from "./arbitrary-parts.ts";
import { DAY, idOf, NOW, type RecordFields, recordOf, requestOf } from "./records.ts";

// Words one and two edits apart, names of one thing, words that begin longer ones, compounds, scripts without spaces.
const WORDS = [
  "engineer",
  "enginer",
  "Engineers",
  "engineering",
  "engine",
  "desingers",
  "designer",
  "Java",
  "JavaScript",
  "js",
  "k8s",
  "Kubernetes",
  "kubernets",
  "C++",
  "c#",
  "Node.js",
  "full-stack",
  "full",
  "stack",
  "CI/CD",
  "e-mail",
  "Zürich",
  "東京",
  "京都",
  "go",
  "Golang",
  "10+",
  "remote",
  "Germany",
  "or",
];
const CITIES = ["Zürich", "Zurich", "ZÜRICH", "Berlin", "São Paulo", ""];
const TAGS = ["React", "react", "REACT", "c++", "C#", "Go", "full stack"];
const COMPANIES = ["Acme", "ACME", "acme", "Ünïcorp", "Unicorp"];
const LANGUAGES = ["en", "en-GB", "EN-gb", "de", "zh-Hant-TW"];
/** Zürich, a suburb of it, Berlin, and the other side of the date line. */
const POINTS = [
  { lat: 47.3769, lng: 8.5417 },
  { lat: 47.4, lng: 8.55 },
  { lat: 52.52, lng: 13.405 },
  { lat: -17.5, lng: 179.9 },
];
const PROSE =
  "we build and run tools that teams use every day with care for people who depend on them and keep it simple";

const words = some(WORDS, 5).map((chosen) => chosen.join(" "));
/** Around the moment of the search, on and off its minute. */
export const instant = fc
  .tuple(fc.constantFrom(-40 * DAY, -7 * DAY, -DAY, 0, DAY), fc.constantFrom(-60_000, -1, 0, 1, 60_000))
  .map(([days, offset]) => NOW + days + offset);

const place = fc
  .record({
    raw: maybe(fc.constantFrom("Berlin, Germany", "Zürich")),
    country: maybe(fc.constantFrom("DE", "CH", "BR")),
    region: maybe(fc.constantFrom("Bavaria", "bavaria")),
    city: maybe(fc.constantFrom(...CITIES)),
    at: maybe(fc.constantFrom(...POINTS)),
  })
  .map(({ at, ...parts }) => ({ ...defined(parts), ...at }));

/** Alike with a few words left out; the number of them is around what keeps two listings from being duplicates. */
const prose = fc
  .subarray(PROSE.split(" "), { minLength: 15 })
  .map((kept) => ({ format: "markdown" as const, value: kept.join(" ") }));

const amount = fc.constantFrom("20000", "39999.99", "40000", "60000", "1000000", "25.5");
const compensation = fc
  .record({
    currency: fc.constantFrom("EUR", "USD"),
    ends: fc.oneof(
      fc.tuple(amount, amount).map(([a, b]) => (Number(a) <= Number(b) ? { min: a, max: b } : { min: b, max: a })),
      amount.map((min) => ({ min })),
      amount.map((max) => ({ max })),
    ),
    unit: fc.constantFrom("year" as const, "year" as const, ...PAY_UNITS),
  })
  .map(({ currency, ends, unit }) => ({ currency, unit, ...ends }));

export const fields: fc.Arbitrary<RecordFields> = fc
  .record({
    title: maybe(words),
    company: maybe(fc.constantFrom(...COMPANIES).map((name) => ({ name }))),
    summary: maybe(words),
    description: maybe(
      fc.oneof(
        prose,
        words.map((value) => ({ format: "markdown" as const, value })),
      ),
    ),
    locations: fc.array(place, { maxLength: 3 }),
    applicantLocations: fc.array(
      fc.constantFrom(
        { type: "country" as const, name: "Germany", code: "DE" },
        { type: "country" as const, name: "Brazil" },
        { type: "country" as const, name: "Deutschland", code: "DE" },
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
    requisitionId: fc.constantFrom(undefined, undefined, undefined, "R-1", "R-2"),
    tags: some(TAGS),
    skills: some(TAGS),
    compensation: fc.array(fc.oneof(compensation, fc.constant({ raw: "competitive" })), { maxLength: 2 }),
    source: maybe(fc.constantFrom("feed", "hub").map((name) => ({ name, externalId: "1" }))),
    promotion: fc.constantFrom(0, 0, 0, 5, -5, 1_000, -1_000),
    state: fc.constantFrom("published", "published", "published", ...STATES),
    datePosted: maybe(
      fc.oneof(
        fc.constantFrom("2026-01-15", "2026-01-14", "2026-01-01"),
        instant.map((ms) => new Date(ms).toISOString()),
      ),
    ),
    attributes: maybe(fc.record({ visa: some(["Yes", "yes", "no"]), team: some(["A:b", "a:B"]) }).map(defined)),
    numbers: maybe(fc.constantFrom({ years: "3" }, { years: "5.5", level: "-1" }, { level: "0" })),
    visibleFrom: rarely(instant),
    visibleUntil: rarely(instant),
  })
  .chain((each) => fc.oneof(fc.constant(each), fc.constant(each), prose.map(alikeTo(each))))
  .map(defined);

/** As one of several that were posted for one job. */
function alikeTo<T extends object>(each: T) {
  return (description: { readonly format: "markdown"; readonly value: string }) => {
    const own = { title: "engineer", company: { name: "acme" }, summary: undefined, state: "published" as const };
    return { ...each, ...own, description };
  };
}

/** Few listings, numbered from 0. */
export const board = fc
  .array(fields, { maxLength: 14 })
  .map((all) => all.map((each, number) => recordOf(number, each)));

/** Changes of few listings, each with its own revision; without fields a deletion. */
export const history = fc
  .array(fc.record({ number: fc.nat({ max: 11 }), fields: fc.option(fields, { nil: undefined, freq: 6 }) }), {
    maxLength: 30,
  })
  .map((changes) => changes.map((change, i) => ({ ...change, revision: i + 1 })));

const phrase = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((all) => `"${all.join(" ")}"`);
/** Also words that no listing holds, cut, misspelt, or of other scopes than their own. */
const typed = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS, ...TAGS, ...COMPANIES) },
  { weight: 2, arbitrary: fc.constantFrom("engineeer", "dseigners", "kubernetse", "remtoe", "enginr", "javascritp") },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "onsite",
      "Switzerland",
      "bavaria",
      "京",
      "f",
      "zuri",
      "fullstack",
      "DACH",
      "eng",
      "nobody",
    ),
  },
  { weight: 2, arbitrary: phrase },
);
const leaf = fc.oneof(
  { weight: 5, arbitrary: typed },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...SCOPES), typed).map(([scope, text]) => `${scope}:${text}`) },
);
const clause = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([a, b]) => `${a} OR ${b}`) },
  { weight: 1, arbitrary: leaf.map((each) => `-${each}`) },
);
/** What people type, and now and then what nobody does. */
const query = fc.oneof(
  { weight: 19, arbitrary: fc.array(clause, { minLength: 1, maxLength: 3 }).map((all) => all.join(" ")) },
  { weight: 1, arbitrary: fc.constantFrom("", "🚀", '"', "OR", "-", "title:", 'a OR OR "b', "OR engineer -") },
);

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
  jsonld: few(["valid", "invalid"]),
});

const filters = fc
  .record({
    tagAll: few(TAGS),
    skillAll: few(TAGS),
    applicantCountry: few(["de", "brazil", "US", "berlin"]),
    salary: rarely(
      fc
        .record({
          min: maybe(fc.constantFrom(0, 39_999.99, 40_000, 60_001)),
          max: maybe(fc.constantFrom(60_001, 1_000_000)),
          includesUnknown: fc.boolean(),
        })
        .map(defined),
    ),
    // To the suburb it is 2.64351 km, 2.644 to the metre.
    radiusKm: rarely(fc.constantFrom(0.001, 2.6436, 2.644, 700, 20_040)),
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

const facetNames = [
  ...VALUE_FILTERS,
  "salary",
  "posted",
  "attribute.visa",
  "attribute.team",
  "attribute.none",
] as const;
const facets = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...facetNames), size: fc.constantFrom(1, 2, 10, 100) }),
  { selector: ({ name }) => name, maxLength: 6 },
);

export const request: fc.Arbitrary<SearchRequest> = fc
  .record({
    q: maybe(query),
    typo: fc.constantFrom(...TYPO_MODES),
    sort: maybe(fc.constantFrom(...SORTS)),
    currency: fc.constantFrom("EUR", "USD", "GBP"),
    near: fc.constantFrom(...POINTS),
    collapse: fc.constantFrom(undefined, undefined, undefined, "duplicates" as const),
    values,
    filters,
    facets,
    limit: fc.constantFrom(1, 2, 3, 20),
    highlight: fc.constantFrom(false, false, true),
    explain: fc.constantFrom(false, false, true),
    effectiveStates: rarely(fc.constantFrom(["draft" as const, "scheduled" as const], ["expired" as const])),
  })
  .chain((each) => fc.constantFrom(each, each, withoutCurrency(each), withoutNear(each)))
  .map((each) => requestOf(defined(each)));

interface Asked {
  readonly sort: Sort | undefined;
  readonly filters: { readonly salary?: SalaryFilter; readonly radiusKm?: number };
  readonly facets: readonly FacetRequest[];
}

/** What is about salaries needs a currency. */
function withoutCurrency<T extends Asked>({ ...asked }: T): T {
  const { salary: _salary, ...filters } = asked.filters;
  const facets = asked.facets.filter(({ name }) => name !== "salary");
  return { ...asked, currency: undefined, filters, facets, sort: asked.sort === "salary" ? undefined : asked.sort };
}

/** What is about distances needs a point. */
function withoutNear<T extends Asked>({ ...asked }: T): T {
  const { radiusKm: _radiusKm, ...filters } = asked.filters;
  return { ...asked, near: undefined, filters, sort: asked.sort === "distance" ? undefined : asked.sort };
}

/** Of twenty filters one in two requests has none: most boards would have no result. */
function few<T>(from: readonly T[]) {
  return fc.oneof({ weight: 40, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(from, 2) });
}

function rarely<T>(value: fc.Arbitrary<T>) {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}
