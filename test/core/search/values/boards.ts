/** Boards of listings with few different values, so that everything collides, in an index with a snapshot and a tail. */
import fc from "fast-check";
import type { ListingRecord } from "../../../../core/listing/record.ts";
import { documentFactsOf } from "../../../../core/search/document-facts.ts";
import { Facts } from "../../../../core/search/facts.ts";
import { type SearchRequest, VALUE_FILTERS } from "../../../../core/search/request.ts";
import { NO_SECTIONS, type Sections } from "../../../../core/search/sections.ts";
import { columnValuesOf } from "../../../../core/search/values/column-values.ts";
import { ListingColumns, type ValuesIndex } from "../../../../core/search/values/listing-columns.ts";
import { defined, maybe, some } from "../arbitrary-parts.ts";
import { MemorySections, WrittenSections } from "../memory-sections.ts";
import { DAY, idOf, NOW, type RecordFields, recordOf, requestOf } from "../records.ts";

/** The columns with the facts that they need, and the records that are in it, as a scan would find them. */
export class Board {
  #index: ValuesIndex = open(NO_SECTIONS, 0);
  readonly #records = new Map<string, ListingRecord>();

  get index(): ValuesIndex {
    return this.#index;
  }

  get records(): ListingRecord[] {
    return [...this.#records.values()];
  }

  put(record: ListingRecord): void {
    this.delete(record.id);
    this.#records.set(record.id, record);
    this.#index.facts.append(documentFactsOf(record));
    this.#index.values.append(columnValuesOf(record));
  }

  delete(id: string): void {
    const doc = this.#index.facts.find(id);
    if (doc !== undefined) this.#index.facts.remove(doc);
    this.#records.delete(id);
  }

  async written(): Promise<WrittenSections> {
    const out = new WrittenSections();
    const renumbering = this.#index.facts.renumbered();
    this.#index.facts.writeRanks(renumbering, out);
    this.#index.facts.writeIds(renumbering, out);
    await this.#index.values.write(renumbering, out, async () => undefined);
    return out;
  }

  /** The next snapshot in place of the one before and the tail. Returns its sections. */
  async publish(isCold = false): Promise<MemorySections> {
    const sections = new MemorySections(await this.written(), isCold);
    this.#index = open(sections, this.#records.size);
    return sections;
  }

  docOf(id: string): number {
    return this.#index.facts.find(id) ?? Number.NaN;
  }

  idsOf(docs: Iterable<number>): string[] {
    return Array.from(docs, (doc) => this.#index.facts.idOf(doc)).sort();
  }
}

function open(sections: Sections, listings: number): ValuesIndex {
  const facts = new Facts(sections, listings);
  return { facts, values: new ListingColumns(facts) };
}

export function boardOf(...fields: readonly RecordFields[]): Board {
  const board = new Board();
  for (const [number, each] of fields.entries()) board.put(recordOf(number, each));
  return board;
}

/** A change of a listing, without fields its deletion; or a snapshot of all before it. */
export type Step = { readonly number: number; readonly fields?: RecordFields } | "publish";

export async function boardAfter(steps: readonly Step[]): Promise<Board> {
  const board = new Board();
  for (const step of steps) {
    if (step === "publish") await board.publish();
    else if (step.fields === undefined) board.delete(idOf(step.number));
    else board.put(recordOf(step.number, step.fields));
  }
  return board;
}

const TAGS = ["React", "react", "REACT", "c++", "C#", "Go", "Über", "uber"];
const place = fc
  .record({
    country: maybe(fc.constantFrom("DE", "CH", "BR")),
    region: maybe(fc.constantFrom("Bavaria", "bavaria")),
    city: maybe(fc.constantFrom("Zürich", "Zurich", "ZÜRICH", "Berlin", "São Paulo")),
    raw: maybe(fc.constantFrom("Remote", "REMOTE", "")),
    point: maybe(fc.constantFrom({ lat: 47.37, lng: 8.54 }, { lat: 47.4, lng: 8.5 }, { lat: -23.5, lng: 179.99 })),
  })
  .map(({ point, ...rest }) => defined({ ...rest, ...point }));
const pay = fc
  .record({
    currency: maybe(fc.constantFrom("EUR", "USD")),
    min: maybe(fc.constantFrom("0", "20", "50000", "90000.5")),
    max: maybe(fc.constantFrom("90001", "120000", "1500000")),
    unit: maybe(fc.constantFrom("hour" as const, "month" as const, "year" as const)),
  })
  .map(defined);

const fields: fc.Arbitrary<RecordFields> = fc
  .record({
    title: maybe(fc.constantFrom("Engineer", "ENGINEER", "Designer")),
    company: maybe(fc.constantFrom("Acme", "ACME", "acme", "Ünïcorp").map((name) => ({ name }))),
    description: maybe(
      fc.constantFrom(
        { format: "text" as const, value: "We build" },
        { format: "html" as const, value: "<p>&nbsp;</p>" },
        { format: "markdown" as const, value: " \n" },
      ),
    ),
    summary: maybe(fc.constantFrom("We build tools", "We build good tools", "Nothing like it at all")),
    locations: fc.array(place, { maxLength: 3 }),
    applicantLocations: fc.array(
      fc.constantFrom(
        { type: "country" as const, name: "Germany", code: "DE" },
        { type: "state" as const, name: "California", code: "US-CA" },
        { type: "city" as const, name: "Berlin" },
      ),
      { maxLength: 2 },
    ),
    workplaceType: maybe(fc.constantFrom("onsite" as const, "remote" as const)),
    employmentTypes: fc.uniqueArray(fc.constantFrom("full_time" as const, "intern" as const)),
    seniority: maybe(fc.constantFrom("senior" as const, "lead" as const)),
    category: maybe(fc.constantFrom("IT", "it", "Sales")),
    language: maybe(fc.constantFrom("en", "en-GB", "EN-gb", "de")),
    requisitionId: maybe(fc.constantFrom("R1", "R2")),
    tags: some(TAGS),
    skills: some(TAGS),
    compensation: fc.array(pay, { maxLength: 2 }),
    source: maybe(fc.constantFrom("feed", "hub").map((name) => ({ name, externalId: "1" }))),
    state: fc.constantFrom("published" as const, "published" as const, "draft" as const),
    datePosted: fc.constantFrom("2026-01-15", "2026-01-14T12:00:00Z", "2026-01-08T11:59:59Z", "2025-06-01"),
    attributes: maybe(fc.record({ visa: some(["Yes", "yes", "no"]), visa2: maybe(some(["A:b", "a:B"])) }).map(defined)),
    numbers: maybe(fc.constantFrom({ years: "3" }, { years: "5.5", level: "-1" }, { level: "0" })),
  })
  .map(defined);

/** Histories of few listings with snapshots in between. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ number: fc.nat({ max: 9 }), fields }) },
    { weight: 1, arbitrary: fc.record({ number: fc.nat({ max: 9 }) }) },
    { weight: 1, arbitrary: fc.constant("publish" as const) },
  ),
  { maxLength: 24 },
);

const few = <T>(from: readonly T[]) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(from, 2) });
const often = <T>(from: readonly T[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some(from, 2) });
const rarely = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });

const values = fc.record({
  workplaceType: few(["onsite", "REMOTE"]),
  employmentType: few(["full_time", "intern", "other"]),
  company: few(["acme", "unicorp"]),
  country: often(["de", "CH"]),
  region: often(["BAVARIA"]),
  city: often(["zurich", "BERLIN", "nowhere"]),
  tag: few(TAGS),
  skill: few(TAGS),
  seniority: few(["senior"]),
  category: few(["it"]),
  language: few(["en", "EN-GB"]),
  source: few(["HUB"]),
  jsonld: few(["valid", "invalid"]),
});

const filters = fc
  .record({
    tagAll: few(TAGS),
    skillAll: few(TAGS),
    applicantCountry: few(["de", "US", "berlin"]),
    salary: rarely(
      fc
        .record({
          min: maybe(fc.constantFrom(0, 90_000, 90_001)),
          max: maybe(fc.constantFrom(41_600, 50_000)),
          includesUnknown: fc.boolean(),
        })
        .map(defined),
    ),
    radiusKm: rarely(fc.constantFrom(1, 5, 20_000)),
    postedWithinMs: rarely(fc.constantFrom(DAY, 7 * DAY)),
    postedAfter: rarely(fc.constant(NOW - DAY)),
    attributes: few([
      { key: "visa", value: "YES" },
      { key: "visa", value: "no" },
      { key: "visa2", value: "a:b" },
    ]),
    numbers: few([
      { key: "years", min: 3, max: 5 },
      { key: "years", min: 5.5 },
      { key: "level", max: -1 },
    ]),
    ids: few([0, 1, 2, 3].map(idOf)),
    excludeIds: few([0, 1, 2, 20].map(idOf)),
  })
  .map(defined);

const facetNames = [
  ...VALUE_FILTERS,
  "salary",
  "posted",
  "attribute.visa",
  "attribute.visa2",
  "attribute.vis",
] as const;

export const request: fc.Arbitrary<SearchRequest> = fc
  .record({
    values,
    filters,
    currency: fc.constantFrom("EUR", "USD"),
    near: fc.constantFrom({ lat: 47.37, lng: 8.54 }, { lat: -23.5, lng: -179.99 }),
    facets: fc.uniqueArray(fc.record({ name: fc.constantFrom(...facetNames), size: fc.constantFrom(1, 2, 100) }), {
      selector: ({ name }) => name,
      maxLength: 6,
    }),
  })
  .map(requestOf);
