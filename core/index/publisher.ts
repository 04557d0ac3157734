/**
 * Publishing as one process does it: one run at a time, after imports, in the background where there is one, and before an
 * import that would leave the log too long for a cold start.
 */
import { isAppError } from "../errors.ts";
import { jsonBytes } from "../listing/limits.ts";
import type { Board } from "../store/board.ts";
import { type Backlog, exceeds, HARD_BOUND, isWorthPublishing, PublishNeeded } from "./bounds.ts";
import { type Published, type PublishOptions, publish } from "./publish.ts";
import { sharedRun } from "./shared-run.ts";

export interface Publisher {
  /** A run, or the one under way, which each caller waits for as long as its own time allows. Throws as `publish`. */
  run(signal?: AbortSignal): Promise<Published>;
  /** Begins a run without anybody waiting for it; what goes wrong is logged. */
  start(): void;
  /** The same, for whoever could not read a snapshot that is offered: the run reads the newest one whole. */
  mend(): void;
  /**
   * For an import that has changed so many listings: publishes when that has become worth it. Never fails: what was written is
   * written, and maintenance will publish it.
   */
  afterImport(changes: number, signal: AbortSignal): Promise<void>;
  /**
   * For an import that is to begin. @throws AppError `publish_behind` when the log behind the newest snapshot is beyond the hard
   * bound, and publishing fails.
   */
  assertRoom(signal?: AbortSignal): Promise<void>;
  /** Ends what runs in the background. */
  stop(): Promise<void>;
}

export interface PublisherOptions extends Pick<PublishOptions, "board" | "blobs" | "env"> {
  /** Whether the process goes on after an answer, so that nobody has to wait for a run; default: no. */
  readonly isBackground?: boolean | undefined;
}

/** An entry has 360 KB at most, 130 KB and 40 listings unless one alone is larger: up to here it cannot be too much. */
const ENTRIES_BELOW_BOUND = 100;
/** Places of the log that are looked at to say how long the rest of it is, and changes at each: an entry has no more of them. */
const SAMPLES = 8;
const CHANGES_PER_SAMPLE = 40;

export function publisher({ isBackground = false, ...options }: PublisherOptions): Publisher {
  const { board, env } = options;
  const stopped = new AbortController();
  const runs = sharedRun(begin);
  /** Listings changed by imports of this process since it last published. */
  let imported = 0;
  let isDoubted = false;

  async function begin(signal: AbortSignal): Promise<Published> {
    const counted = imported;
    const isCursory = !isDoubted;
    isDoubted = false;
    const published = await publish({ ...options, signal, isCursory });
    imported -= counted;
    return published;
  }

  async function logged(work: Promise<Published>): Promise<void> {
    try {
      await work;
    } catch (error) {
      env.log("publish_failed", { error: String(error) });
    }
  }

  function start(): void {
    if (!stopped.signal.aborted) void logged(runs.join(stopped.signal));
  }

  return {
    run: runs.join,
    start,
    mend() {
      isDoubted = true;
      start();
    },
    async afterImport(changes, signal) {
      imported += changes;
      if (!isWorthPublishing({ changes: imported, bytes: 0 })) return;
      if (isBackground) start();
      else await logged(runs.join(signal));
    },
    async assertRoom(signal) {
      if (!(await isFull(board, signal))) return;
      try {
        await runs.join(signal);
      } catch (cause) {
        throw publishBehind(cause);
      }
      if (await isFull(board, signal)) throw publishBehind(undefined);
    },
    async stop() {
      stopped.abort();
      await runs.stop();
    },
  };
}

/**
 * Whether the log behind the newest snapshot is beyond the hard bound. Entries do not say how many changes they have, and an
 * import of one row is not to read 10,000 of them first: what a few hold is taken for the rest. An index that starts measures
 * all of them.
 */
async function isFull(board: Board, signal: AbortSignal | undefined): Promise<boolean> {
  const [newest] = (await board.snapshots({ signal })).offered;
  const position = newest?.position ?? 0;
  const entries = (await board.head({ signal })) - position;
  if (entries <= ENTRIES_BELOW_BOUND) return false;
  // Each has one change at least, but for the few that change settings.
  if (entries > HARD_BOUND.changes) return true;
  const starts = Array.from({ length: SAMPLES }, (_, i) => position + Math.floor((entries * i) / SAMPLES));
  try {
    const samples = await Promise.all(starts.map((seq) => sampleOf(board, seq, signal)));
    return exceeds(backlogOf(samples, entries), HARD_BOUND);
  } catch (error) {
    // Of a board that was trimmed before it had snapshots.
    if (isAppError(error, "cursor_expired")) return true;
    throw error;
  }
}

/** What the first whole entries behind that one hold, for each of them. */
async function sampleOf(board: Board, seq: number, signal: AbortSignal | undefined): Promise<Backlog> {
  const { changes, next } = await board.changes({ seq }, CHANGES_PER_SAMPLE, { signal });
  const { taken = 0 } = next;
  const whole = changes.slice(0, changes.length - taken);
  const bytes = whole.reduce((sum, { stored }) => sum + jsonBytes(stored), 0);
  const entries = Math.max(1, next.seq - seq - (taken > 0 ? 1 : 0));
  return { changes: whole.length / entries, bytes: bytes / entries };
}

/** Each sample stands for its part of the log, however many entries it has. */
function backlogOf(samples: readonly Backlog[], entries: number): Backlog {
  const all = (of: keyof Backlog) =>
    Math.round((entries / samples.length) * samples.reduce((sum, sample) => sum + sample[of], 0));
  return { changes: all("changes"), bytes: all("bytes") };
}

function publishBehind(cause: unknown): PublishNeeded {
  const { changes, bytes } = HARD_BOUND;
  const limit = `${changes} changes or ${bytes / 1024 ** 2} MiB`;
  return new PublishNeeded(
    "publish_behind",
    `more than ${limit} are in no snapshot yet: send the import again later`,
    cause,
  );
}
