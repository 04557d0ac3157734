/** Many listings at once (contract, section 4). The answer is a stream of results in the order of the input. */

import { runImport } from "../../import-run.ts";
import { readImportBytes } from "../body.ts";
import { IMPORT_MEDIA_TYPES, importRows } from "../import-input.ts";
import { readMediaType } from "../media-type.ts";
import { oneOf, type Parameter, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { RequestContext, Services } from "../services.ts";
import { sourceNameParameter } from "../source-identity.ts";

const upsertOnly: Parameter<"upsert"> = {
  requirement: "must be upsert, the only mode of this version",
  read: (text) => (text.toLowerCase() === "upsert" ? "upsert" : undefined),
};

export function importRoutes(services: Services): RouteTable {
  const { env, limits } = services;
  const imported = operation({
    scope: "listings:write",
    parameters: {
      source: sourceNameParameter,
      dryRun: oneOf("true", "false"),
      mode: upsertOnly,
      // Guards what `retain` archives; an upsert archives nothing.
      maxArchivedPercent: wholeNumber(0, 100),
    },
    async handle(c, { source, dryRun }) {
      const startedAt = env.monotonic();
      const signal = AbortSignal.timeout(limits.importTimeoutMs);
      const type = readMediaType(c.req.header("Content-Type"), IMPORT_MEDIA_TYPES);
      const rows = importRows(type, await readImportBytes(c, services, signal), limits);
      const isMarkdown = type !== "application/json" && type !== "application/x-ndjson";
      const options = { source, isMarkdown, isDryRun: dryRun === "true", signal, startedAt };
      const lines = runImport(services, rows, options);
      return c.body(streamOf(c, services, lines), 200, { "Content-Type": "application/x-ndjson" });
    },
  });
  return { "/v1/imports": { POST: imported } };
}

const encoder = new TextEncoder();

/** One line for each result, made as the caller takes them. An answer without its last line was cut: send again. */
function streamOf(c: RequestContext, { env }: Services, results: AsyncGenerator<unknown>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await results.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        // The status is out already: all that is left is to cut the answer and say why where the operator looks.
        env.log("import_failed", { requestId: c.get("requestId"), error: String(error) });
        controller.error(error);
      }
    },
    async cancel() {
      await results.return(undefined);
    },
  });
}
