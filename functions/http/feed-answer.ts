/** What a feed answers: which listings, the index says, as in a search; what they are, the store. */
import type { FeedFormat, FeedHead, FeedItem } from "../../core/convert/feeds/feed.ts";
import { jobXml } from "../../core/convert/feeds/job-xml.ts";
import { jsonFeed } from "../../core/convert/feeds/json-feed.ts";
import { rss } from "../../core/convert/feeds/rss.ts";
import { isVisible } from "../../core/listing/lifecycle.ts";
import { jsonBytes } from "../../core/listing/limits.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { utf8Length } from "../../core/ports.ts";
import { type Hit, search } from "../../core/search/execute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { type Records, readInto } from "./listing-list.ts";
import { queryEntries } from "./parameters.ts";
import { publicAddress } from "./public-address.ts";
import { readSearchParameters } from "./search-parameters.ts";
import { answerFrom, cursorContext, taggedHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";
import { rememberedHtml } from "./shown-description.ts";

const FORMATS = { rss, json: jsonFeed, xml: jobXml } as const satisfies Readonly<Record<string, FeedFormat>>;

export type FeedName = keyof typeof FORMATS;

/** Of listings in a page: to render as much of what is meant to be slow takes about half a second. */
const MAX_READ_BYTES = 1 << 20;
/** Of listings that are rendered in one turn. */
const BYTES_PER_TURN = 1 << 17;
/** Of the page itself, which escaping makes longer; Lambda takes 6 MB. */
const MAX_WRITTEN_BYTES = 4 << 20;

interface FeedRequest {
  readonly name: FeedName;
  readonly search: SearchRequest;
  readonly address: string;
}

export async function answerFeed(c: RequestContext, services: Services, name: FeedName): Promise<Response> {
  const address = publicAddress(c, services);
  const request: FeedRequest = { name, address, search: searchOf(readSearchParameters(queryEntries(address))) };
  const records: Records = new Map();
  const written = new Map<string, string>();
  for (let { limit } = request.search; ; ) {
    const page = await findPage(c, services, request, limit);
    if (page.hits === undefined) return c.body(null, 304, page.headers);
    await readInto(records, services, page.hits, c.get("deadline"));
    const readable = readableOf(page.hits, records, services.env.now());
    for (const part of partsOf(readable, written)) {
      await c.get("renderings").run(() => writeItems(part, request, written), c.get("deadline"));
    }
    const shown = itemsOf(readable, written);
    if (shown.taken === page.hits.length) return answer(c, services, request, page, shown);
    // Too much for one answer: as in the list of listings, the index says once more which are the first `taken`.
    limit = shown.taken;
  }
}

/** Without what a feed has no place for. */
function searchOf({ explainId: _explained, ...request }: SearchRequest): SearchRequest {
  return { ...request, facets: [], highlight: false, explain: false };
}

interface Page {
  /** `undefined` if the caller has the answer already: a 304 costs no search. */
  readonly hits?: readonly Pick<Hit, "id">[];
  readonly nextCursor: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

function findPage(
  c: RequestContext,
  services: Services,
  { name, address, search: request }: FeedRequest,
  limit: number,
): Promise<Page> {
  const { minPosition: _waitedFor, ...asked } = request;
  return answerFrom(c, services, request, (seen): Page => {
    const { headers, isKnown } = taggedHeaders(c, services, seen, request, { feed: name, asked, address });
    if (isKnown) return { nextCursor: null, headers };
    const { view, now } = seen;
    const found = search(view.index, { ...request, limit }, { ...cursorContext(services), now });
    return { hits: found.items, nextCursor: found.nextCursor, headers };
  });
}

interface Readable {
  /** Of the first hits those that there are, as many as may be rendered for an answer: one at least. */
  readonly listings: readonly { readonly record: ListingRecord; readonly bytes: number; readonly hitsBefore: number }[];
  /** Hits that are done with them, shown or not. */
  readonly taken: number;
}

function readableOf(hits: readonly Pick<Hit, "id">[], records: Records, now: number): Readable {
  const listings: Readable["listings"][number][] = [];
  let readBytes = 0;
  for (const [hitsBefore, { id }] of hits.entries()) {
    const record = shownRecord(records, id, now);
    if (record === undefined) continue;
    const bytes = jsonBytes(record.content);
    readBytes += bytes;
    if (readBytes > MAX_READ_BYTES && listings.length > 0) return { listings, taken: hitsBefore };
    listings.push({ record, bytes, hitsBefore });
  }
  return { listings, taken: hits.length };
}

/** What there is to write of a page, one turn's worth after the other. */
function* partsOf({ listings }: Readable, written: ReadonlyMap<string, string>): Generator<readonly ListingRecord[]> {
  let part: ListingRecord[] = [];
  let partBytes = 0;
  for (const { record, bytes } of listings) {
    if (written.has(record.id)) continue;
    part.push(record);
    partBytes += bytes;
    if (partBytes < BYTES_PER_TURN) continue;
    yield part;
    part = [];
    partBytes = 0;
  }
  if (part.length > 0) yield part;
}

function writeItems(
  part: readonly ListingRecord[],
  { name, address }: FeedRequest,
  written: Map<string, string>,
): void {
  for (const record of part) written.set(record.id, FORMATS[name].item(itemOf(record, address)));
}

interface Shown {
  readonly items: readonly string[];
  /** Hits that are done with, shown or not. */
  readonly taken: number;
  readonly changed?: number;
}

/** The first ones, as many as fit into an answer: one at least. */
function itemsOf({ listings, taken }: Readable, written: ReadonlyMap<string, string>): Shown {
  const items: string[] = [];
  let [writtenBytes, changed] = [0, Number.NEGATIVE_INFINITY];
  for (const { record, hitsBefore } of listings) {
    const item = written.get(record.id) ?? "";
    writtenBytes += utf8Length(item);
    if (writtenBytes > MAX_WRITTEN_BYTES && items.length > 0) return { items, taken: hitsBefore, changed };
    items.push(item);
    changed = Math.max(changed, record.updatedAt);
  }
  return items.length === 0 ? { items, taken } : { items, taken, changed };
}

/** The store may be newer than the index, and now later than its minute: what has gone since is not shown. */
function shownRecord(records: Records, id: string, now: number): ListingRecord | undefined {
  const record = records.get(id);
  return record?.kind === "listing" && isVisible(record, now) ? record : undefined;
}

/** Its own page, else where to apply, else what this service says of it: beside the feed, on whichever board. */
function itemOf(record: ListingRecord, address: string): FeedItem {
  const { url, apply, description } = record.content;
  const link = url ?? apply?.url ?? new URL(`listings/${record.id}`, address).href;
  return { record, link, descriptionHtml: rememberedHtml(description) };
}

/** What decides which page of the result it is, or how it is made, is not what the feed is about. */
const UNTITLED: readonly string[] = [
  ...["q", "typo", "sort", "cursor", "page", "limit", "minPosition"],
  ...["facet", "highlight", "explain", "explainId"],
];
/** The name of a board that nobody gave one says nothing. */
const NAMELESS = "default";
/** Code points of a title: a filter may have a hundred values. */
const MAX_TITLE = 200;

/** Of which board, and of what on it: in a reader's list of feeds the title is all that tells them apart. */
function titleOf({ board }: Services, { search: { q }, address }: FeedRequest): string {
  const filters = queryEntries(address).filter(([name]) => !UNTITLED.includes(name));
  const asked = [...(q === undefined ? [] : [q]), ...filters.map((filter) => filter.join("="))].join(", ");
  const jobs = board.name === NAMELESS ? "Jobs" : `Jobs on ${board.name}`;
  const [...all] = asked === "" ? jobs : `${jobs}: ${asked}`;
  return all.length <= MAX_TITLE ? all.join("") : `${all.slice(0, MAX_TITLE - 1).join("")}…`;
}

function answer(
  c: RequestContext,
  services: Services,
  request: FeedRequest,
  { nextCursor, headers }: Page,
  { items, changed }: Shown,
): Response {
  const { name, address } = request;
  const { mediaType, document } = FORMATS[name];
  const first = firstPage(address);
  const next = nextCursor === null ? undefined : nextAddress(first, nextCursor);
  const head: FeedHead = {
    title: titleOf(services, request),
    address: new URL(address).href,
    home: new URL(`search${first.search}`, first).href,
    ...(next === undefined ? {} : { next }),
    ...(changed === undefined ? {} : { changed }),
  };
  // For the one format that has no place for it inside (RFC 8288).
  const link: Record<string, string> = next === undefined ? {} : { Link: `<${next}>; rel="next"` };
  return c.body(document(head, items), 200, { ...headers, ...link, "Content-Type": mediaType });
}

function firstPage(address: string): URL {
  const first = new URL(address);
  for (const name of ["cursor", "page"]) first.searchParams.delete(name);
  return first;
}

function nextAddress(first: URL, cursor: string): string {
  const next = new URL(first);
  next.searchParams.set("cursor", cursor);
  return next.href;
}
