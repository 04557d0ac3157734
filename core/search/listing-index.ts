/**
 * All that a search needs of a board's listings, in memory and mutable: filled from a scan, then followed from the log.
 * What it answers depends on the listings alone, not on the order or the history of the changes that made it.
 */
import type { EffectiveState } from "../listing/lifecycle.ts";
import type { ListingRecord } from "../listing/record.ts";
import type { Bitmap } from "./bitmap.ts";
import { Documents } from "./documents.ts";
import { TermWeigher } from "./fields.ts";
import { ListingColumns } from "./listing-columns.ts";
import { Postings } from "./postings.ts";
import { Visibility } from "./visibility.ts";

/** A listing as of a revision; without a record it was deleted. */
export interface ListingChange {
  readonly id: string;
  readonly revision: number;
  readonly record?: ListingRecord;
}

export interface ListingIndexOptions {
  /** Removed documents below which compacting is not worth its pause; default 1,000. */
  readonly compactFrom?: number;
}

/** A removed document costs as much memory as a live one: at most a third of the documents are removed ones. */
const REMOVED_PER_LIVE = 0.5;

export class ListingIndex {
  readonly #compactFrom: number;
  #documents = new Documents();
  #columns = new ListingColumns();
  #postings = new Postings();
  #weigher = new TermWeigher(this.#postings);
  #visibility = new Visibility(this.#documents);
  /** Deleted ids and the revisions that deleted them, as far as the position does not already rule older changes out. */
  readonly #deleted = new Map<string, number>();
  /** Grows with every removal, so that counts made before it are known to be old. */
  #removals = 0;
  #position = 0;

  constructor(options: ListingIndexOptions = {}) {
    this.#compactFrom = options.compactFrom ?? 1_000;
  }

  /** Number of the last log entry that the index reflects. */
  get position(): number {
    return this.#position;
  }

  /** Says that every change up to `position` was applied; from then on those are ignored. Throws if it goes back. */
  set position(position: number) {
    if (position < this.#position) throw new RangeError(`the position ${this.#position} cannot go back to ${position}`);
    this.#position = position;
    for (const [id, revision] of this.#deleted) if (revision <= position) this.#deleted.delete(id);
  }

  /** Listings that are not deleted, whatever their state. */
  get listings(): number {
    return this.#documents.listings;
  }

  get documents(): Documents {
    return this.#documents;
  }

  get columns(): ListingColumns {
    return this.#columns;
  }

  get postings(): Postings {
    return this.#postings;
  }

  /** How many of `listings` hold the term. */
  documentFrequency(term: string): number {
    return this.#postings.liveCount(term, this.#documents.live, this.#removals);
  }

  /** The documents in one of the states at `now`, in milliseconds since 1970. */
  visible(now: number, states: readonly EffectiveState[]): Bitmap {
    return this.#visibility.at(now, states);
  }

  /** Puts or deletes a listing, unless a change of the same or a higher revision was applied before. Says whether it did. */
  apply({ id, revision, record }: ListingChange): boolean {
    const doc = this.#documents.find(id);
    const known = doc === undefined ? this.#deleted.get(id) : this.#documents.revisionOf(doc);
    if (revision <= Math.max(known ?? 0, this.#position)) return false;
    if (doc !== undefined) this.#remove(doc);
    if (record === undefined) {
      this.#deleted.set(id, revision);
    } else {
      this.#deleted.delete(id);
      this.#add(record);
    }
    this.#compactIfWorthwhile();
    return true;
  }

  #add(record: ListingRecord): void {
    const doc = this.#documents.append(record);
    this.#columns.append(record.content);
    this.#weigher.forEachImpact(record.content, (term, impact) => {
      this.#postings.add(term, doc, impact);
    });
    this.#visibility.added(doc);
  }

  #remove(doc: number): void {
    this.#columns.release(doc, this.#documents.isPublished(doc));
    this.#visibility.removed(doc);
    this.#documents.remove(doc);
    this.#removals += 1;
  }

  #compactIfWorthwhile(): void {
    const removed = this.#documents.count - this.#documents.listings;
    if (removed < this.#compactFrom || removed < REMOVED_PER_LIVE * this.#documents.listings) return;
    const { live } = this.#documents;
    const { documents, renumbered } = this.#documents.compacted();
    this.#columns = this.#columns.compacted(live, (doc) => this.#documents.isPublished(doc));
    this.#postings = this.#postings.compacted(live, renumbered);
    this.#weigher = new TermWeigher(this.#postings);
    this.#documents = documents;
    this.#visibility = new Visibility(documents);
  }
}
