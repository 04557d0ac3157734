/** What `GET /v1/suggest` answers; loaded with the engine, by the first who asks. */
import { MAX_QUERY_BYTES } from "../../core/search/query/parse.ts";
import { SUGGESTION_KINDS, type SuggestRequest, suggest } from "../../core/search/suggest.ts";
import { fromEntries, type ParameterShapes } from "./given-parameters.ts";
import { queryEntries } from "./parameters.ts";
import { readQuery } from "./search-parameters.ts";
import { answerFrom, taggedHeaders } from "./search-view.ts";
import type { RequestContext, Services } from "./services.ts";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
export const SUGGEST_PARAMETERS: ParameterShapes = {
  q: { type: "string", repeats: false, most: 1, schema: { maxLength: MAX_QUERY_BYTES } },
  kind: { type: "string", repeats: true, most: SUGGESTION_KINDS.length, schema: { enum: SUGGESTION_KINDS } },
  limit: { type: "integer", repeats: false, most: 1, schema: { maximum: MAX_LIMIT, default: DEFAULT_LIMIT } },
};

/** Everybody sees the same: what is published now. */
const ASKED = { view: "public", effectiveStates: ["published"] } as const;

export async function answerSuggest(c: RequestContext, services: Services): Promise<Response> {
  const request = readSuggestParameters(queryEntries(c.req.url));
  return answerFrom(c, services, ASKED, (seen) => {
    const { headers, isKnown } = taggedHeaders(c, services, seen, ASKED, { suggest: request });
    if (isKnown) return c.body(null, 304, headers);
    return c.json({ items: suggest(seen.view.index, request, seen.now) }, 200, headers);
  });
}

/** Throws `invalid_parameter` with a fault for each thing that is wrong. */
export function readSuggestParameters(entries: Iterable<readonly [string, string]>): SuggestRequest {
  const reading = fromEntries(entries, SUGGEST_PARAMETERS);
  const q = readQuery(reading);
  if (reading.one("q") === undefined) reading.missing("q", "is required: the text to complete");
  const kinds = reading.all("kind").map((given) => reading.choice(given, SUGGESTION_KINDS));
  const limit = reading.integer("limit", MAX_LIMIT) ?? DEFAULT_LIMIT;
  reading.throwFaults();
  const named = kinds.filter((kind) => kind !== undefined);
  return { q: q ?? "", kinds: named.length === 0 ? SUGGESTION_KINDS : named, limit };
}
