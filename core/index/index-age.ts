/** How far the published index is behind the board, as time. */
import type { Env } from "../env.ts";
import { isAppError } from "../errors.ts";
import type { Board } from "../store/board.ts";
import { RETENTION_MS } from "../store/trim.ts";
import { isUsable } from "./open-offered.ts";

export interface IndexAgeOptions {
  readonly board: Board;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
}

/** Seconds since the oldest change that the newest snapshot lacks; 0 when it lacks none. */
export async function indexAgeSeconds({ board, env, signal }: IndexAgeOptions): Promise<number> {
  const { offered } = await board.snapshots({ signal });
  const position = offered.find(isUsable)?.position ?? 0;
  if ((await board.head({ signal })) <= position) return 0;
  try {
    const { changes } = await board.changes({ seq: position }, 1, { signal });
    const [first] = changes;
    return first === undefined ? 0 : Math.max(0, Math.round((env.now() - first.at) / 1_000));
  } catch (error) {
    // The log was trimmed there, which it is only of entries that are older.
    if (isAppError(error, "cursor_expired")) return RETENTION_MS / 1_000;
    throw error;
  }
}
