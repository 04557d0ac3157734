/** What a schedule asks for: every board of a store is maintained, the default one first. */
import type { Env } from "../core/env.ts";
import { isAppError } from "../core/errors.ts";
import type { BlobStore, KeySpace } from "../core/ports.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import { boardNames } from "../core/store/board-list.ts";
import { type Maintained, maintain } from "./maintain.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface MaintainedBoards {
  readonly boards: readonly (Maintained & { readonly board: string })[];
}

export interface MaintainBoardsOptions {
  readonly signal?: AbortSignal;
  /** Told of each board how far its published index was behind, also when its maintenance then fails. */
  readonly onIndexAge?: (board: string, seconds: number) => void;
}

export interface StoreToMaintain {
  /** The default one. */
  readonly board: Board;
  readonly space: KeySpace;
  readonly blobs: BlobStore;
  readonly env: Env;
  readonly limits: RequestLimits;
}

/**
 * One board's failure keeps no other from its turn.
 * @throws what the first that failed has thrown, after all have had theirs.
 */
export async function maintainBoards(
  store: StoreToMaintain,
  { signal, onIndexAge }: MaintainBoardsOptions = {},
): Promise<MaintainedBoards> {
  const { board: main, space, env } = store;
  const others = (await boardNames({ space, env, signal })).filter((name) => name !== main.name);
  const boards: (Maintained & { readonly board: string })[] = [];
  const failures: unknown[] = [];
  for (const name of [main.name, ...fromAnywhere(others, env)]) {
    try {
      const board = name === main.name ? main : await openFinished(store, name, signal);
      if (board === undefined) continue;
      const done = await maintain(
        { ...store, board },
        {
          ...(signal === undefined ? {} : { signal }),
          onIndexAge: (seconds) => onIndexAge?.(name, seconds),
        },
      );
      boards.push({ board: name, ...done });
    } catch (error) {
      env.log("maintenance_failed", { board: name, error: String(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { boards };
}

/** `undefined` for a name in the list whose board was never finished: nothing is there to be maintained. */
async function openFinished(
  { space, env }: StoreToMaintain,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Board | undefined> {
  try {
    return await openBoard({ space, env, name, mustExist: true, signal });
  } catch (error) {
    if (isAppError(error, "not_found")) return undefined;
    throw error;
  }
}

/** In a circle from one drawn by chance: when time runs out half-way, it is not always the same boards that wait. */
function fromAnywhere(names: readonly string[], env: Env): readonly string[] {
  const [drawn = 0, low = 0] = env.randomBytes(2);
  const start = names.length === 0 ? 0 : (drawn * 256 + low) % names.length;
  return [...names.slice(start), ...names.slice(0, start)];
}
