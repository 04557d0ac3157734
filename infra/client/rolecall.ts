/**
 * A typed client of the HTTP API: paths, parameters, bodies and answers are those of the OpenAPI document (`schema.ts`, made by
 * `npm run client`), the requests are openapi-fetch's.
 *
 * ```ts
 * const client = rolecallClient({ baseUrl: "http://127.0.0.1:8787" });
 * const { data, error } = await client.GET("/v1/search", { params: { query: { q: "engineer", facet: ["tag"] } } });
 * ```
 */
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

export type ListingInput = components["schemas"]["ListingInput"];

export interface ClientOptions {
  /** Of the service, without a path. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`. Default: none, for what everybody may read. */
  readonly key?: string;
  /** Default: the default board. */
  readonly board?: string;
  /** Default: the runtime's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export function rolecallClient({ baseUrl, key, board, fetch }: ClientOptions): Client<paths> {
  const client = createClient<paths>({
    baseUrl,
    ...(key === undefined ? {} : { headers: { Authorization: `Bearer ${key}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });
  if (board !== undefined) client.use({ onRequest: ({ request }) => onBoard(request, board) });
  return client;
}

/** The same path on another board: `/v1/…` becomes `/v1/boards/{board}/…`. */
function onBoard(request: Request, board: string): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.replace("/v1/", `/v1/boards/${encodeURIComponent(board)}/`);
  return new Request(url, request);
}
