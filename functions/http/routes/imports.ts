/** Many listings at once (contract, section 4). The answer is a stream of results in the order of the input. */

import type { AppError, Fault } from "../../../core/errors.ts";
import { FEED_FORMATS, IMPORT_MEDIA_TYPES, NAME_MEDIA_TYPES } from "../../import/media-types.ts";
import type { RowResult } from "../../import/row.ts";
import type { ImportOptions, ImportSummary } from "../../import/run.ts";
import { decodedImport, readImportBody } from "../body.ts";
import { readMediaType } from "../media-type.ts";
import { invalidParameters, oneOf, type ParameterValues, wholeNumber } from "../parameters.ts";
import { operation, type RouteTable } from "../routing.ts";
import type { RequestContext, Services } from "../services.ts";
import { companyParameter, sourceNameParameter } from "../source-parameters.ts";

/** Percent of a source's published listings that `mode=retain` archives at most, unless it is told otherwise. */
const MAX_ARCHIVED_PERCENT = 20;

const parameters = {
  source: sourceNameParameter,
  company: companyParameter,
  format: oneOf(...FEED_FORMATS),
  dryRun: oneOf("true", "false"),
  mode: oneOf("upsert", "retain"),
  maxArchivedPercent: wholeNumber(0, 100),
};

type Given = ParameterValues<typeof parameters>;
type Running = Pick<ImportOptions, "isDryRun" | "signal" | "startedAt" | "isFull" | "onOutage">;

export function importRoutes(services: Services): RouteTable {
  const { env, limits, importSlots: slots } = services;
  const imported = operation({
    scope: "listings:write",
    parameters,
    async handle(c, given) {
      const startedAt = env.monotonic();
      const signal = AbortSignal.timeout(limits.importTimeoutMs);
      const begin = beginning(c, services, given);
      const sent = { bytes: 0 };
      const isFull = () => sent.bytes > limits.importAnswerBytes;
      let outage: AppError | undefined;
      const onOutage = (error: AppError) => {
        outage = error;
        env.log("import_stopped", { requestId: c.get("requestId"), error: String(error) });
      };
      const options = { isDryRun: given.dryRun === "true", signal, startedAt, isFull, onOutage };
      slots.assertFree();
      if (!options.isDryRun) await services.publisher.assertRoom(signal);
      const { bytes, free } = await received(c, services, signal);
      try {
        const run = await begin(options, bytes);
        const results = options.isDryRun ? run : publishedAfter(services, run, startedAt);
        // Before the status is out: an import that cannot even begin is a refusal with its reason, not an empty success.
        const first = await results.next();
        const isNothing = first.value?.kind === "summary" && first.value.archived === 0;
        if (outage !== undefined && isNothing) throw outage;
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

interface Received {
  /** As they were sent. */
  readonly bytes: Uint8Array;
  /** To be called when the import is over: frees the slot, and the room that the bytes take. */
  readonly free: () => void;
}

/** The body, and the slot of an import, which is taken only then: whoever sends slowly keeps nobody waiting. */
async function received(c: RequestContext, services: Services, signal: AbortSignal): Promise<Received> {
  const { importSlots: slots } = services;
  const body = slots.bodies.open();
  try {
    const bytes = await readImportBody(c, services, body, signal);
    body.complete();
    const leave = slots.take();
    const free = () => {
      leave();
      body.close();
    };
    return { bytes, free };
  } catch (error) {
    body.close();
    throw error;
  }
}

/**
 * What the request asks for, once it is known to make sense. What an import needs is loaded by the first of its kind: YAML, ZIP
 * and the rest of the conversions, which no other request needs.
 * @throws AppError `invalid_parameter`, `unsupported_media_type`.
 */
function beginning(c: RequestContext, services: Services, given: Given) {
  const { mode = "upsert", format, source, company } = given;
  const contentType = c.req.header("Content-Type");
  if (mode === "retain") return retaining(c, services, given);
  const type = readMediaType(contentType, format === undefined ? IMPORT_MEDIA_TYPES : ["application/json"]);
  const isMarkdown = FILE_MEDIA_TYPES.has(type);
  return async (options: Running, sent: Uint8Array) => {
    const { importRows, feedRows } = await import("../../import/input.ts");
    const { runImport } = await import("../../import/run.ts");
    const bytes = await decodedImport(c, services, sent, options.signal);
    const rows =
      format === undefined
        ? await importRows(type, bytes, services.limits)
        : await feedRows(format, bytes, services.limits);
    return runImport(services, rows, { ...options, source: source ?? format, company, isMarkdown });
  };
}

const FILE_MEDIA_TYPES: ReadonlySet<string> = new Set(["text/markdown", "application/zip", "application/gzip"]);

function retaining(c: RequestContext, services: Services, { source, format, company, maxArchivedPercent }: Given) {
  const faults = [
    ...(source === undefined ? [faultOf("required", "source", "source is required with mode=retain")] : []),
    ...(company === undefined
      ? []
      : [faultOf("conflicting", "company", "company says nothing with mode=retain, whose rows are names alone")]),
  ];
  if (source === undefined || faults.length > 0) throw invalidParameters(faults);
  const type = readMediaType(
    c.req.header("Content-Type"),
    format === undefined ? NAME_MEDIA_TYPES : (["application/json"] as const),
  );
  return async (options: Running, sent: Uint8Array) => {
    const { feedNames, nameRows } = await import("../../import/names.ts");
    const { runRetain } = await import("../../import/retain.ts");
    const bytes = await decodedImport(c, services, sent, options.signal);
    const rows =
      format === undefined
        ? await nameRows(type, bytes, services.limits)
        : await feedNames(format, bytes, services.limits);
    const percent = maxArchivedPercent ?? MAX_ARCHIVED_PERCENT;
    return runRetain(services, rows, { ...options, source, maxArchivedPercent: percent });
  };
}

function faultOf(code: string, parameter: string, detail: string): Fault {
  return { code, detail, parameter };
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
      changes = result.created + result.updated + result.archived;
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
