/** What a search answers: its engine is loaded with this file, by the first search of a process. */
import { search } from "../../core/search/execute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { queryEntries } from "./parameters.ts";
import { plainAnswer } from "./plain-answer.ts";
import { mayBeRepeated } from "./repeatable-answer.ts";
import { searchJson } from "./search-json.ts";
import { readSearchBody, readSearchParameters } from "./search-parameters.ts";
import { answerFrom, cursorContext, isPrivate, repeatedHeaders, taggedHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

const JSON_TYPE = "application/json";

export function answerQuery(c: RequestContext, services: Services): Promise<Response> {
  return answer(c, services, readSearchParameters(queryEntries(c.req.url)));
}

export function answerBody(c: RequestContext, services: Services, body: unknown): Promise<Response> {
  return answer(c, services, readSearchBody(body));
}

function answer(c: RequestContext, services: Services, request: SearchRequest): Promise<Response> {
  const { minPosition: _waitedFor, ...asked } = request;
  return answerFrom(c, services, request, (seen) => {
    const { headers, etag, isKnown } = taggedHeaders(c, services, seen, request, asked);
    if (isKnown) return plainAnswer(c, null, 304, headers);
    const { view, now } = seen;
    const found = search(view.index, request, { ...cursorContext(services), now });
    c.set("partial", found.partial);
    const body = searchJson(found);
    if (etag !== undefined && !isPrivate(view, request)) {
      const answer = { etag, body, mediaType: JSON_TYPE };
      mayBeRepeated(c, services, () => ({ ...answer, headersNow: repeatedHeaders(services, seen, etag) }));
    }
    return plainAnswer(c, body, 200, { ...headers, "Content-Type": JSON_TYPE });
  });
}
