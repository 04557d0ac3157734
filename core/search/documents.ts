/** What an index keeps of every document beside its terms and values. A replaced listing is a new document. */
import type { State } from "../listing/content.ts";
import type { EffectiveState } from "../listing/lifecycle.ts";
import type { ListingRecord } from "../listing/record.ts";
import { dateMs, instantMs } from "../listing/time.ts";
import { type Card, cardOf, datePostedOf } from "../listing/view.ts";
import { Bitmap } from "./bitmap.ts";
import { Float64List } from "./growable.ts";

export interface Document {
  readonly id: string;
  readonly revision: number;
  readonly card: Card;
  readonly state: State;
  readonly promotion: number;
  readonly postedAt: number;
  readonly visibleFrom: number;
  readonly visibleUntil: number;
}

export class Documents {
  readonly #ids: string[] = [];
  readonly #cards: (Card | undefined)[] = [];
  readonly #states: State[] = [];
  readonly #revisions = new Float64List();
  readonly #promotions = new Float64List();
  readonly #postedAt = new Float64List();
  readonly #visibleFrom = new Float64List();
  readonly #visibleUntil = new Float64List();
  readonly #byId = new Map<string, number>();
  /** Documents that are neither replaced nor deleted. */
  readonly live = new Bitmap();

  /** Documents so far, also removed ones: the next document's number. */
  get count(): number {
    return this.#ids.length;
  }

  /** Documents that are live. */
  get listings(): number {
    return this.#byId.size;
  }

  append({ id, revision, card, ...facts }: Document): number {
    const doc = this.count;
    this.#ids.push(id);
    this.#cards.push(card);
    this.#states.push(facts.state);
    this.#revisions.push(revision);
    this.#promotions.push(facts.promotion);
    this.#postedAt.push(facts.postedAt);
    this.#visibleFrom.push(facts.visibleFrom);
    this.#visibleUntil.push(facts.visibleUntil);
    this.#byId.set(id, doc);
    this.live.add(doc);
    return doc;
  }

  remove(doc: number): void {
    this.#byId.delete(this.idOf(doc));
    this.#cards[doc] = undefined;
    this.live.remove(doc);
  }

  find(id: string): number | undefined {
    return this.#byId.get(id);
  }

  idOf(doc: number): string {
    return this.#ids[doc] ?? "";
  }

  /** Of a live document. */
  cardOf(doc: number): Card {
    const card = this.#cards[doc];
    if (card === undefined) throw new RangeError(`document ${doc} is not live`);
    return card;
  }

  revisionOf(doc: number): number {
    return this.#revisions.at(doc);
  }

  isPublished(doc: number): boolean {
    return this.#states[doc] === "published";
  }

  get promotions(): Float64Array {
    return this.#promotions.values;
  }

  /** Milliseconds since 1970 UTC; a date counts as its midnight. */
  get postedAt(): Float64Array {
    return this.#postedAt.values;
  }

  get visibleFrom(): Float64Array {
    return this.#visibleFrom.values;
  }

  /** Exclusive. */
  get visibleUntil(): Float64Array {
    return this.#visibleUntil.values;
  }

  /** `effectiveState` of `core/listing/lifecycle.ts`, from the columns. */
  stateAt(doc: number, now: number): EffectiveState {
    const state = this.#states[doc] ?? "draft";
    if (state !== "published") return state;
    if (now < this.#visibleFrom.at(doc)) return "scheduled";
    return now >= this.#visibleUntil.at(doc) ? "expired" : "published";
  }

  /** The live documents in their order, and the new number of each old one. */
  compacted(): { documents: Documents; renumbered: Uint32Array } {
    const documents = new Documents();
    const renumbered = new Uint32Array(this.count);
    this.live.forEach((doc) => {
      renumbered[doc] = documents.append({
        id: this.idOf(doc),
        revision: this.#revisions.at(doc),
        card: this.cardOf(doc),
        state: this.#states[doc] ?? "draft",
        promotion: this.#promotions.at(doc),
        postedAt: this.#postedAt.at(doc),
        visibleFrom: this.#visibleFrom.at(doc),
        visibleUntil: this.#visibleUntil.at(doc),
      });
    });
    return { documents, renumbered };
  }
}

/** Throws whatever reading the listing throws; what it returns can be appended. */
export function documentOf(record: ListingRecord): Document {
  return {
    id: record.id,
    revision: record.revision,
    card: cardOf(record),
    state: record.content.state,
    promotion: record.content.promotion,
    postedAt: postedMs(record),
    visibleFrom: record.visibleFrom ?? Number.NEGATIVE_INFINITY,
    visibleUntil: record.visibleUntil ?? Number.POSITIVE_INFINITY,
  };
}

function postedMs(record: ListingRecord): number {
  const text = datePostedOf(record);
  return dateMs(text) ?? instantMs(text) ?? record.createdAt;
}
