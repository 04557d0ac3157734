/**
 * All that a search needs of a board's listings: a snapshot, which never changes, and what has changed since, in memory. What
 * it answers depends on the listings alone, not on how they came in: by a snapshot, a scan, or the log.
 */
import type { EffectiveState } from "../listing/lifecycle.ts";
import type { ListingRecord } from "../listing/record.ts";
import type { Bitmap } from "./bitmap.ts";
import { documentFactsOf } from "./document-facts.ts";
import { Facts } from "./facts.ts";
import type { Scope } from "./query/query.ts";
import { NO_SECTIONS, type Sections, type SectionWriter } from "./sections.ts";
import { mergeTerms } from "./terms/merge.ts";
import { TermIndex } from "./terms/term-index.ts";
import { columnValuesOf } from "./values/column-values.ts";
import { ListingColumns } from "./values/listing-columns.ts";
import { Visibility } from "./visibility.ts";

/** A listing as of a revision; without a record it was deleted. */
export interface ListingChange {
  readonly id: string;
  readonly revision: number;
  readonly record?: ListingRecord;
}

/** An opened snapshot. */
export interface BaseSnapshot {
  readonly sections: Sections;
  readonly listings: number;
  /** Number of the last log entry that it reflects. */
  readonly position: number;
}

const EMPTY: BaseSnapshot = { sections: NO_SECTIONS, listings: 0, position: 0 };

export class ListingIndex {
  readonly facts: Facts;
  readonly values: ListingColumns;
  readonly terms: TermIndex;
  readonly #visibility: Visibility;
  readonly #base: BaseSnapshot;
  /** Revisions of the listings changed since the snapshot, deleted ones too. */
  readonly #revisions = new Map<string, number>();
  #position: number;
  #changes = 0;
  #changedBytes = 0;

  constructor(base: BaseSnapshot = EMPTY) {
    this.#base = base;
    this.#position = base.position;
    this.facts = new Facts(base.sections, base.listings);
    this.values = new ListingColumns(this.facts);
    this.terms = new TermIndex(this.facts);
    this.#visibility = new Visibility(this.facts);
  }

  /** Number of the last log entry that the index reflects. */
  get position(): number {
    return this.#position;
  }

  /** Says that every change up to `position` was applied; from then on those are ignored. Throws if it goes back. */
  set position(position: number) {
    if (position < this.#position) throw new RangeError(`the position ${this.#position} cannot go back to ${position}`);
    this.#position = position;
  }

  get basePosition(): number {
    return this.#base.position;
  }

  /** Changes applied since the snapshot. */
  get changes(): number {
    return this.#changes;
  }

  /** About what they take in the log, in bytes of JSON. */
  get changedBytes(): number {
    return this.#changedBytes;
  }

  /** Listings that are not deleted, whatever their state. */
  get listings(): number {
    return this.facts.listings;
  }

  /** How many of `listings` hold the term, in the scope if one is given. */
  documentFrequency(term: string, scope?: Scope): number {
    return this.terms.documentFrequency(term, scope);
  }

  /** The documents in one of the states at `now`, in milliseconds since 1970. Not to be changed or kept. */
  visible(now: number, states: readonly EffectiveState[]): Bitmap {
    return this.#visibility.at(now, states);
  }

  get visibility(): Visibility {
    return this.#visibility;
  }

  /** What applying a change reads. @throws NotLoaded */
  needToApply(): void {
    const needs = this.#base.sections.needs();
    this.facts.needIds(needs);
    needs.settle();
  }

  /**
   * Puts or deletes a listing, unless a change of the same or a higher revision was applied before. Says whether it did.
   * Throws whatever reading the record throws, and then is as it was before. `needToApply` first.
   */
  apply({ id, revision, record }: ListingChange): boolean {
    if (revision <= Math.max(this.#revisions.get(id) ?? 0, this.#position)) return false;
    // Everything that can throw comes first, so that the parts never get out of step.
    const entry = record === undefined ? undefined : this.#entryOf(record);
    const before = this.facts.find(id);
    if (before !== undefined) {
      this.#visibility.removed(before);
      this.facts.remove(before);
    }
    this.#revisions.set(id, revision);
    this.#changes++;
    if (entry === undefined) return true;
    const doc = this.facts.append(entry.facts);
    this.values.append(entry.values);
    this.terms.append(doc, entry.terms);
    this.#visibility.added(doc);
    this.#changedBytes += entry.bytes;
    return true;
  }

  #entryOf(record: ListingRecord) {
    const facts = documentFactsOf(record);
    const terms = this.terms.cut(record.content);
    const values = columnValuesOf(record, this.terms.textOf(terms));
    return { facts, values, terms, bytes: bytesOf(record, facts.card) };
  }

  /** What `write` reads: everything. @throws NotLoaded */
  needToWrite(): void {
    const needs = this.#base.sections.needs();
    this.facts.needAll(needs);
    this.#visibility.need(needs);
    this.terms.base.needAll(needs);
    this.values.needToWrite(needs);
    needs.settle();
  }

  /**
   * The sections of the next snapshot, in the order in which a cold function needs them: equal bytes for equal listings.
   * `needToWrite` first, and no change while it runs. `pause` lets others work in between.
   */
  async write(out: SectionWriter, pause: () => Promise<void>): Promise<void> {
    const renumbering = this.facts.renumbered();
    const terms = await mergeTerms(this.terms, this.facts.tailStart, renumbering, pause);
    terms.writeDirectory(out);
    this.facts.writeCardFences(renumbering, out);
    this.facts.writeRanks(renumbering, out);
    this.#visibility.write(renumbering, out);
    this.facts.writeIds(renumbering, out);
    await pause();
    await this.values.write(renumbering, out, pause);
    await pause();
    terms.writeLists(out);
    await pause();
    this.facts.writeCards(renumbering, out);
    await pause();
    terms.writePositions(out);
  }

  /** @throws NotLoaded */
  needHashes(): void {
    const needs = this.#base.sections.needs();
    this.facts.needHashes(needs);
    needs.settle();
  }

  /** Id and content hash of every listing. `needHashes` first. */
  *contentHashes(): Generator<readonly [id: string, hash: string]> {
    for (const doc of this.facts.live.toArray()) yield [this.facts.idOf(doc), this.facts.contentHashOf(doc)];
  }
}

/** The description is most of a listing; the card is most of the rest. */
function bytesOf({ content }: ListingRecord, card: string): number {
  return card.length + (content.description?.value.length ?? 0);
}
