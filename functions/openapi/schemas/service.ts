/** Answers about the service itself. */

import { ID_PATTERN } from "../../../core/listing/id.ts";
import { LISTING_LIMITS } from "../../../core/listing/limits.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { DEFAULT_REQUEST_LIMITS } from "../../request-limits.ts";
import { COUNT, FLAG, list, object, oneOf, POSITION, TEXT, told } from "./objects.ts";

const DIGEST = { type: "string", pattern: "^[0-9a-f]{64}$" };

export const SERVICE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Health: object("The process serves.", { status: { type: "string", const: "ok" } }),
  Readiness: object("Searches can be answered.", {
    snapshot: told({ type: ["string", "null"] }, "Position of the published index it started from; null for a scan."),
    position: POSITION,
    ageMs: COUNT,
    listings: COUNT,
    tail: told(COUNT, "Changes since the snapshot."),
  }),
  Limits: object("How long, how many and how large anything may be.", {
    listing: object(
      "Of a listing: lengths in code points, the same everywhere.",
      Object.fromEntries(
        Object.entries(LISTING_LIMITS).map(([name, value]) => [name, { type: "integer", const: value }]),
      ),
    ),
    request: object(
      "Of a request: bytes, counts and milliseconds of this deployment.",
      Object.fromEntries(Object.keys(DEFAULT_REQUEST_LIMITS).map((name) => [name, COUNT])),
    ),
  }),
  Maintenance: object("What was done.", {
    published: oneOf("published", "current", "lost"),
    pruned: told(COUNT, "Snapshots deleted that nobody is offered any more."),
    trimmed: object("Deleted of the log.", { entries: COUNT, tombstones: COUNT }),
    expired: told(COUNT, "Listings deleted that expired long ago."),
    swept: told(FLAG, "Whether everything was read."),
    position: POSITION,
  }),
  Verification: object(
    "Whether the index says what the store holds.",
    {
      position: POSITION,
      listings: COUNT,
      storeDigest: told(DIGEST, "SHA-256 over content alone: equal boards have equal ones, on every store."),
      indexDigest: DIGEST,
      equal: FLAG,
      differing: told(list({ type: "string", pattern: ID_PATTERN }), "The first 100 ids, unless equal."),
    },
    ["differing"],
  ),
  OpenApiDocument: {
    type: "object",
    description: "An OpenAPI 3.1 document.",
    required: ["openapi", "info", "paths"],
    properties: { openapi: TEXT, info: { type: "object" }, paths: { type: "object" } },
  },
};
