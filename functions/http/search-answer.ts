/** What a search answers: its engine is loaded with this file, by the first search of a process. */
import type { View } from "../../core/index/follower.ts";
import { canonicalJson, sha256Hex } from "../../core/listing/canonical.ts";
import { search } from "../../core/search/execute.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { minuteOf } from "../../core/search/minute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { positionToken } from "../board-services.ts";
import { isKnownToCaller } from "./caching.ts";
import { queryEntries } from "./parameters.ts";
import { readSearchBody, readSearchParameters } from "./search-parameters.ts";
import { cursorContext, viewFor, viewHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

export function answerQuery(c: RequestContext, services: Services): Promise<Response> {
  return answer(c, services, readSearchParameters(queryEntries(c.req.url)));
}

export function answerBody(c: RequestContext, services: Services, body: unknown): Promise<Response> {
  return answer(c, services, readSearchBody(body));
}

async function answer(c: RequestContext, services: Services, request: SearchRequest): Promise<Response> {
  const view = await viewFor(c, services, request);
  const now = services.env.now();
  const headers = viewHeaders(c, services, view, request);
  const etag = entityTag(services, view, request, now);
  const isConditional = c.req.method !== "POST";
  if (isConditional && isKnownToCaller(c, etag)) return c.body(null, 304, { ...headers, ETag: etag });
  const { position: _position, ...found } = search(view.index, request, { ...cursorContext(services), now });
  return c.json(found, 200, isConditional ? { ...headers, ETag: etag } : headers);
}

/** Weak: equal tags mean equal results, whatever else an answer says. A search is a pure function of these five. */
function entityTag(services: Services, view: View, request: SearchRequest, now: number): string {
  const { minPosition: _waitedFor, ...asked } = request;
  const query = sha256Hex(services.env, canonicalJson(asked)).slice(0, 16);
  return `W/"${ENGINE_VERSION}-${positionToken(services, view.position)}-${query}-${minuteOf(now)}"`;
}
