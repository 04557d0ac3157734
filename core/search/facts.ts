/**
 * What an index knows of every document beside its terms and values: id, dates, state, card. Numbers of documents: first
 * those of the snapshot, the base, newest first; then, from the next multiple of 32 on, those of the tail in the order in
 * which they came. A listing that changed since the snapshot is masked in the base and new in the tail.
 */
import { STATES, type State } from "../listing/content.ts";
import { ID_BYTES } from "../listing/id.ts";
import { utf8Length } from "../ports.ts";
import { BaseCards, type NextCard, nextCard, writeCardFences, writeCards } from "./base-cards.ts";
import { BaseIds, writeIds } from "./base-ids.ts";
import { Bitmap } from "./bitmap.ts";
import type { DocumentFacts } from "./document-facts.ts";
import { Float64List, Uint32List } from "./growable.ts";
import { merged } from "./merged.ts";
import { packId } from "./packed-id.ts";
import { GONE, type Renumbering } from "./renumbering.ts";
import type { Needs, Sections, SectionWriter } from "./sections.ts";
import { BLOCK_DOCS } from "./terms/list-layout.ts";

const PUBLISHED = STATES.indexOf("published");

export class Facts {
  readonly #base: Sections;
  readonly #postedAt: Float64Array;
  readonly #promotion: Int16Array;
  readonly #state: Uint8Array;
  readonly #pageChanged: Uint32Array;
  readonly #ids: BaseIds;
  readonly #cards: BaseCards;
  /** Documents of the snapshot. */
  readonly baseCount: number;
  /** Number of the tail's first document. */
  readonly tailStart: number;
  readonly #tail: DocumentFacts[] = [];
  readonly #tailPostedAt = new Float64List();
  readonly #tailById = new Map<string, number>();
  /** Documents that are neither replaced nor deleted. */
  readonly live: Bitmap;
  /** Documents of the base that are not live any more, in the order in which they were masked; it only grows. */
  readonly masked = new Uint32List();
  #listings: number;
  #highestPromotions: Int16Array | undefined;
  /** Documents of the tail, the newest first, as far as they were asked for in this order. */
  #tailOrder: readonly number[] = [];

  constructor(base: Sections, baseCount: number) {
    this.#base = base;
    this.baseCount = baseCount;
    this.tailStart = Math.ceil(baseCount / 32) * 32;
    this.#listings = baseCount;
    this.#postedAt = base.f64("facts.posted-at");
    this.#promotion = base.i16("facts.promotion");
    this.#state = base.u8("facts.state");
    this.#pageChanged = base.u32("facts.page-changed");
    this.#ids = new BaseIds(base);
    this.#cards = new BaseCards(base);
    this.live = Bitmap.first(baseCount, this.tailStart);
  }

  /** One above the highest number of a document. */
  get end(): number {
    return this.tailStart + this.#tail.length;
  }

  /** Listings that are not deleted, whatever their state. */
  get listings(): number {
    return this.#listings;
  }

  isBase(doc: number): boolean {
    return doc < this.baseCount;
  }

  /** Ids are needed to apply a change. */
  needIds(needs: Needs): void {
    this.#ids.need(needs);
  }

