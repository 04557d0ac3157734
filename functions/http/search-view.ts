/** The view that a search, a list or a suggestion is answered from, and what the answer says of it. */
import { faultError } from "../../core/errors.ts";
import type { View } from "../../core/index/follower.ts";
import { canonicalJson, sha256Hex } from "../../core/listing/canonical.ts";
import { type CursorContext, requiredPosition } from "../../core/search/cursor.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { MINUTE_MS, minuteOf } from "../../core/search/minute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { positionToken } from "../board-services.ts";
import { isKnownToCaller, NO_STORE, publicCaching, sharedCaching } from "./caching.ts";
import { requiredEntry } from "./min-position.ts";
import { assertScope } from "./principal.ts";
import type { RequestContext, Services } from "./services.ts";

/** What of a request decides which view answers it, and who may see the answer. */
type Asked = Pick<SearchRequest, "view" | "effectiveStates" | "minPosition" | "cursor">;

export function cursorContext({ board, env }: Services): CursorContext {
  return { env, incarnation: board.incarnation };
}

/** A view at one instant, `now` in milliseconds since 1970: the request's one reading of the clock. */
interface Seen {
  readonly view: View;
  readonly now: number;
}

/**
 * Answers from the newest view, which holds `minPosition` and whatever the page before was answered from. `work` is done
 * again after each part of the snapshot that it had to wait for; the index moves on in between, so everything that an
 * answer says of its view (position, tag) is read inside it.
 * @throws AppError `forbidden` for states and fields that this caller may not see; `behind`; as `requiredEntry`.
 */
export async function answerFrom<T>(
  c: RequestContext,
  services: Services,
  asked: Asked,
  work: (seen: Seen) => T,
): Promise<T> {
  const signal = c.get("deadline");
  if (isForWriters(asked)) assertScope(c.get("principal"), "listings:write");
  const minPosition = await requiredEntry(services, asked.minPosition, signal);
  const cursorPosition = await entryOfCursor(services, asked.cursor, signal);
  await c.get("turns").next();
  let now: number | undefined;
  return services.follower.answer({ minPosition: Math.max(minPosition, cursorPosition), signal }, (view) => {
    now ??= services.env.now();
    return work({ view, now });
  });
}

async function entryOfCursor(services: Services, cursor: string | undefined, signal: AbortSignal): Promise<number> {
  if (cursor === undefined) return 0;
  const position = requiredPosition(cursorContext(services), cursor);
  if (await services.logEnd.includes(position, signal)) return position;
  const detail = "the cursor was not made here: its position lies above the end of the log";
  throw faultError("invalid_cursor", { code: "invalid_cursor", detail, parameter: "cursor" });
}

export function viewHeaders(
  c: RequestContext,
  services: Services,
  { view, now }: Seen,
  asked: Asked,
): Record<string, string> {
  return {
    // Loading may have taken the answer past the end of its minute.
    "Cache-Control":
      isPrivate(view, asked) || c.req.method === "POST"
        ? NO_STORE
        : publicCaching(c, services.env.now(), minuteOf(now) + MINUTE_MS),
    "Rolecall-Position": positionToken(services, view.position),
    "Rolecall-Age-Ms": ageText(view),
    "Rolecall-Stale": String(view.isStale),
  };
}

/**
 * The headers of a public answer to a GET, as they are while nothing has changed but the age of the view: at its position, and within its
 * minute. `undefined` afterwards, and while the view is old. A board that was closed has no index here, either.
 */
export function repeatedHeaders(services: Services, { view, now }: Seen, etag: string) {
  const { env } = services;
  const follower = new WeakRef(services.follower);
  const { position } = view;
  const minute = minuteOf(now);
  const token = positionToken(services, position);
  return () => {
    const current = follower.deref()?.current();
    const instant = env.now();
    if (current?.position !== position || minuteOf(instant) !== minute) return undefined;
    return {
      "Cache-Control": sharedCaching(instant, minute + MINUTE_MS),
      "Rolecall-Position": token,
      "Rolecall-Age-Ms": ageText(current),
      "Rolecall-Stale": "false",
      ETag: etag,
    };
  };
}

function ageText({ ageMs }: View): string {
  return String(Math.max(0, Math.round(ageMs)));
}

/** Weak: equal tags mean equal results, whatever else an answer says. It is a pure function of what goes into the tag. */
function entityTag(services: Services, { view, now }: Seen, asked: unknown): string {
  const query = sha256Hex(services.env, canonicalJson(asked)).slice(0, 16);
  return `W/"${ENGINE_VERSION}-${positionToken(services, view.position)}-${query}-${minuteOf(now)}"`;
}

export interface TaggedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` of an answer to a POST, which is kept by nobody. */
  readonly etag?: string;
  /** The caller has the answer already: a 304, which costs no search. */
  readonly isKnown: boolean;
}

/** `viewHeaders`, with a tag over all that the answer is made `about`. */
export function taggedHeaders(
  c: RequestContext,
  services: Services,
  seen: Seen,
  asked: Asked,
  about: unknown,
): TaggedHeaders {
  const headers = viewHeaders(c, services, seen, asked);
  if (c.req.method === "POST") return { headers, isKnown: false };
  const etag = entityTag(services, seen, about);
  return { headers: { ...headers, ETag: etag }, etag, isKnown: isKnownToCaller(c, etag) };
}

/** Nobody else's: it shows what not everybody may see, or is of a view that a later one would not have. */
export function isPrivate(view: View, asked: Asked): boolean {
  return isForWriters(asked) || asked.minPosition !== undefined || view.isStale;
}

function isForWriters({ view, effectiveStates }: Asked): boolean {
  return view === "full" || effectiveStates.some((state) => state !== "published");
}
