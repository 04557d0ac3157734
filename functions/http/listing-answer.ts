/** Answers that show one listing: what a reader gets, and what a write left behind. */
import { faultError } from "../../core/errors.ts";
import { isListingId } from "../../core/listing/id.ts";
import { effectiveState, isPublic, nextBoundary } from "../../core/listing/lifecycle.ts";
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import { fullTag, fullView, type ListingView, publicTag, publicView } from "../../core/listing/view.ts";
import { goneError, notFound } from "../../core/store/operations.ts";
import type { Outcome } from "../../core/store/pending.ts";
import { positionToken } from "../board-services.ts";
import { boardRoot } from "./board-root.ts";
import { isKnownToCaller, NO_STORE, publicCaching, sharedCaching } from "./caching.ts";
import { oneOf } from "./parameters.ts";
import { plainAnswer } from "./plain-answer.ts";
import { assertScope } from "./principal.ts";
import { mayBeRepeated } from "./repeatable-answer.ts";
import type { RequestContext, Services } from "./services.ts";

export type ViewName = "public" | "full";

export const viewParameter = oneOf("public", "full");

/** @throws AppError `invalid_id`. */
export function idInPath(c: RequestContext): string {
  const id = c.req.param("id") ?? "";
  if (isListingId(id)) return id;
  const shown = JSON.stringify(id.slice(0, 80));
  const detail = `the id ${shown} must be 26 of 0-9 a-h j k m n p-t v-z`;
  throw faultError("invalid_id", { code: "malformed", detail, parameter: "id" });
}

export function listingView(services: Services, record: ListingRecord, view: ViewName, now: number): ListingView {
  const context = { now, positionOf: (seq: number) => positionToken(services, seq) };
  return view === "full" ? fullView(record, context) : publicView(record, context);
}

interface PublicJson {
  readonly state: string;
  readonly text: string;
}

const publicJsons = new WeakMap<ListingRecord, PublicJson>();

/**
 * A listing as the answer to its readers. The public one is kept beside the value that it was made of, which the board gives again
 * as long as what is stored is the same; but for what time alone changes it depends on nothing else.
 */
export function listingJson(services: Services, record: ListingRecord, view: ViewName, now: number): Rendering {
  return { mediaType: "application/json", body: textOf(services, record, view, now), isSameByTag: true };
}

function textOf(services: Services, record: ListingRecord, view: ViewName, now: number): string {
  if (view === "full") return JSON.stringify(listingView(services, record, view, now));
  const state = effectiveState(record, now);
  const known = publicJsons.get(record);
  if (known?.state === state) return known.text;
  const text = JSON.stringify(listingView(services, record, view, now));
  publicJsons.set(record, { state, text });
  return text;
}

export interface ReadRequest {
  readonly id: string;
  readonly view?: ViewName | undefined;
}

export interface Rendering {
  readonly mediaType: string;
  readonly body: string;
  /** Beside those that every form of a listing has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** It is a function of the listing and its effective state, which its tag tells. Default: perhaps not. */
  readonly isSameByTag?: boolean;
}

/**
 * One listing as it is stored now, in some form, or 304 when the caller has it.
 * @throws AppError `not_found` also for what this reader must not know of, `gone`, `forbidden`.
 */
export async function answerListing(
  c: RequestContext,
  services: Services,
  { id, view = "public" }: ReadRequest,
  render: (record: ListingRecord, view: ViewName, now: number) => Rendering | Promise<Rendering>,
): Promise<Response> {
  if (view === "full") assertScope(c.get("principal"), "listings:write");
  const { board, env } = services;
  const [stored] = await board.get([id], { signal: c.get("deadline") });
  const now = env.now();
  const record = shownRecord(stored, { id, view }, now);
  const etag = view === "full" ? fullTag(record, now) : publicTag(record, now);
  const until = nextBoundary(record, now);
  const caching = view === "full" ? NO_STORE : publicCaching(c, now, until);
  const headers = { ETag: etag, "Cache-Control": caching };
  if (isKnownToCaller(c, etag)) return plainAnswer(c, null, 304, headers);
  const { mediaType, body, headers: more = {}, isSameByTag = false } = await render(record, view, now);
  if (view === "public" && isSameByTag)
    mayBeRepeated(c, services, () => {
      const headersNow = repeatedHeaders({ board, env }, { record, etag, since: now, until });
      return { etag, body, mediaType, headersNow };
    });
  return plainAnswer(c, body, 200, { ...headers, ...more, "Content-Type": mediaType });
}

interface Answered {
  readonly record: ListingRecord;
  readonly etag: string;
  readonly since: number;
  readonly until: number | undefined;
}

/** Of a public view; `undefined` unless it is certain that nothing but the clock has changed. */
function repeatedHeaders({ board, env }: Pick<Services, "board" | "env">, { record, etag, since, until }: Answered) {
  return () => {
    if (board.remembered(record.id) !== record) return undefined;
    const now = env.now();
    // A clock that was put back may have passed another boundary.
    if (now < since || (until !== undefined && now >= until)) return undefined;
    return { ETag: etag, "Cache-Control": sharedCaching(now, until) };
  };
}

function shownRecord(stored: StoredListing | undefined, { id, view }: ReadRequest, now: number): ListingRecord {
  if (stored === undefined) throw notFound(id);
  if (stored.kind === "tombstone") throw view === "full" || stored.wasPublic ? goneError(stored) : notFound(id);
  if (view !== "full" && !isPublic(stored, now)) throw notFound(id);
  return stored;
}

/** After a write: the full listing, as it is now, under the tag that the next write needs. */
export function answerWritten(c: RequestContext, services: Services, { action, stored }: Outcome): Response {
  if (stored.kind === "tombstone") throw goneError(stored);
  const now = services.env.now();
  const isNew = action === "created" || action === "replayed";
  return c.json(listingView(services, stored, "full", now), isNew ? 201 : 200, {
    ETag: fullTag(stored, now),
    "Rolecall-Position": positionToken(services, stored.revision),
    ...(isNew ? { Location: `${boardRoot(c)}/listings/${stored.id}` } : {}),
    ...(action === "replayed" ? { "Idempotent-Replayed": "true" } : { "Rolecall-Action": action }),
  });
}

/** After a delete, the first as any later one: 204 with the revision that deleted the listing. */
export function answerDeleted(c: RequestContext, services: Services, { stored }: Outcome): Response {
  return c.body(null, 204, {
    ETag: `"${stored.revision}-deleted"`,
    "Rolecall-Position": positionToken(services, stored.revision),
  });
}

/** After a delete, by its source, of what this board has never had. */
export function answerNothingToDelete(c: RequestContext, services: Services): Response {
  return c.body(null, 204, { "Rolecall-Position": positionToken(services, services.board.lastKnown()) });
}
