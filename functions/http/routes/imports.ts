/** Many listings at once (contract, section 4). The answer is a stream of results in the order of the input. */

import type { AppError } from "../../../core/errors.ts";
import { IMPORT_MEDIA_TYPES } from "../../import/media-types.ts";
import type { RowResult } from "../../import/row.ts";
import type { ImportSummary } from "../../import/run.ts";
import { readImportBytes } from "../body.ts";
import { importSlots } from "../import-slots.ts";
import { readMediaType } from "../media-type.ts";
import { oneOf, type Parameter, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { RequestContext, Services } from "../services.ts";
import { sourceNameParameter } from "../source-parameters.ts";

const upsertOnly: Parameter<"upsert"> = {
  requirement: "must be upsert, the only mode of this version",
  schema: { type: "string", enum: ["upsert"] },
  read: (text) => (text.toLowerCase() === "upsert" ? "upsert" : undefined),
};

export function importRoutes(services: Services): RouteTable {
  const { env, limits } = services;
  const slots = importSlots(limits.importsAtOnce);
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
      const isMarkdown = type !== "application/json" && type !== "application/x-ndjson";
      const sent = { bytes: 0 };
      const isFull = () => sent.bytes > limits.importAnswerBytes;
      let outage: AppError | undefined;
      const onOutage = (error: AppError) => {
        outage = error;
        env.log("import_stopped", { requestId: c.get("requestId"), error: String(error) });
      };
      const options = { source, isMarkdown, isDryRun: dryRun === "true", signal, startedAt, isFull, onOutage };
      const free = slots.take();
      try {
        // Loaded by the first import: YAML, ZIP and the rest of the conversions, which no other request needs.
        const { importRows } = await import("../../import/input.ts");
        const { runImport } = await import("../../import/run.ts");
        if (!options.isDryRun) await services.publisher.assertRoom(signal);
        const rows = importRows(type, await readImportBytes(c, services, signal), limits);
        const run = runImport(services, rows, options);
        const results = options.isDryRun ? run : publishedAfter(services, run, startedAt);
        // Before the status is out: an import that cannot even begin is a refusal with its reason, not an empty success.
        const first = await results.next();
        if (outage !== undefined && first.value?.kind === "summary") throw outage;
        const answer = streamOf(c, services, { results: withFirst(first, results), sent, free });
        return c.body(answer, 200, { "Content-Type": "application/x-ndjson" });
      } catch (error) {
        free();
        throw error;
      }
    },
  });
  return { "/v1/imports": { POST: imported } };
}

/** The results; then what they have changed is published, if that is worth it, in what is left of the request's time. */
async function* publishedAfter(
  { env, limits, publisher, follower, board }: Services,
  results: AsyncGenerator<RowResult | ImportSummary>,
  startedAt: number,
): AsyncGenerator<RowResult | ImportSummary> {
  let changes = 0;
  for await (const result of results) {
    if (result.kind === "summary") {
      changes = result.created + result.updated;
      // The next search finds all of it without waiting; what has gone wrong, it says itself.
      const signal = AbortSignal.timeout(limits.timeoutMs);
      if (follower.status() !== undefined) {
        await follower.view({ minPosition: board.lastWritten(), signal }).catch(() => undefined);
      }
    }
    yield result;
  }
  // Ends well before the answer is cut for taking too long.
  const endsAt = startedAt + limits.importTimeoutMs + limits.importTakingMs / 2;
  const leftMs = Math.max(0, Math.floor(endsAt - env.monotonic()));
  await publisher.afterImport(changes, AbortSignal.timeout(leftMs));
}

/** The results with the one that was taken beforehand. */
async function* withFirst<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  } finally {
    // Also when nobody takes even the first: rows under way end with it.
    await rest.return(undefined);
  }
}

const encoder = new TextEncoder();

interface ImportAnswer {
  readonly results: AsyncGenerator<unknown>;
  /** Bytes that were handed on so far. */
  readonly sent: { bytes: number };
  /** Called once the import is over, however it ended. */
  readonly free: () => void;
}

/** One line for each result, made as the caller takes them. An answer without its last line was cut: send again. */
function streamOf(
  c: RequestContext,
  { env, limits }: Services,
  { results, sent, free }: ImportAnswer,
): ReadableStream<Uint8Array> {
  const requestId = c.get("requestId");
  const patience = AbortSignal.timeout(limits.importTimeoutMs + limits.importTakingMs);
  let isOver = false;
  const end = () => {
    isOver = true;
    patience.onabort = null;
    free();
  };
  // Freed only when the rows under way have ended.
  const giveUp = async () => {
    isOver = true;
    try {
      await results.return(undefined);
    } finally {
      end();
    }
  };
  return new ReadableStream({
    start(controller) {
      patience.onabort = () => {
        env.log("import_not_taken", { requestId });
        controller.error(patience.reason);
        giveUp().catch((error) => env.log("import_failed", { requestId, error: String(error) }));
      };
    },
    async pull(controller) {
      try {
        const { done, value } = await results.next();
        // The caller went away while the result was made: nobody is left to tell.
        if (isOver) return;
        if (done === true) {
          end();
          controller.close();
          return;
        }
        const line = encoder.encode(`${JSON.stringify(value)}\n`);
        sent.bytes += line.length;
        controller.enqueue(line);
      } catch (error) {
        // The status is out already: all that is left is to cut the answer and say why where the operator looks.
        env.log("import_failed", { requestId, error: String(error) });
        if (isOver) return;
        end();
        controller.error(error);
      }
    },
    cancel: giveUp,
  });
}
