/** Whether the process serves, and whether it can answer searches. The paths end without `z`: Cloud Run keeps `/…z`. */
import { AppError } from "../../../core/errors.ts";
import { positionToken } from "../../board-services.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function healthRoutes(services: Services): RouteTable {
  const health = operation({ scope: "public", parameters: {}, handle: (c) => c.json({ status: "ok" }) });
  const ready = operation({
    scope: "public",
    parameters: {},
    async handle(c) {
      // Asking for a view loads the index, so that a probe warms a new process instead of waiting for its first user.
      await services.follower.view({ signal: c.get("deadline") });
      const status = services.follower.status();
      if (status === undefined) throw new AppError("unavailable", "the search index is not loaded yet");
      const { position, ageMs, listings } = status;
      // Nothing is published yet: the index holds the whole log itself, which is its tail.
      return c.json({
        snapshot: null,
        position: positionToken(services, position),
        ageMs: Math.round(ageMs),
        listings,
        tail: position,
      });
    },
  });
  return { "/health": { GET: health }, "/ready": { GET: ready } };
}
