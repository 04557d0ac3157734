/**
 * All that a search needs of a board's listings, in memory and mutable: filled from a scan, then followed from the log.
 * What it answers depends on the listings alone, not on the order or the history of the changes that made it.
 */
import type { EffectiveState } from "../listing/lifecycle.ts";
import type { ListingRecord } from "../listing/record.ts";
import type { Bitmap } from "./bitmap.ts";
import { type Document, Documents, documentOf } from "./documents.ts";
import { TermWeigher } from "./fields.ts";
import { Uint32List } from "./growable.ts";
import { type ColumnValues, columnValuesOf, ListingColumns } from "./listing-columns.ts";
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

/** A listing as the parts of the index take it. */
interface Entry {
  readonly document: Document;
  readonly values: ColumnValues;
  /** Number of a term and its impact, in turn: two arrays less for every listing. */
  readonly postings: readonly number[];
}

export class ListingIndex {
  readonly #compactFrom: number;
  #documents = new Documents();
  #columns = new ListingColumns();
  #postings = new Postings();
  #weigher = new TermWeigher(this.#postings);
  #visibility = new Visibility(this.#documents);
  /** Deleted ids and the revisions that deleted them, as far as the position does not already rule older changes out. */
  readonly #deleted = new Map<string, number>();
  /** Removed documents in the order of their removal, until the index is compacted. */
  #removed = new Uint32List();
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
    return this.#postings.liveCount(term, this.#removed);
  }

  /** The documents in one of the states at `now`, in milliseconds since 1970. */
  visible(now: number, states: readonly EffectiveState[]): Bitmap {
    return this.#visibility.at(now, states);
  }

  /**
   * Puts or deletes a listing, unless a change of the same or a higher revision was applied before. Says whether it did.
   * Throws whatever reading the record throws, and then is as it was before.
   */
  apply({ id, revision, record }: ListingChange): boolean {
    const doc = this.#documents.find(id);
    const known = doc === undefined ? this.#deleted.get(id) : this.#documents.revisionOf(doc);
    if (revision <= Math.max(known ?? 0, this.#position)) return false;
    const entry = record === undefined ? undefined : this.#entryOf(record);
    if (doc !== undefined) this.#remove(doc);
    if (entry === undefined) {
      this.#deleted.set(id, revision);
    } else {
      this.#deleted.delete(id);
      this.#add(entry);
    }
    this.#compactIfWorthwhile();
    return true;
  }

  /** Everything that can throw, so that documents, columns and postings never get out of step. */
  #entryOf(record: ListingRecord): Entry {
    const postings: number[] = [];
    this.#weigher.forEachImpact(record.content, (term, impact) => postings.push(term, impact));
    return { document: documentOf(record), values: columnValuesOf(record.content), postings };
  }

  #add({ document, values, postings }: Entry): void {
    const doc = this.#documents.append(document);
    this.#columns.append(values);
    for (let i = 0; i < postings.length; i += 2) this.#postings.add(postings[i] ?? 0, doc, postings[i + 1] ?? 0);
    this.#visibility.added(doc);
  }

  #remove(doc: number): void {
    this.#columns.release(doc, this.#documents.isPublished(doc));
    this.#visibility.removed(doc);
    this.#documents.remove(doc);
    this.#removed.push(doc);
  }

  #compactIfWorthwhile(): void {
    const removed = this.#documents.count - this.#documents.listings;
    if (removed < this.#compactFrom || removed < REMOVED_PER_LIVE * this.#documents.listings) return;
    const { live } = this.#documents;
    const { documents, renumbered } = this.#documents.compacted();
    this.#columns = this.#columns.compacted(live, (doc) => this.#documents.isPublished(doc));
    this.#postings = this.#postings.compacted(live, renumbered);
    this.#removed = new Uint32List();
    this.#weigher = new TermWeigher(this.#postings);
    this.#documents = documents;
    this.#visibility = new Visibility(documents);
  }
}
