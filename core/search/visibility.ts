/**
 * Which documents are in a state at an instant. The set of published ones is kept until the clock crosses the next
 * `visibleFrom` or `visibleUntil` among them, and follows every change of the index in between.
 */
import type { EffectiveState } from "../listing/lifecycle.ts";
import { Bitmap } from "./bitmap.ts";
import type { Documents } from "./documents.ts";

export class Visibility {
  readonly #documents: Documents;
  #published = new Bitmap();
  /** The set holds for `#from` ≤ now < `#until`, and `#at` lies between; at first it holds for no instant. */
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #at: number | undefined;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** Not to be changed by the caller, and not to be kept across a change of the index. */
  at(now: number, states: readonly EffectiveState[]): Bitmap {
    if (states.length === 1 && states[0] === "published") return this.#publishedAt(now);
    return this.#documents.live.filter((doc) => states.includes(this.#documents.stateAt(doc, now)));
  }

  added(doc: number): void {
    if (this.#at !== undefined) this.#place(doc, this.#at);
  }

  removed(doc: number): void {
    this.#published.remove(doc);
  }

  #publishedAt(now: number): Bitmap {
    this.#at = now;
    if (now >= this.#from && now < this.#until) return this.#published;
    this.#published = new Bitmap(this.#documents.count);
    this.#from = Number.NEGATIVE_INFINITY;
    this.#until = Number.POSITIVE_INFINITY;
    this.#documents.live.forEach((doc) => {
      this.#place(doc, now);
    });
    return this.#published;
  }

  /** Narrows the interval around `now` to where the document does not change. */
  #place(doc: number, now: number): void {
    if (!this.#documents.isPublished(doc)) return;
    const from = this.#documents.visibleFrom[doc] ?? Number.NEGATIVE_INFINITY;
    const until = this.#documents.visibleUntil[doc] ?? Number.POSITIVE_INFINITY;
    for (const boundary of [from, until]) {
      if (boundary <= now) this.#from = Math.max(this.#from, boundary);
      else this.#until = Math.min(this.#until, boundary);
    }
    if (from <= now && now < until) this.#published.add(doc);
  }
}
