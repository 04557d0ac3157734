/** What an index keeps of one listing beside its terms and values. */

import { canonicalJson } from "../listing/canonical.ts";
import type { State } from "../listing/content.ts";
import type { ListingRecord } from "../listing/record.ts";
import { dateMs, instantMs } from "../listing/time.ts";
import { type Card, cardOf, datePostedOf } from "../listing/view.ts";

export interface DocumentFacts {
  readonly id: string;
  /** JSON of the card: the same text whatever store the listing came from. */
  readonly card: string;
  readonly contentHash: string;
  readonly state: State;
  readonly promotion: number;
  /** Milliseconds since 1970 UTC. */
  readonly postedAt: number;
  /** First instant at which readers may see it; -Infinity without one. */
  readonly visibleFrom: number;
  /** First instant at which they may not any more; Infinity without one. */
  readonly visibleUntil: number;
  /** Of a listing with a page of its own (`url`): the second since 1970 in which it was changed last, cut; else 0. */
  readonly pageChanged: number;
}

/** Throws whatever reading the listing throws; what it returns can be indexed. */
export function documentFactsOf(record: ListingRecord): DocumentFacts {
  const text = datePostedOf(record);
  return {
    id: record.id,
    card: cardJson(cardOf(record)),
    contentHash: record.contentHash,
    state: record.content.state,
    promotion: record.content.promotion,
    postedAt: dateMs(text) ?? instantMs(text) ?? record.createdAt,
    visibleFrom: record.visibleFrom ?? Number.NEGATIVE_INFINITY,
    visibleUntil: record.visibleUntil ?? Number.POSITIVE_INFINITY,
    pageChanged: record.content.url === undefined ? 0 : Math.floor(record.updatedAt / 1_000),
  };
}

/** In the card's own order of fields, and within them in that of their keys. */
function cardJson(card: Card): string {
  const fields = Object.entries(card).map(([name, value]) => `${JSON.stringify(name)}:${canonicalJson(value)}`);
  return `{${fields.join(",")}}`;
}
