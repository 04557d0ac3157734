/** `rolecall import FILE|DIR|ARCHIVE|-`: listings straight into the store, with the rules of `POST /v1/imports`. */
import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { buffer as readStream } from "node:stream/consumers";
import { readArchive } from "../../core/convert/archive.ts";
import { isMarkdownName } from "../../core/convert/file-name.ts";
import {
  type ImportRow,
  jsonItems,
  jsonRows,
  type MarkdownFile,
  markdownFile,
  markdownRows,
} from "../../core/convert/rows.ts";
import { AppError } from "../../core/errors.ts";
import { isWorthPublishing } from "../../core/index/bounds.ts";
import { publish } from "../../core/index/publish.ts";
import { decodeUtf8 } from "../../core/listing/json.ts";
import { openBlobStore } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { feedRows, importRows } from "../import/input.ts";
import { FEED_FORMATS, type FeedFormat } from "../import/media-types.ts";
import type { RowResult } from "../import/row.ts";
import { type ImportSummary, runImport } from "../import/run.ts";
import { DEFAULT_REQUEST_LIMITS } from "../request-limits.ts";
import { type Command, type OpenBoard, readArguments, UsageError, withMadeBoard } from "./command.ts";
import { plain, printJson, printLine, progress } from "./output.ts";

/** No clock but the person's patience ends an import of the command line, and it may have any number of rows. */
const LIMITS = {
  ...DEFAULT_REQUEST_LIMITS,
  importTimeoutMs: Number.POSITIVE_INFINITY,
  importRows: Number.POSITIVE_INFINITY,
};
const MAX_ARCHIVE_BYTES = 4 * 1024 ** 3;
/** Rejected rows that are told to a person; all of them are in the output of --json. */
const SHOWN_FAULTS = 20;

export const importListings: Command = async (args) => {
  const { values, positionals } = readArguments(args, {
    source: { type: "string" },
    company: { type: "string" },
    format: { type: "string" },
    "dry-run": { type: "boolean" },
  });
  const format = feedFormat(values.format);
  const [input, ...rest] = positionals;
  if (input === undefined || rest.length > 0)
    throw new UsageError("name one file, folder or archive, or - for NDJSON from standard input");
  const rows = await rowsOf(input, format);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("interrupted")));
  return withMadeBoard(async ({ board, env }) => {
    let outage: AppError | undefined;
    const options = {
      onOutage: (error: AppError) => {
        outage = error;
      },
      source: values.source ?? format,
      company: values.company,
      isDryRun: values["dry-run"] === true,
      signal: stop.signal,
      startedAt: env.monotonic(),
    };
    const results = runImport({ board, env, limits: LIMITS }, rows, options);
    let changes = 0;
    const onSummary = ({ created, updated }: ImportSummary) => {
      changes = created + updated;
    };
    const status = await tell(results, values.json === true, onSummary);
    if (!options.isDryRun && isWorthPublishing({ changes, bytes: 0 })) await publishAll({ board, env }, stop.signal);
    if (outage !== undefined) process.stderr.write(`rolecall import: ${outage.message} (${outage.code})\n`);
    return status;
  });
};

function feedFormat(given: string | undefined): FeedFormat | undefined {
  const format = FEED_FORMATS.find((known) => known === given);
  if (given !== undefined && format === undefined) throw new UsageError(`--format must be ${FEED_FORMATS.join(", ")}`);
  return format;
}

/** The listings are in whatever becomes of it: a failure is only told. */
async function publishAll(on: Pick<OpenBoard, "board" | "env">, signal: AbortSignal): Promise<void> {
  const blobs = await openBlobStore(configuration().blobs);
  try {
    await publish({ ...on, blobs, signal });
  } catch (error) {
    process.stderr.write(`rolecall import: imported, but not published: ${error}; run \`rolecall publish\`\n`);
  } finally {
    await blobs.close();
  }
}

/** 0 when every row was taken, 1 when one was not. */
async function tell(
  lines: AsyncIterable<RowResult | ImportSummary>,
  isJson: boolean,
  onSummary: (summary: ImportSummary) => void,
): Promise<number> {
  const shown = progress("imported");
  const rejected: RowResult[] = [];
  for await (const line of lines) {
    if (isJson) printJson(line);
    if (line.kind === "summary") {
      onSummary(line);
      shown.end();
      if (!isJson) summarise(line, rejected);
      return line.rejected === 0 && line.complete ? 0 : 1;
    }
    if (line.action === "rejected") rejected.push(line);
    shown.report(line.index + 1);
  }
  throw new AppError("unavailable", "the import ended without a summary");
}

function summarise(
  { created, updated, unchanged, complete, nextIndex }: ImportSummary,
  rejected: readonly RowResult[],
): void {
  for (const { index, name, errors = [] } of rejected.slice(0, SHOWN_FAULTS)) {
    process.stderr.write(
      `row ${index}${name === undefined ? "" : ` (${plain(name)})`}: ${plain(errors.map(({ detail }) => detail).join("; "))}\n`,
    );
  }
  if (rejected.length > SHOWN_FAULTS)
    process.stderr.write(`… and ${rejected.length - SHOWN_FAULTS} more: see --json\n`);
  printLine(`${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`);
  if (!complete) printLine(`stopped before row ${nextIndex}: run it again, what is in already will be unchanged`);
}

async function rowsOf(input: string, format: FeedFormat | undefined): Promise<Iterable<ImportRow>> {
  if (input === "-") {
    const bytes = await readStream(process.stdin);
    return format === undefined ? importRows("application/x-ndjson", bytes, LIMITS) : feedRows(format, bytes, LIMITS);
  }
  try {
    if (format !== undefined) return await feedRows(format, await readFile(input), LIMITS);
    if ((await stat(input)).isDirectory()) return markdownRows(await filesOf(input));
    return await fileRows(input, await readFile(input));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("not_found", `cannot read ${input}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** By the name's ending; what has none of them is told by its first bytes. */
async function fileRows(name: string, bytes: Uint8Array): Promise<Iterable<ImportRow>> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isGzip || isZip) {
    return markdownRows(
      readArchive(bytes, { type: isZip ? "application/zip" : "application/gzip", maxBytes: MAX_ARCHIVE_BYTES }),
    );
  }
  if (/\.(md|markdown)$/i.test(name)) return markdownRows([markdownFile(bytes, basename(name))]);
  if (/\.(ndjson|jsonl)$/i.test(name)) return importRows("application/x-ndjson", bytes, LIMITS);
  if (/\.csv$/i.test(name)) return importRows("text/csv", bytes, LIMITS);
  if (/\.json$/i.test(name)) return jsonRows(jsonItems(decodeUtf8(bytes, "invalid_json")));
  throw new AppError(
    "unsupported_media_type",
    `${name}: the name must end in .md, .ndjson, .jsonl, .json, .csv, .tar.gz or .zip`,
  );
}

/** Each file is read when its row is taken: thousands of them are neither open nor in memory at once. */
async function filesOf(folder: string): Promise<Iterable<MarkdownFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory() && isMarkdownName(entry.name) && !entry.name.startsWith("._"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return readEach(paths);
}

function* readEach(paths: readonly string[]): Generator<MarkdownFile> {
  for (const path of paths) yield readMarkdownFile(path);
}

/** One that cannot be read is a row that is rejected. */
function readMarkdownFile(path: string): MarkdownFile {
  const name = basename(path);
  try {
    return markdownFile(readFileSync(path), name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    return { name, error: new AppError("invalid_body", `cannot read ${path}: ${reason}`, { cause }) };
  }
}
