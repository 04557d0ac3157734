/**
 * Orama at its best: its own filters and facets over enumerations, default matching (a word is also a beginning: `exact`
 * is a regular expression over every stored text), nothing sortable but the date.
 */
import { create, insert, search } from "@orama/orama";
import { type Engine, type PlainListing, TEXT_FIELDS, WEIGHTS } from "../engine.ts";
import {
  type BenchQuery,
  byFacet,
  FACET_SIZE,
  FACETS,
  type FacetName,
  FILTERS,
  PAGE,
  type QueryFilters,
} from "../queries.ts";

const SCHEMA = {
  title: "string",
  company: "string",
  tags: "string",
  location: "string",
  body: "string",
  workplaceType: "enum",
  employmentType: "enum",
  companyName: "enum",
  cities: "enum[]",
  tag: "enum[]",
  postedAt: "number",
} as const;
/** What a facet is called here. */
const COLUMNS = {
  workplaceType: "workplaceType",
  employmentType: "employmentType",
  company: "companyName",
  city: "cities",
  tag: "tag",
} as const satisfies Record<FacetName, keyof typeof SCHEMA>;

interface OramaResults {
  readonly count: number;
  readonly hits: readonly { readonly id: string; readonly document: { readonly card: unknown } }[];
  readonly facets?: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;
}

export function oramaEngine(): Engine {
  const unsortableProperties = Object.keys(SCHEMA).filter((name) => name !== "postedAt");
  const db = create({ schema: SCHEMA, sort: { unsortableProperties } });
  // Without hooks and plugins a search is done when it returns; the type allows for them.
  const run = (parameters: object) =>
    search(db, parameters as Parameters<typeof search<typeof db>>[1]) as unknown as OramaResults;

  return {
    async add(listings) {
      for (const { plain } of listings) if (plain !== undefined) await insert(db, documentOf(plain));
    },
    finish: () => undefined,
    bytes: () => undefined,
    answers: ({ text, isAsTyped }) => text?.kind !== "phrase" && !isAsTyped,
    query(query) {
      const results = run({ ...textOf(query), ...pageOf(query), where: whereOf(query.filters), ...facetsOf(query) });
      const answer = {
        total: results.count,
        ids: results.hits.map(({ id }) => id),
        cards: results.hits.map(({ document }) => document.card),
      };
      if (!query.hasFacets) return answer;
      const filtered = (facet: FacetName) => {
        if (query.filters === undefined || !isFilter(facet)) return results;
        const where = whereOf(query.filters, facet);
        return run({ ...textOf(query), where, limit: 1, facets: { [COLUMNS[facet]]: {} } });
      };
      return { ...answer, facets: byFacet((facet) => top(filtered(facet).facets?.[COLUMNS[facet]]?.values ?? {})) };
    },
  };
}

function documentOf({ values, ...texts }: PlainListing) {
  const [workplaceType, employmentType, company = ""] = [
    values.workplaceType[0],
    values.employmentType[0],
    values.company[0],
  ];
  return {
    ...texts,
    ...(workplaceType === undefined ? {} : { workplaceType }),
    ...(employmentType === undefined ? {} : { employmentType }),
    companyName: company,
    cities: [...values.city],
    tag: [...values.tag],
  };
}

function textOf({ text }: BenchQuery) {
  if (text === undefined) return {};
  const [word = ""] = text.words;
  return {
    term: text.words.join(" "),
    properties: [...TEXT_FIELDS],
    boost: WEIGHTS,
    threshold: text.kind === "all" ? 0 : 1,
    ...(text.kind === "typo" ? { tolerance: word.length < 8 ? 1 : 2 } : {}),
  };
}

function pageOf({ sort, offset }: BenchQuery) {
  return { limit: PAGE, offset, ...(sort === "newest" ? { sortBy: { property: "postedAt", order: "DESC" } } : {}) };
}

function facetsOf({ hasFacets }: BenchQuery) {
  return hasFacets ? { facets: Object.fromEntries(FACETS.map((facet) => [COLUMNS[facet], {}])) } : {};
}

function whereOf(filters: QueryFilters | undefined, except?: keyof QueryFilters) {
  if (filters === undefined) return {};
  const applied = FILTERS.filter((name) => name !== except);
  return Object.fromEntries(
    applied.map((name) => [name, name === "tag" ? { containsAll: [filters.tag] } : { eq: filters[name] }]),
  );
}

function isFilter(facet: FacetName): facet is keyof QueryFilters {
  return (FILTERS as readonly FacetName[]).includes(facet);
}

function top(counts: Readonly<Record<string, number>>): [value: string, count: number][] {
  return Object.entries(counts)
    .filter(([value]) => value !== "")
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, FACET_SIZE);
}
