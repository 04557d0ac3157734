/**
 * How many listings write a value one way or another, as they are now: what the snapshot counted, without the listings
 * that changed since, and with those of the tail. The commonest spelling depends on the listings alone, whatever the clock
 * says, and a draft does not show through.
 */
import { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import type { Needs, Ordinals } from "../sections.ts";
import type { Spellings } from "./spellings.ts";

/** Calls back with every spelling of a document, each once. */
export type VisitSpellings = (doc: number, visit: (spelling: number) => void) => void;

/** How often spellings of the base were used by listings that are masked now. */
type MaskedCounts = (spelling: number) => { readonly listings: number; readonly published: number };

const NONE = { listings: 0, published: 0 };

export class UseCounts {
  readonly #facts: Facts;
  readonly #spellings: Spellings;
  readonly #listings: Ordinals;
  readonly #published: Ordinals;
  readonly #masked: MaskedCounts;
  readonly #visitTail: VisitSpellings;
  /** Documents of the tail that are in the two counts below. */
  readonly #counted = new Bitmap();
  #tailListings = new Int32Array(16);
  #tailPublished = new Int32Array(16);

  constructor(name: string, facts: Facts, spellings: Spellings, masked: MaskedCounts, visit: VisitSpellings) {
    this.#facts = facts;
    this.#spellings = spellings;
    this.#listings = facts.base.ordinals(`${name}.listings`);
    this.#published = facts.base.ordinals(`${name}.published`);
    this.#masked = masked;
    this.#visitTail = visit;
  }

  need(needs: Needs): void {
    needs.add(this.#listings).add(this.#published);
    this.#spellings.needOrder(needs);
    if (this.#facts.masked.length > 0) this.#facts.needStates(needs);
  }

  /** The spelling of a key that most published listings use, of equally common ones the first by UTF-16 units. */
  commonest(key: number): number {
    const { from, to } = this.#spellings.baseRange(key);
    const added = this.#spellings.newSpellingsOf(key);
    if (to - from === 1 && added.length === 0) return from;
    if (to === from && added.length === 1) return added[0] ?? 0;
    this.#refresh();
    let best = { spelling: 0, published: -1 };
    for (let spelling = from; spelling < to; spelling++) best = this.#better(best, spelling);
    for (const spelling of added) best = this.#better(best, spelling);
    return best.spelling;
  }

  #better(best: { spelling: number; published: number }, spelling: number): typeof best {
    const masked = spelling < this.#spellings.baseCount ? this.#masked(spelling) : NONE;
    const listings = (this.#listings[spelling] ?? 0) - masked.listings + (this.#tailListings[spelling] ?? 0);
    const published = (this.#published[spelling] ?? 0) - masked.published + (this.#tailPublished[spelling] ?? 0);
    if (listings === 0 || published < best.published) return best;
    const isFirst = published > best.published || this.#spellings.isBefore(spelling, best.spelling);
    return isFirst ? { spelling, published } : best;
  }

  /** Counts documents of the tail in that came, and out that were replaced, since the last time. */
  #refresh(): void {
    const { tailStart, end, live } = this.#facts;
    if (this.#spellings.count > this.#tailListings.length) this.#grow();
    for (let word = tailStart >>> 5; word << 5 < end; word++) {
      const at = word - (tailStart >>> 5);
      let changed = (live.words[word] ?? 0) ^ (this.#counted.words[at] ?? 0);
      for (; changed !== 0; changed &= changed - 1) this.#toggle((word << 5) + 31 - Math.clz32(changed & -changed));
    }
  }

  #toggle(doc: number): void {
    const at = doc - this.#facts.tailStart;
    const by = this.#counted.has(at) ? -1 : 1;
    const ifPublished = this.#facts.isPublished(doc) ? by : 0;
    this.#visitTail(doc, (spelling) => {
      this.#tailListings[spelling] = (this.#tailListings[spelling] ?? 0) + by;
      this.#tailPublished[spelling] = (this.#tailPublished[spelling] ?? 0) + ifPublished;
    });
    if (by === 1) this.#counted.add(at);
    else this.#counted.remove(at);
  }

  #grow(): void {
    const size = 2 * this.#spellings.count;
    const [listings, published] = [new Int32Array(size), new Int32Array(size)];
    listings.set(this.#tailListings);
    published.set(this.#tailPublished);
    [this.#tailListings, this.#tailPublished] = [listings, published];
  }
}
