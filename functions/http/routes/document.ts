/** What this service offers, for machines (`/openapi.json`) and for people (`/docs`). */

import { once } from "../../once.ts";
import type { DocumentFiles } from "../../openapi/files.ts";
import { isKnownToCaller, publicCaching } from "../caching.ts";
import { type Operation, operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

/** `routes`: every operation of the service, these two among them. */
export function documentRoutes({ env }: Pick<Services, "env">, routes: () => RouteTable): RouteTable {
  // Loaded with the schemas and every description, which no other request needs.
  const files = once(async () => (await import("../../openapi/files.ts")).documentFiles(env, routes()));
  const served = (name: keyof DocumentFiles): Operation =>
    operation({
      scope: "public",
      parameters: {},
      async handle(c) {
        const { body, mediaType, etag, headers } = (await files.get())[name];
        const tagged = { ...headers, ETag: etag, "Cache-Control": publicCaching(c, env.now()) };
        if (isKnownToCaller(c, etag)) return c.body(null, 304, tagged);
        return c.body(body, 200, { ...tagged, "Content-Type": mediaType });
      },
    });
  return { "/openapi.json": { GET: served("json") }, "/docs": { GET: served("page") } };
}
