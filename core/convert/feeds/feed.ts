/** What a feed says, whatever its format. */
import type { ListingRecord } from "../../listing/record.ts";
import { dateMs, instantMs } from "../../listing/time.ts";
import { datePostedOf } from "../../listing/view.ts";

export interface FeedItem {
  readonly record: ListingRecord;
  /** Where people go: absolute. */
  readonly link: string;
  /** Safe; "" without a description. */
  readonly descriptionHtml: string;
}

/** What a page of a feed says of itself. Addresses are absolute. */
export interface FeedHead {
  readonly title: string;
  readonly address: string;
  /** Of the page behind this one; absent on the last. */
  readonly next?: string;
  /** What the feed is about: the search that it comes from. */
  readonly home: string;
  /** When the newest change was made of what the page shows, in milliseconds since 1970; absent of an empty one. */
  readonly changed?: number;
}

/** Items are written one by one, so that a page can end where it is long enough. */
export interface FeedFormat {
  readonly mediaType: string;
  item(item: FeedItem): string;
  document(head: FeedHead, items: readonly string[]): string;
}

/** Milliseconds since 1970: a date counts as its midnight UTC, as it does in a search. */
export function postedAt(record: ListingRecord): number {
  const text = datePostedOf(record);
  return dateMs(text) ?? instantMs(text) ?? record.createdAt;
}

/** RFC 822 with four digits for the year, as RSS 2.0 has it. */
export function mailDate(ms: number): string {
  return new Date(ms).toUTCString();
}
