import { AppError, isAppError } from "../../core/errors.ts";

// Primary result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/**
 * Where a call failed decides what it may have done. Until COMMIT is asked for, SQLite has promised nothing and rolls
 * back. Once it is, the write-ahead log may already hold the commit record when the write or the fsync behind it fails,
 * and recovery after a crash would then apply it.
 */
export type Stage = "before commit" | "commit";

/** Runs one synchronous step against SQLite and turns what it throws into an `AppError`. */
export function attempt<Result>(stage: Stage, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    throw isAppError(error) ? error : toAppError(stage, error);
  }
}

function toAppError(stage: Stage, cause: unknown): AppError {
  const message = `sqlite: ${cause instanceof Error ? cause.message : String(cause)}`;
  const code = primaryCode(cause);
  if (code === CORRUPT || code === NOT_A_DATABASE) return new AppError("corrupt", message, { cause });
  // A busy COMMIT has written nothing and leaves the transaction open to be rolled back.
  if (stage === "commit" && code !== BUSY) return new AppError("outcome_unknown", message, { cause });
  return new AppError("unavailable", message, { cause });
}

/** Another connection holds a lock: the step did nothing and may be repeated. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** Extended codes carry the primary one in their low byte. `undefined` when Node refused before SQLite was asked. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}
