/**
 * An import under way: rows go to the board many at a time, so that they share commits, and their results come back in the
 * order of the input.
 */
import type { ImportRow } from "../../core/convert/rows.ts";
import { AppError } from "../../core/errors.ts";
import { type BoardServices, positionToken } from "../board-services.ts";
import {
  isOutage,
  planRow,
  previewRow,
  type RowDefaults,
  type RowOutcome,
  type RowPlan,
  type RowResult,
  rowFault,
  rowResult,
  writeRow,
} from "./row.ts";

/**
 * Rows are begun in bursts of a commit's worth (`core/store/pending.ts`), and the next burst while the one before is being
 * written. One by one, as results come back, they would be written one by one: 685 log entries for 1,000 rows, not 25.
 */
export const BURST = 40;
const WINDOW = 2 * BURST;
/** No further row is begun after this part of the time, so that those under way can end within it. */
const TIME_SHARE = 0.8;

export interface ImportSummary {
  readonly kind: "summary";
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly archived: number;
  readonly complete: boolean;
  /** First row that has no result, when not complete. */
  readonly nextIndex?: number;
  readonly position: string;
}

export interface ImportOptions extends RowDefaults {
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
  /** `Env.monotonic` when the request came. */
  readonly startedAt: number;
  /** Whether the answer has as many bytes as it may have. Default: never. */
  readonly isFull?: () => boolean;
  /** Told of the outage that stopped the import, of which its results say nothing. */
  readonly onOutage?: (error: AppError) => void;
}

/** The rest, from that row on, has to be sent again. */
interface Stopped {
  readonly nextIndex: number;
  readonly outage?: AppError;
}

interface Ended {
  readonly row: ImportRow;
  readonly plan?: RowPlan | undefined;
  readonly result: RowOutcome | AppError;
}

/** The results of the rows, then the summary. */
export async function* runImport(
  services: BoardServices,
  rows: Iterable<ImportRow>,
  options: ImportOptions,
): AsyncGenerator<RowResult | ImportSummary> {
  const { board } = services;
  const counts = { created: 0, updated: 0, unchanged: 0, rejected: 0 };
  let newest = 0;
  let nextIndex: number | undefined;
  for await (const next of inOrder(services, rows, options)) {
    if ("nextIndex" in next) {
      nextIndex = next.nextIndex;
      if (next.outage !== undefined) options.onOutage?.(next.outage);
      break;
    }
    const { row, plan, result } = next;
    const line = rowResult(row, plan, result instanceof AppError ? result : result.action);
    if (!(result instanceof AppError)) newest = Math.max(newest, result.revision);
    counts[line.action]++;
    yield line;
  }
  yield {
    kind: "summary",
    ...counts,
    archived: 0,
    complete: nextIndex === undefined,
    ...(nextIndex === undefined ? {} : { nextIndex }),
    position: positionToken(services, Math.max(newest, board.lastKnown())),
  };
}

/** Rows as they end, in the order of the input, perhaps not to its end. */
async function* inOrder(
  services: BoardServices,
  rows: Iterable<ImportRow>,
  options: ImportOptions,
): AsyncGenerator<Ended | Stopped> {
  const begin = beginner(services, options);
  const running: Promise<Ended>[] = [];
  try {
    for (const burst of inBursts(rows)) {
      const [next] = burst;
      if (next !== undefined && (isTimeOver(services, options) || options.isFull?.() === true)) {
        yield* ended(running, 0);
        yield { nextIndex: next.index };
        return;
      }
      running.push(...burst.map(begin));
      // Other requests get their turn: reading rows is work for the processor alone.
      await services.env.sleep(0);
      yield* ended(running, WINDOW - BURST);
    }
    yield* ended(running, 0);
  } finally {
    // Whoever stops early leaves no write behind that nobody waits for.
    await Promise.allSettled(running);
  }
}

function* inBursts(rows: Iterable<ImportRow>): Generator<readonly ImportRow[]> {
  let burst: ImportRow[] = [];
  for (const row of rows) {
    burst.push(row);
    if (burst.length < BURST) continue;
    yield burst;
    burst = [];
  }
  if (burst.length > 0) yield burst;
}

/** The oldest rows under way, until only so many are left. One that met an outage is to be sent again: it was not at fault. */
async function* ended(running: Promise<Ended>[], left: number): AsyncGenerator<Ended | Stopped> {
  while (running.length > left) {
    const oldest = await running.shift();
    if (oldest === undefined) return;
    const { row, result } = oldest;
    yield isOutage(result) ? { nextIndex: row.index, outage: result } : oldest;
  }
}

export function isTimeOver(
  { env, limits }: BoardServices,
  { signal, startedAt }: Pick<ImportOptions, "signal" | "startedAt">,
): boolean {
  return signal.aborted || env.monotonic() - startedAt > limits.importTimeoutMs * TIME_SHARE;
}

function beginner(services: BoardServices, options: ImportOptions): (row: ImportRow) => Promise<Ended> {
  const { isDryRun, signal } = options;
  const settings = isDryRun ? services.board.settings({ signal }) : undefined;
  // A failure is that of every row.
  settings?.catch(() => undefined);
  const seen = new Map<string, number>();
  const begin = async (row: ImportRow): Promise<Ended> => {
    let plan: RowPlan | undefined;
    try {
      plan = planRow(services, row, options);
      const first = seen.get(plan.id);
      if (first !== undefined) throw repeatedIdentity(first);
      seen.set(plan.id, row.index);
      const result =
        settings === undefined
          ? await writeRow(services, plan, signal)
          : await previewRow(services, plan, await settings, signal);
      return { row, plan, result };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "corrupt") services.env.log("import_row_failed", { index: row.index, error: String(error) });
      return { row, plan, result: error };
    }
  };
  return (row) => {
    const ending = begin(row);
    // A bug in one row surfaces when its turn comes; until then nobody listens.
    ending.catch(() => undefined);
    return ending;
  };
}

export function repeatedIdentity(first: number): AppError {
  return rowFault("repeated", `row ${first} of this input is the same listing: send each once`, "");
}
