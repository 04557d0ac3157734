/** Raw posting text to a draft with evidence; nothing is stored. */
import { faultError } from "../../../core/errors.ts";
import { LISTING_LIMITS } from "../../../core/listing/limits.ts";
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
      const text = await readTextBody(c, services);
      assertFits(text);
      // Its dictionary is built when it is loaded, which nobody but its own users should wait for.
      const { parsePosting } = await import("../../../core/convert/posting/parse.ts");
      const { draft, spans, missing } = parsePosting(text);
      return c.json({ draft, spans, missing });
    },
  });
  return { "/v1/parse": { POST: parse } };
}

/** A longer text could not become a listing: it would be its description. */
function assertFits(text: string): void {
  const length = text.length <= LISTING_LIMITS.description ? 0 : [...text].length;
  if (length <= LISTING_LIMITS.description) return;
  const detail = `the text has ${length} characters, the limit of a description is ${LISTING_LIMITS.description}`;
  throw faultError("too_large", { code: "too_large", detail, pointer: "" });
}
