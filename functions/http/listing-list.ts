/** `GET /v1/listings`: which listings, and in what order, the index says; what they are, the store. */
import { effectiveState } from "../../core/listing/lifecycle.ts";
import { jsonBytes } from "../../core/listing/limits.ts";
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import type { ListingView } from "../../core/listing/view.ts";
import { type Hit, search } from "../../core/search/execute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { MAX_PAGE_BYTES } from "../../core/store/changes.ts";
import { listingView } from "./listing-answer.ts";
import { queryEntries } from "./parameters.ts";
import { readListParameters } from "./search-parameters.ts";
import { answerFrom, cursorContext, viewHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

export function answerList(c: RequestContext, services: Services): Promise<Response> {
  return answer(c, services, readListParameters(queryEntries(c.req.url)));
}

/** What was read of the store, by id. */
export type Records = Map<string, StoredListing | undefined>;

async function answer(c: RequestContext, services: Services, request: SearchRequest): Promise<Response> {
  const records: Records = new Map();
  for (let limit = request.limit; ; ) {
    const { headers, hits, nextCursor, now } = await hitsOf(c, services, { ...request, limit });
    await readInto(records, services, hits, c.get("deadline"));
    const { items, taken } = page(services, hits, records, request, now);
    if (taken === hits.length) return c.json({ items, nextCursor }, 200, headers);
    // Too much for one answer. The cursor behind the last that fits is that of a search for so many: the index, which has
    // moved on since, says once more which they are, and what was read is not read again.
    limit = taken;
  }
}

function hitsOf(c: RequestContext, services: Services, request: SearchRequest) {
  return answerFrom(c, services, request, (seen) => {
    const { view, now } = seen;
    const { items: hits, nextCursor } = search(view.index, request, { ...cursorContext(services), now });
    return { headers: viewHeaders(c, services, seen, request), hits, nextCursor, now };
  });
}

export async function readInto(
  records: Records,
  { board }: Pick<Services, "board">,
  hits: readonly Pick<Hit, "id">[],
  signal: AbortSignal,
): Promise<void> {
  const ids = hits.map(({ id }) => id).filter((id) => !records.has(id));
  if (ids.length === 0 && records.size > 0) return;
  const stored = await board.get(ids, { signal, skipsUnreadable: true });
  for (const [i, id] of ids.entries()) records.set(id, stored[i]);
}

/** The listings of the first `taken` hits, which is how many fit into an answer: one at least. */
function page(services: Services, hits: readonly Hit[], records: Records, request: SearchRequest, now: number) {
  const items: ListingView[] = [];
  let bytes = 0;
  for (const [taken, { id }] of hits.entries()) {
    const record = records.get(id);
    if (record?.kind !== "listing" || !belongs(record, request, now)) continue;
    const item = listingView(services, record, request.view, now);
    bytes += jsonBytes(item);
    // The first always fits: a listing has 256 KB at most.
    if (bytes > MAX_PAGE_BYTES && items.length > 0) return { items, taken };
    items.push(item);
  }
  return { items, taken: hits.length };
}

/** The store may be newer than the index, and now later than its minute: what has left the list since is not shown in it. */
function belongs(record: ListingRecord, { effectiveStates }: SearchRequest, now: number): boolean {
  return effectiveStates.includes(effectiveState(record, now));
}
