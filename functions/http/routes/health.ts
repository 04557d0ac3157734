/** Whether the process serves, and whether it can answer searches. The paths end without `z`: Cloud Run keeps `/…z`. */
import { AppError } from "../../../core/errors.ts";
import { positionToken } from "../../board-services.ts";
import { plainAnswer } from "../plain-answer.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

const OK = JSON.stringify({ status: "ok" });

/** Needs no store: a platform that restarts what is not healthy must not restart it for the store's sake. */
export function healthRoutes(): RouteTable {
  const health = operation({
    scope: "public",
    parameters: {},
    handle: (c) => plainAnswer(c, OK, 200, { "Content-Type": "application/json" }),
  });
  return { "/health": { GET: health } };
}

/** Blobs that answered are taken to be there for so long: a probe comes every few seconds. */
const BLOBS_TRUSTED_MS = 30_000;

export function readyRoutes(services: Services): RouteTable {
  const { board, blobs, env, follower } = services;
  let blobsSeenAt = Number.NEGATIVE_INFINITY;

  /** @throws AppError `unavailable`, saying what is wrong with the blob store. */
  async function assertBlobs(signal: AbortSignal): Promise<void> {
    if (env.monotonic() - blobsSeenAt < BLOBS_TRUSTED_MS) return;
    await blobs.list(`${board.name}/`, { limit: 1 }, signal);
    blobsSeenAt = env.monotonic();
  }

  const ready = operation({
    scope: "public",
    parameters: {},
    async handle(c) {
      const signal = c.get("deadline");
      // Asking for a view loads the index, so that a probe warms a new process instead of waiting for its first user.
      await Promise.all([follower.view({ signal }), assertBlobs(signal)]);
      const status = follower.status();
      if (status === undefined) throw new AppError("unavailable", "the search index is not loaded yet");
      const { snapshot, position, ageMs, listings, tail } = status;
      return c.json({
        // Without one the index comes from a scan.
        snapshot: snapshot === undefined ? null : positionToken(services, snapshot),
        position: positionToken(services, position),
        ageMs: Math.round(ageMs),
        listings,
        tail,
      });
    },
  });
  return { "/ready": { GET: ready } };
}
