/** The view that a search or a list is answered from, and what the answer says of it. */
import { AppError } from "../../core/errors.ts";
import type { View } from "../../core/index/follower.ts";
import { type CursorContext, requiredPosition } from "../../core/search/cursor.ts";
import { MINUTE_MS, minuteOf } from "../../core/search/minute.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { positionToken } from "../board-services.ts";
import { NO_STORE, publicCaching } from "./caching.ts";
import { requiredEntry } from "./min-position.ts";
import { assertScope } from "./principal.ts";
import type { RequestContext, Services } from "./services.ts";

export function cursorContext({ board, env }: Services): CursorContext {
  return { env, incarnation: board.incarnation };
}

/**
 * The newest view, which holds `minPosition` and whatever the page before was answered from. Search it before the next await.
 * @throws AppError `forbidden` for states and fields that this caller may not see; `behind`; as `requiredEntry`.
 */
export async function viewFor(c: RequestContext, services: Services, request: SearchRequest): Promise<View> {
  const signal = c.get("deadline");
  if (isForWriters(request)) assertScope(c.get("principal"), "listings:write");
  const minPosition = await requiredEntry(services, request.minPosition, signal);
  const cursorPosition = await entryOfCursor(services, request.cursor, signal);
  return services.follower.view({ minPosition: Math.max(minPosition, cursorPosition), signal });
}

async function entryOfCursor(services: Services, cursor: string | undefined, signal: AbortSignal): Promise<number> {
  if (cursor === undefined) return 0;
  const position = requiredPosition(cursorContext(services), cursor);
  if (await services.logEnd.includes(position, signal)) return position;
  const detail = "the cursor was not made here: its position lies above the end of the log";
  throw new AppError("invalid_cursor", detail, { errors: [{ code: "invalid_cursor", detail, parameter: "cursor" }] });
}

export function viewHeaders(
  c: RequestContext,
  services: Services,
  view: View,
  request: SearchRequest,
): Record<string, string> {
  const now = services.env.now();
  const isPrivate = isForWriters(request) || request.minPosition !== undefined || view.isStale;
  return {
    "Cache-Control": isPrivate || c.req.method === "POST" ? NO_STORE : publicCaching(c, now, minuteOf(now) + MINUTE_MS),
    "Rolecall-Position": positionToken(services, view.position),
    "Rolecall-Age-Ms": String(Math.max(0, Math.round(view.ageMs))),
    "Rolecall-Stale": String(view.isStale),
  };
}

function isForWriters({ view, effectiveStates }: SearchRequest): boolean {
  return view === "full" || effectiveStates.some((state) => state !== "published");
}
