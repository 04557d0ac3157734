/** Values to filter and count by, as numbers: what engines are given that have no fast facets of their own. */
import type { Card } from "../../../core/listing/view.ts";
import type { Answer, PlainListing } from "../engine.ts";
import {
  type BenchQuery,
  byFacet,
  FACET_SIZE,
  FACETS,
  type FacetName,
  FILTERS,
  type QueryFilters,
} from "../queries.ts";

export class FacetValues {
  readonly #numbers = new Map<string, number>();
  /** By number. */
  readonly all: { readonly facet: FacetName; readonly value: string }[] = [];

  numberOf(facet: FacetName, value: string): number {
    const key = `${facet} ${value}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push({ facet, value }) - 1;
  }

  numbersOf({ values }: PlainListing, facet: FacetName): number[] {
    return values[facet].map((value) => this.numberOf(facet, value));
  }

  allOf(listing: PlainListing): number[] {
    return FACETS.flatMap((facet) => this.numbersOf(listing, facet));
  }

  /** The largest counts of each facet, of counts by number. */
  facets(countsOf: (facet: FacetName) => Uint32Array): NonNullable<Answer["facets"]> {
    return byFacet((facet) => this.#top(facet, countsOf(facet)));
  }

  /** Insertion into a short list: most values are too rare to be compared twice. */
  #top(name: FacetName, counts: Uint32Array): (readonly [value: string, count: number])[] {
    const top: (readonly [string, number])[] = [];
    for (let number = 0; number < counts.length; number++) {
      const count = counts[number] ?? 0;
      if (count === 0 || (top.length === FACET_SIZE && count < (top.at(-1)?.[1] ?? 0))) continue;
      const { facet, value } = this.all[number] ?? { facet: undefined, value: "" };
      if (facet !== name) continue;
      let at = top.length;
      while (at > 0 && comesBefore(value, count, top[at - 1])) at--;
      if (at === FACET_SIZE) continue;
      top.splice(at, 0, [value, count]);
      if (top.length > FACET_SIZE) top.pop();
    }
    return top;
  }
}

function comesBefore(value: string, count: number, other: readonly [string, number] | undefined): boolean {
  return other === undefined || count > other[1] || (count === other[1] && value < other[0]);
}

/** The values of all listings in arrays by listing number, for engines that live in the memory of the program. */
export class FacetColumns {
  readonly #values = new FacetValues();
  readonly #starts: number[] = [0];
  readonly #numbers: number[] = [];
  readonly #ids: string[] = [];
  /** As objects: an engine in the memory of the program has nothing to parse. */
  readonly #cards: Card[] = [];

  /** Numbers are given in turn. */
  append(listing: PlainListing): number {
    this.#numbers.push(...this.#values.allOf(listing));
    this.#starts.push(this.#numbers.length);
    this.#cards.push(listing.card);
    return this.#ids.push(listing.id) - 1;
  }

  /** The answer of these documents, the best first, or all there are in their order. */
  answer(docs: readonly number[], { filters, hasFacets, sort, offset }: BenchQuery, page: number): Answer {
    const wanted = filters === undefined ? [] : this.#wanted(filters);
    const results = wanted.length === 0 ? docs : docs.filter((doc) => this.#failed(doc, wanted) === 0);
    const ordered = sort === "newest" ? this.#newest(results, offset + page) : results;
    const shown = ordered.slice(offset, offset + page);
    const answer = {
      total: results.length,
      ids: shown.map((doc) => this.#ids[doc] ?? ""),
      cards: shown.map((doc) => this.#cards[doc]),
    };
    return hasFacets ? { ...answer, facets: this.#facets(docs, wanted) } : answer;
  }

  #wanted(filters: QueryFilters): { facet: FacetName; number: number }[] {
    return FILTERS.map((facet) => ({ facet, number: this.#values.numberOf(facet, filters[facet]) }));
  }

  /** The filters that a document fails, one bit each. */
  #failed(doc: number, wanted: readonly { number: number }[]): number {
    let failed = (1 << wanted.length) - 1;
    for (let i = this.#starts[doc] ?? 0; i < (this.#starts[doc + 1] ?? 0); i++) {
      for (let filter = 0; filter < wanted.length; filter++) {
        if (wanted[filter]?.number === this.#numbers[i]) failed &= ~(1 << filter);
      }
    }
    return failed;
  }

  /** One pass: a document counts for all facets, for the facet whose filter alone it fails, or for none. */
  #facets(docs: readonly number[], wanted: readonly { facet: FacetName; number: number }[]) {
    const counts = Array.from({ length: wanted.length + 1 }, () => new Uint32Array(this.#values.all.length));
    const [all = new Uint32Array(), ...only] = counts;
    for (const doc of docs) {
      const failed = this.#failed(doc, wanted);
      if ((failed & (failed - 1)) !== 0) continue;
      const tally = failed === 0 ? all : (only[31 - Math.clz32(failed)] ?? all);
      for (let i = this.#starts[doc] ?? 0; i < (this.#starts[doc + 1] ?? 0); i++) {
        const number = this.#numbers[i] ?? 0;
        tally[number] = (tally[number] ?? 0) + 1;
      }
    }
    for (const tally of only) for (let i = 0; i < all.length; i++) tally[i] = (tally[i] ?? 0) + (all[i] ?? 0);
    return this.#values.facets((facet) => only[wanted.findIndex((each) => each.facet === facet)] ?? all);
  }

  /** Numbers grow with the date of posting. */
  #newest(docs: readonly number[], count: number): number[] {
    return Array.from(Uint32Array.from(docs).sort().reverse().subarray(0, count));
  }
}
