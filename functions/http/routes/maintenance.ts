/** `POST /v1/maintenance`: what a schedule asks for; idempotent, and says what it did. */
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function maintenanceRoutes(services: Services): RouteTable {
  const maintained = operation({
    scope: "admin",
    parameters: {},
    async handle(c) {
      const { maintain } = await import("../../maintain.ts");
      return c.json(await maintain(services, { signal: c.get("deadline") }));
    },
  });
  return { "/v1/maintenance": { POST: maintained } };
}
