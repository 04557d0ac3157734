/** `GET /v1/verify`: whether the index that answers says what the store holds (contract, section 6). Reads everything. */
import { positionToken } from "../../board-services.ts";
import { NO_STORE } from "../caching.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function verifyRoutes(services: Services): RouteTable {
  const verified = operation({
    scope: "admin",
    parameters: {},
    async handle(c) {
      const { verify } = await import("../../../core/index/verify.ts");
      const { position, ...report } = await verify({ ...services, signal: c.get("deadline") });
      return c.json({ position: positionToken(services, position), ...report }, 200, { "Cache-Control": NO_STORE });
    },
  });
  return { "/v1/verify": { GET: verified } };
}
