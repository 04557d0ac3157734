/** Which snapshots a board offers: one record beside its log, swapped under its token, that never goes back. */
import { AppError } from "../errors.ts";
import type { Item } from "../ports.ts";
import { decodePointer, encodePointer } from "./codec.ts";
import { POINTER_KEY } from "./keys.ts";
import { writeRefusal } from "./layout.ts";
import { type BoardPlace, updateLayout } from "./layout-record.ts";
import { retryRead } from "./retry.ts";

/** The newest, and two to fall back to when its blob is damaged or lost. */
const MOST_OFFERED = 3;

export interface OfferedSnapshot {
  /** Of its blob. */
  readonly name: string;
  /** Number of the log entry up to which it is exact. */
  readonly position: number;
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  readonly digest: string;
  readonly engineVersion: number;
  /** Of the file. */
  readonly format: number;
  readonly listings: number;
  readonly bytes: number;
  readonly incarnation: string;
}

export interface Pointer {
  /** Of this line of history, newest first: the board was copied or restored if others are offered, and those mean nothing. */
  readonly offered: readonly OfferedSnapshot[];
  /** The record could not be read: it counts as none, and the next swap replaces it. */
  readonly isDamaged: boolean;
  /** What the swap must still find; `undefined` where there is no record. */
  readonly token: string | undefined;
}

export async function readPointer(on: BoardPlace, incarnation: string): Promise<Pointer> {
  const { space, env, board, signal } = on;
  return retryRead(env, signal, () => pointerOf({ space, env, board, signal }, incarnation));
}

async function pointerOf({ space, board, signal }: BoardPlace, incarnation: string): Promise<Pointer> {
  const [item] = await space.get(board, [POINTER_KEY], signal);
  return pointerIn(item, incarnation);
}

/** What its record says. */
export function pointerIn(item: Item | undefined, incarnation: string): Pointer {
  if (item === undefined) return { offered: [], isDamaged: false, token: undefined };
  const all = decodePointer(item);
  const offered = (all ?? []).filter((snapshot) => snapshot.incarnation === incarnation);
  return { offered, isDamaged: all === undefined, token: item.token };
}

export interface Swap {
  /** What was read before the snapshot was built. */
  readonly read: Pointer;
  readonly snapshot: OfferedSnapshot;
  /** Names of snapshots that turned out to be damaged: they are offered no longer. */
  readonly without?: ReadonlySet<string>;
}

/**
 * Offers a snapshot first, in front of those that were. Says whether it is offered now: not when another was in the meantime, nor
 * when a newer one is. The layout goes into the commit, so that no process swaps that has missed a restore.
 * @throws AppError `unavailable` for a board that takes no writes; `unavailable` and `outcome_unknown` of the store, after
 * which it may yet be offered: its blob has to stay.
 */
export function swapPointer(on: BoardPlace, incarnation: string, swap: Swap): Promise<boolean> {
  const { read, snapshot, without } = swap;
  return updateLayout<boolean>(on, async (layout) => {
    const now = await pointerOf(on, incarnation);
    // By an attempt whose answer was lost.
    if (now.offered.some(({ name }) => name === snapshot.name)) return { result: true };
    if (layout === undefined) throw new AppError("not_found", `there is no board ${on.board}`);
    const refusal = writeRefusal(layout, incarnation);
    if (refusal !== undefined) throw refusal;
    const [newest] = now.offered;
    if (now.token !== read.token || (newest?.position ?? 0) > snapshot.position) return { result: false };
    const kept = now.offered.filter(({ name }) => without?.has(name) !== true);
    const value = encodePointer(on.board, [snapshot, ...kept].slice(0, MOST_OFFERED));
    const condition = now.token === undefined ? ("absent" as const) : { token: now.token };
    return { layout, writes: [{ key: POINTER_KEY, value, condition }], result: true };
  });
}
