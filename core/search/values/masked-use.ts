/** How often each spelling of the snapshot was used by listings that changed since; counted on as more of them change. */
import type { Facts } from "../facts.ts";
import type { VisitSpellings } from "./use-counts.ts";

export class MaskedUse {
  readonly #facts: Facts;
  readonly #visit: VisitSpellings;
  #seen = 0;
  #listings = new Uint32Array();
  #published = new Uint32Array();

  constructor(facts: Facts, visit: VisitSpellings) {
    this.#facts = facts;
    this.#visit = visit;
  }

  /** Listings by spelling, of `count` spellings of the base. */
  of(spelling: number, count: number): { readonly listings: number; readonly published: number } {
    this.#refresh(count);
    return { listings: this.#listings[spelling] ?? 0, published: this.#published[spelling] ?? 0 };
  }

  #refresh(count: number): void {
    const { masked } = this.#facts;
    if (this.#seen === masked.length) return;
    if (this.#listings.length < count) {
      this.#listings = new Uint32Array(count);
      this.#published = new Uint32Array(count);
    }
    for (; this.#seen < masked.length; this.#seen++) {
      const doc = masked.at(this.#seen);
      const ifPublished = this.#facts.isPublished(doc) ? 1 : 0;
      this.#visit(doc, (spelling) => {
        this.#listings[spelling] = (this.#listings[spelling] ?? 0) + 1;
        this.#published[spelling] = (this.#published[spelling] ?? 0) + ifPublished;
      });
    }
  }
}
