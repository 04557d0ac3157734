/** Raw posting text to a draft with evidence; nothing is stored. */
import { parsePosting } from "../../../core/convert/posting/parse.ts";
import { readTextBody } from "../body.ts";
import { readMediaType } from "../media-type.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { Services } from "../services.ts";

export function parseRoutes(services: Services): RouteTable {
  const parse = operation({
    scope: "listings:write",
    parameters: {},
    async handle(c) {
      readMediaType(c.req.header("Content-Type"), ["text/plain"]);
      const { draft, spans, missing } = parsePosting(await readTextBody(c, services));
      return c.json({ draft, spans, missing });
    },
  });
  return { "/v1/parse": { POST: parse } };
}
