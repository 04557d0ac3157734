/** What the engines are asked: classes of queries, of which each asks every engine for the same listings. */
import { FAMILIES, PHRASES, syntheticWord } from "./words.ts";

/** Lower-case words of letters alone, which every tokenizer leaves as they are. */
export interface QueryText {
  /** All words anywhere, any of them, or the words beside each other; one word's beginning; one word, misspelt. */
  readonly kind: "all" | "any" | "phrase" | "prefix" | "typo";
  readonly words: readonly string[];
}

export interface QueryFilters {
  readonly workplaceType: string;
  readonly employmentType: string;
  readonly tag: string;
}

export interface BenchQuery {
  readonly text?: QueryText;
  readonly filters?: QueryFilters;
  /** Of all results; a facet does not apply its own filter. */
  readonly hasFacets: boolean;
  readonly sort: "relevance" | "newest";
  /** Results before the page. */
  readonly offset: number;
  /** For ours alone: words as a person types them, with synonyms, and the last also as a beginning. */
  readonly isAsTyped: boolean;
}

export interface QueryClass {
  readonly name: string;
  readonly queries: readonly BenchQuery[];
  /** Median milliseconds at 100,000 listings on a quiet machine. */
  readonly goalMs?: number;
  /** At least so many times as fast as SQLite, or as the fastest of all. */
  readonly goalRatio?: { readonly than: "sqlite" | "best"; readonly times: number };
}

export const PAGE = 20;
export const FACETS = ["workplaceType", "employmentType", "company", "city", "tag"] as const;
export type FacetName = (typeof FACETS)[number];
/** In the order in which engines are given them. */
export const FILTERS = ["workplaceType", "employmentType", "tag"] as const satisfies readonly (keyof QueryFilters)[];
export const FACET_SIZE = 10;

const BROAD =
  "engineer design management experience product data software senior manager development support testing platform javascript python kubernetes technology marketing customers skills".split(
    " ",
  );
const NARROWER =
  "scalable metrics salesforce prototypes research linux statistics compliance campaigns debugging recruiting terraform mobile reliability onboarding forecasting encryption translation pipelines accessibility".split(
    " ",
  );
const PREFIXES =
  "eng dev mana prod desi sal mark cust oper commu plat tech soft rel know resp req ski rese proj qual secu inno perf".split(
    " ",
  );
const MISSPELT =
  "enginer managemnt desinger develoer marketng sofware custmer operatons prodct suport reserch securty qualty buisness experiance comunication tecnology knowlege finace projct platfrm requirments".split(
    " ",
  );
const LEVELS = ["senior", "lead", "junior", "principal"];
const WORKPLACES = ["remote", "hybrid", "onsite"];
const EMPLOYMENT = ["full_time", "full_time", "contractor", "part_time"];
const BROWSED_TAGS = ["management", "marketing", "office", "operations", "css", "analysis", "sales", "aws"];

const PLAIN = { hasFacets: false, sort: "relevance", offset: 0, isAsTyped: false } as const;
const text = (kind: QueryText["kind"], ...words: string[]): BenchQuery => ({ ...PLAIN, text: { kind, words } });
const typed = (query: BenchQuery): BenchQuery => ({ ...query, isAsTyped: true });

const broad = BROAD.map((word) => text("all", word));
const both = BROAD.map((word, i) => text("all", word, NARROWER[(7 * i) % NARROWER.length] ?? ""));
const either = BROAD.map((word, i) => text("any", word, BROAD[(i + 7) % BROAD.length] ?? ""));
const titles = FAMILIES.flatMap(({ titles }, i) =>
  titles
    .slice(0, 2)
    .filter((title) => /^[A-Za-z ]+$/.test(title) && title.includes(" "))
    .map((title) => text("all", ...(i % 3 === 2 ? [] : [LEVELS[i % 4] ?? ""]), ...title.toLowerCase().split(" "))),
);
const browse: readonly BenchQuery[] = Array.from({ length: 20 }, (_, i) => ({
  ...PLAIN,
  sort: "newest",
  filters: {
    workplaceType: WORKPLACES[i % 3] ?? "",
    employmentType: EMPLOYMENT[i % 4] ?? "",
    tag: BROWSED_TAGS[i % 8] ?? "",
  },
}));
const sequences = (length: number) =>
  PHRASES.flatMap((phrase) => {
    const words = phrase.split(" ");
    return words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length));
  });

/** In the order in which they are measured. */
export const CLASSES: readonly QueryClass[] = [
  {
    name: "rare",
    queries: Array.from({ length: 20 }, (_, i) => text("all", syntheticWord(1_500 + 97 * i))),
  },
  { name: "broad", queries: broad, goalMs: 0.1, goalRatio: { than: "sqlite", times: 50 } },
  { name: "and", queries: both, goalMs: 0.3, goalRatio: { than: "sqlite", times: 5 } },
  { name: "or", queries: either, goalMs: 0.6, goalRatio: { than: "sqlite", times: 30 } },
  { name: "title", queries: titles, goalMs: 0.3, goalRatio: { than: "sqlite", times: 15 } },
  {
    name: "facets",
    queries: broad.map((query) => ({ ...query, hasFacets: true })),
    goalMs: 1.5,
    goalRatio: { than: "best", times: 50 },
  },
  { name: "browse", queries: browse },
  {
    name: "browsefacets",
    queries: browse.map((query) => ({ ...query, hasFacets: true })),
    goalMs: 0.6,
    goalRatio: { than: "best", times: 100 },
  },
  { name: "newest", queries: broad.map((query) => ({ ...query, sort: "newest" })), goalMs: 0.1 },
  {
    name: "phrase2",
    queries: sequences(2)
      .slice(0, 30)
      .map((words) => text("phrase", ...words)),
    goalMs: 1,
  },
  {
    name: "phrase3",
    queries: sequences(3)
      .slice(0, 30)
      .map((words) => text("phrase", ...words)),
    goalMs: 1,
  },
  { name: "prefix", queries: PREFIXES.map((word) => text("prefix", word)), goalMs: 1 },
  { name: "typo", queries: MISSPELT.map((word) => text("typo", word)), goalMs: 0.8 },
  { name: "deep", queries: broad.map((query) => ({ ...query, offset: 980 })) },
  { name: "broad-typed", queries: broad.map(typed) },
  { name: "and-typed", queries: both.map(typed) },
  { name: "or-typed", queries: either.map(typed) },
  { name: "title-typed", queries: titles.map(typed) },
];

/** In quotation marks, as our syntax and FTS5's have them: a word is that word alone, with no other form of it. */
export function quoted(kind: "all" | "any" | "phrase", words: readonly string[]): string {
  if (kind === "phrase") return `"${words.join(" ")}"`;
  return words.map((word) => `"${word}"`).join(kind === "any" ? " OR " : " ");
}

export function byFacet<T>(of: (facet: FacetName) => T): Record<FacetName, T> {
  return {
    workplaceType: of("workplaceType"),
    employmentType: of("employmentType"),
    company: of("company"),
    city: of("city"),
    tag: of("tag"),
  };
}
