/** The log as clients read it: gap-free, in order, each change once (contract, section 6). */
import { toInstant } from "../../../core/listing/time.ts";
import type { Change } from "../../../core/store/changes.ts";
import { decodePosition, encodePosition } from "../../../core/store/position.ts";
import { listingView } from "../listing-answer.ts";
import { anyText, oneOf, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

export function changeRoutes(services: Services): RouteTable {
  const { board, env } = services;
  const changes = operation({
    scope: "changes:read",
    parameters: { cursor: anyText, limit: wholeNumber(1, MAX_LIMIT), include: oneOf("listing") },
    async handle(c, { cursor, limit = DEFAULT_LIMIT, include }) {
      const from =
        cursor === undefined ? undefined : decodePosition(board.incarnation, cursor, "invalid_cursor", "cursor");
      const page = await board.changes(from, limit, { signal: c.get("deadline") });
      const now = env.now();
      const items = page.changes.map((change) => item(services, change, include === undefined ? undefined : now));
      return c.json({ items, nextCursor: encodePosition(board.incarnation, page.next), more: page.more });
    },
  });
  return { "/v1/changes": { GET: changes } };
}

/** With `now`, the listing as the change left it is included; its effective state is the one of now. */
function item(services: Services, { at, stored }: Change, now: number | undefined) {
  const change = { id: stored.id, revision: stored.revision, at: toInstant(at) };
  if (stored.kind === "tombstone") return { ...change, kind: "delete" };
  const listing = now === undefined ? {} : { listing: listingView(services, stored, "full", now) };
  return { ...change, kind: "put", ...listing };
}
