/**
 * Answers that a server of one's own gives again without making a request of what it read: that costs what writing them costs. Nothing
 * is answered for a time only: each time the answer itself says whether it is still what its handler would say (`RepeatableAnswer`).
 * Whoever shows credentials, sends a body or asks for something else than GET is not answered from here.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Env } from "../core/env.ts";
import { randomId } from "../core/listing/id.ts";
import { recentMap } from "../core/recent-map.ts";
import { namesTag } from "./http/caching.ts";
import { COMMON_HEADERS } from "./http/common-headers.ts";
import type { Arrival, Instance } from "./http/instance.ts";
import { limitedAddress } from "./http/middleware/admit.ts";
import { saneRequestId } from "./http/middleware/request-id.ts";
import type { RepeatableAnswer } from "./http/repeatable-answer.ts";
import { roundedMs, traceOf } from "./http/request-line.ts";

/** Of bodies and addresses: some 400 pages of 20 hits, or 2,500 listings. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
/** What an answer takes beside its texts. */
const OVERHEAD = 500;
/** Addresses that were asked for once: what nobody asks for again must not live long enough for the garbage collector to move it. */
const MAX_ASKED_ONCE = 10_000;

/** What Node says of a request before anything is made of it. */
export interface RawRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Node joins repetitions with a comma; its type does not know that of every header. */
export function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

export interface RawAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  /** A character for each byte, to be written as `latin1`: that takes the time of a copy, and UTF-8 several times that. */
  readonly body: string | undefined;
}

export interface KeptAnswers {
  /** What there is of an earlier request like this one. */
  find(request: RawRequest): Kept | undefined;
  /** The whole answer, counted and logged; `undefined` when it has to be made. */
  again(found: Kept, request: RawRequest, address: string | undefined): RawAnswer | undefined;
  /** Takes the answer of that request; `undefined` for the first of its kind, and for those whose answer is nobody else's. */
  keeperFor(request: RawRequest): Arrival["keep"];
}

export interface KeptAnswersOptions {
  readonly env: Env;
  readonly instance: Instance;
  /** Default: `MAX_CHARACTERS`. */
  readonly maxCharacters?: number;
}

export interface Kept {
  readonly answer: Omit<RepeatableAnswer, "body">;
  readonly body: NonNullable<RawAnswer["body"]>;
  readonly bodyHeaders: Readonly<Record<string, string>>;
}

export function keptAnswers({ env, instance, maxCharacters = MAX_CHARACTERS }: KeptAnswersOptions): KeptAnswers {
  const kept = recentMap<Kept>(maxCharacters);
  const askedOnce = recentMap<true>(MAX_ASKED_ONCE);

  function keep(name: string, { body: text, ...answer }: RepeatableAnswer): void {
    const body = Buffer.from(text).toString("latin1");
    const bodyHeaders = { "Content-Type": answer.mediaType, "Content-Length": String(body.length) };
    kept.set(name, { answer, body, bodyHeaders }, name.length + body.length + OVERHEAD);
  }

  /** Takes one of the requests that an address has. Where there is none left, its refusal is made as any other is. */
  function isAdmitted(given: string | undefined): boolean {
    const address = instance.perAddress === undefined ? undefined : limitedAddress(given);
    return address === undefined || instance.perAddress?.take(address) === undefined;
  }

  return {
    find(request) {
      const name = nameOf(request);
      return name === undefined ? undefined : kept.get(name);
    },
    again(found, request, address) {
      const startedAt = env.monotonic();
      const { answer, body, bodyHeaders } = found;
      const fresh = headersNow(answer);
      if (fresh === undefined || !isAdmitted(address)) return undefined;
      const isKnown = namesTag(request.headers["if-none-match"], answer.etag);
      const requestId = requestIdOf(request, env);
      const status = isKnown ? 304 : 200;
      tell(instance, answer, { request, requestId, status, at: env.now(), ms: env.monotonic() - startedAt, fresh });
      const ofBody = isKnown ? undefined : bodyHeaders;
      const headers = { ...COMMON_HEADERS, ...ofBody, "X-Request-Id": requestId, ...fresh };
      return { status, headers, body: isKnown ? undefined : body };
    },
    keeperFor(request) {
      const name = nameOf(request);
      if (name === undefined) return undefined;
      if (askedOnce.get(name)) return (answer) => keep(name, answer);
      askedOnce.set(name, true, 1);
      return undefined;
    },
  };
}

/** Host and address as they were sent, so nothing has to be known of what else they may mean. */
function nameOf({ method, url, headers }: RawRequest): string | undefined {
  const isPlain =
    method === "GET" &&
    headers.authorization === undefined &&
    headers["content-length"] === undefined &&
    headers["transfer-encoding"] === undefined;
  return isPlain && headers.host !== undefined ? `${headers.host} ${url}` : undefined;
}

/** A failure is its handler's to say. */
function headersNow(answer: Kept["answer"]): Readonly<Record<string, string>> | undefined {
  try {
    return answer.headersNow();
  } catch {
    return undefined;
  }
}

function requestIdOf({ headers }: RawRequest, env: Env): string {
  return saneRequestId(headerText(headers["x-request-id"])) ?? randomId(env);
}

interface Given {
  readonly request: RawRequest;
  readonly requestId: string;
  readonly status: 200 | 304;
  readonly at: number;
  readonly ms: number;
  readonly fresh: Readonly<Record<string, string>>;
}

/** As `observe` does of a request that had a handler. */
function tell({ count, log }: Instance, { facts }: Kept["answer"], given: Given): void {
  const { request, requestId, status, at, ms, fresh } = given;
  const { route, board, principal, partial } = facts;
  count?.({ route, method: "GET", status, ms });
  if (log === undefined) return;
  const { headers } = request;
  const trace = traceOf(headerText(headers.traceparent), headerText(headers["x-cloud-trace-context"]));
  const { "Rolecall-Position": position, "Rolecall-Age-Ms": ageMs } = fresh;
  log({
    ...{ at, requestId, method: "GET", route, status, ms: roundedMs(ms), board, principal },
    ...(position === undefined ? {} : { position }),
    ...(ageMs === undefined ? {} : { ageMs: Number(ageMs) }),
    ...(partial ? { partial } : {}),
    ...(trace === undefined ? {} : { trace }),
  });
}