  /** Dates and promotions of all documents: what scores and sorts read. */
  needRanks(needs: Needs): void {
    needs.add(this.#postedAt).add(this.#promotion);
  }

  needStates(needs: Needs): void {
    needs.add(this.#state);
  }

  /** What `needCards` reads, so that it needs no step of its own. */
  needCardFences(needs: Needs): void {
    this.#cards.needFences(needs);
  }

  needPages(needs: Needs): void {
    needs.add(this.#pageChanged);
  }

  /** What `cardOf` and `idOf` read for these documents, at once. */
  needCards(needs: Needs, docs: readonly number[]): void {
    this.needCardFences(needs);
    needs.settle();
    for (const doc of docs) {
      if (!this.isBase(doc)) continue;
      this.#ids.needIdOf(needs, doc);
      this.#cards.needCard(needs, doc);
    }
  }

  needHashes(needs: Needs): void {
    this.#cards.needHashes(needs);
    this.#ids.needAllIds(needs);
  }

  /** The live document of a listing. `needIds` first. */
  find(id: string): number | undefined {
    const inTail = this.#tailById.get(id);
    if (inTail !== undefined) return inTail;
    const inBase = this.#ids.find(id);
    return inBase !== undefined && this.live.has(inBase) ? inBase : undefined;
  }

  append(facts: DocumentFacts): number {
    const doc = this.end;
    this.#tail.push(facts);
    this.#tailPostedAt.push(facts.postedAt);
    this.#tailById.set(facts.id, doc);
    this.live.add(doc);
    this.#listings++;
    return doc;
  }

  remove(doc: number): void {
    if (!this.live.has(doc)) throw new RangeError(`document ${doc} is not live`);
    if (this.isBase(doc)) this.masked.push(doc);
    else this.#tailById.delete(this.idOf(doc));
    this.live.remove(doc);
    this.#listings--;
  }

  idOf(doc: number): string {
    return this.isBase(doc) ? this.#ids.idOf(doc) : this.#tailOf(doc).id;
  }

  /** Milliseconds since 1970 UTC; a date counts as its midnight. */
  postedAt(doc: number): number {
    return this.isBase(doc) ? (this.#postedAt[doc] ?? 0) : this.#tailPostedAt.at(doc - this.tailStart);
  }

  promotion(doc: number): number {
    return this.isBase(doc) ? (this.#promotion[doc] ?? 0) : this.#tailOf(doc).promotion;
  }

  state(doc: number): State {
    return this.isBase(doc) ? (STATES[this.#state[doc] ?? 0] ?? "draft") : this.#tailOf(doc).state;
  }

  /** Whether the listing's own state is `published`, whatever the clock says. */
  isPublished(doc: number): boolean {
    return this.isBase(doc) ? this.#state[doc] === PUBLISHED : this.#tailOf(doc).state === "published";
  }

  /** Second since 1970 of the last change of a listing with a page of its own, else 0. */
  pageChanged(doc: number): number {
    return this.isBase(doc) ? (this.#pageChanged[doc] ?? 0) : this.#tailOf(doc).pageChanged;
  }

  /** JSON of the card of a result page. */
  cardOf(doc: number): string {
    return this.isBase(doc) ? this.#cards.cardOf(doc) : this.#tailOf(doc).card;
  }

  /** SHA-256 of the listing's content, lower-case hexadecimal. */
  contentHashOf(doc: number): string {
    return this.isBase(doc) ? this.#cards.hashOf(doc) : this.#tailOf(doc).contentHash;
  }

  /** Dates of the base, descending: its documents' order. */
  get basePostedAt(): Float64Array {
    return this.#postedAt;
  }

  /** The order of `newest`, which the base is in: date, then id, both descending. Of documents of the tail it needs ids. */
  isNewer(a: number, b: number): boolean {
    if (this.isBase(a) && this.isBase(b)) return a < b;
    const [postedA, postedB] = [this.postedAt(a), this.postedAt(b)];
    return postedA === postedB ? this.idOf(a) > this.idOf(b) : postedA > postedB;
  }

  /** All documents of the tail, removed ones too, the newest first. Needs ids. */
  tailByDate(): readonly number[] {
    const known = this.#tailOrder.length;
    if (known === this.#tail.length) return this.#tailOrder;
    const added = Array.from({ length: this.#tail.length - known }, (_, i) => this.tailStart + known + i);
    added.sort((a, b) => (this.isNewer(a, b) ? -1 : 1));
    this.#tailOrder = merged(this.#tailOrder, added, (a, b) => this.isNewer(a, b));
    return this.#tailOrder;
  }

  /** The highest promotion in a block of 256 documents of the base. */
  highestPromotion(block: number): number {
    this.#highestPromotions ??= highestOfBlocks(this.#promotion);
    return this.#highestPromotions[block] ?? 0;
  }

  tailFacts(doc: number): DocumentFacts {
    return this.#tailOf(doc);
  }

  /** The order of the next snapshot: newest first, then by id, both descending. Needs ids and ranks. */
  renumbered(): Renumbering {
    const base = this.live.toArray().filter((doc) => this.isBase(doc));
    const tail = this.tailByDate().filter((doc) => this.live.has(doc));
    const from = Uint32Array.from(merged(base, tail, (a, b) => this.isNewer(a, b)));
    const to = new Uint32Array(this.end).fill(GONE);
    for (let i = 0; i < from.length; i++) to[from[i] ?? 0] = i;
    return { count: from.length, from, to };
  }

  /** What `write` copies from the base, whole. */
  needAll(needs: Needs): void {
    this.needIds(needs);
    this.needRanks(needs);
    this.needStates(needs);
    this.needPages(needs);
    this.#cards.needAll(needs);
  }

  writeCardFences({ count, from }: Renumbering, out: SectionWriter): void {
    const lengthAt = (i: number) => {
      const doc = from[i] ?? 0;
      return this.isBase(doc) ? this.#cards.bytesOf(doc).length : utf8Length(this.cardOf(doc));
    };
    writeCardFences(count, lengthAt, out);
  }

  /** The sections that a first answer reads. */
  writeRanks({ count, from }: Renumbering, out: SectionWriter): void {
    const published = new Bitmap(count);
    const [postedAt, promotion] = [new Float64Array(count), new Int16Array(count)];
    for (let i = 0; i < count; i++) {
      const doc = from[i] ?? 0;
      postedAt[i] = this.postedAt(doc);
      promotion[i] = this.promotion(doc);
      if (this.isPublished(doc)) published.add(i);
    }
    out.add("facts.published", published.words);
    out.add("facts.posted-at", postedAt);
    out.add("facts.promotion", promotion);
  }

  writeIds({ count, from }: Renumbering, out: SectionWriter): void {
    const state = new Uint8Array(count);
    const pageChanged = new Uint32Array(count);
    const ids = new Uint8Array(count * ID_BYTES);
    for (let i = 0; i < count; i++) {
      const doc = from[i] ?? 0;
      state[i] = STATES.indexOf(this.state(doc));
      pageChanged[i] = this.pageChanged(doc);
      if (this.isBase(doc)) this.#ids.copyTo(ids, i, doc);
      else packId(this.idOf(doc), ids, i);
    }
    writeIds(ids, out);
    out.add("facts.state", state);
    out.add("facts.page-changed", pageChanged);
  }

  writeCards({ count, from }: Renumbering, out: SectionWriter): void {
    const added = new Map<number, NextCard>();
    for (let i = 0; i < count; i++) {
      const doc = from[i] ?? 0;
      if (!this.isBase(doc)) added.set(doc, nextCard(this.cardOf(doc), this.contentHashOf(doc)));
    }
    const cards = this.#cards;
    const cardAt = (i: number) => {
      const doc = from[i] ?? 0;
      return added.get(doc) ?? { card: cards.bytesOf(doc), hash: cards.hashBytesOf(doc) };
    };
    writeCards(count, cardAt, out);
  }

  /** The base itself, for parts that keep sections of their own. */
  get base(): Sections {
    return this.#base;
  }

  #tailOf(doc: number): DocumentFacts {
    const facts = this.#tail[doc - this.tailStart];
    if (facts === undefined) throw new RangeError(`there is no document ${doc}`);
    return facts;
  }
}

function highestOfBlocks(values: Int16Array): Int16Array {
  const highest = new Int16Array(Math.ceil(values.length / BLOCK_DOCS)).fill(-0x8000);
  for (let i = 0; i < values.length; i++) {
    const block = Math.floor(i / BLOCK_DOCS);
    highest[block] = Math.max(highest[block] ?? 0, values[i] ?? 0);
  }
  return highest;
}
