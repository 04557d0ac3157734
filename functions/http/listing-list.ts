/** `GET /v1/listings`: which listings, and in what order, the index says; what they are, the store. */
import { effectiveState } from "../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { search } from "../../core/search/execute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { listingView } from "./listing-answer.ts";
import { queryEntries } from "./parameters.ts";
import { readListParameters } from "./search-parameters.ts";
import { cursorContext, viewFor, viewHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

export function answerList(c: RequestContext, services: Services): Promise<Response> {
  return answer(c, services, readListParameters(queryEntries(c.req.url)));
}

async function answer(c: RequestContext, services: Services, request: SearchRequest): Promise<Response> {
  const { board, env } = services;
  const view = await viewFor(c, services, request);
  const now = env.now();
  const headers = viewHeaders(c, services, view, request);
  const { items: hits, nextCursor } = search(view.index, request, { ...cursorContext(services), now });
  const stored = await board.get(
    hits.map(({ id }) => id),
    { signal: c.get("deadline") },
  );
  const records = stored.filter((found) => found?.kind === "listing").filter((record) => belongs(record, request, now));
  return c.json(
    { items: records.map((record) => listingView(services, record, request.view, now)), nextCursor },
    200,
    headers,
  );
}

/** The store may be newer than the index, and now later than its minute: what has left the list since is not shown in it. */
function belongs(record: ListingRecord, { effectiveStates }: SearchRequest, now: number): boolean {
  return effectiveStates.includes(effectiveState(record, now));
}
