/** What a board is, beside its listings, and what that allows. */
import { AppError } from "../errors.ts";

export interface Settings {
  /** IANA zone of date-only values in listings that name none of their own. */
  readonly timeZone: string;
  /** Days after its end at which a listing is deleted; absent: `KEPT_EXPIRED_DAYS` of `expire.ts`. */
  readonly keepExpiredDays?: number;
}

/** A board that takes no more writes. */
export interface Seal {
  /** Where writes go from now on, as its operators call it: opaque text. */
  readonly movedTo?: string;
  /** Clock of whoever sealed it, milliseconds; for people. */
  readonly at: number;
  /** Number of the entry that ended the log; absent while writes that were decided before may still land. */
  readonly seq?: number;
}

/** Work that has to be finished before anyone may open the board. */
export type Making =
  /** `of`: the incarnation that is being copied; `by`: the run that copies it, all others having to stop. */
  { readonly kind: "copy"; readonly of: string; readonly by: string } | RestoreInWork;

export interface RestoreInWork {
  readonly kind: "restore";
  /** The entry that the log begins with afterwards. */
  readonly head: number;
  /** There was none, nor its settings. */
  readonly isLayoutNew: boolean;
  /** Clock of the oldest entry that may know more than the listings, milliseconds. Absent: any of them may. */
  readonly newsSince?: number;
}

export interface Layout {
  readonly format: number;
  readonly board: string;
  /**
   * Random name of this line of history. Positions and cursors of another incarnation mean nothing here; a restore or a
   * copy that takes writes beside its source gets a new one.
   */
  readonly incarnation: string;
  readonly createdAt: number;
  readonly settings: Settings;
  /** Number of the log entry that made the settings what they are; absent when the board was made with them. */
  readonly settingsRevision?: number;
  readonly sealed?: Seal;
  readonly making?: Making;
  /** Where the history of a copy that is a board of its own parted from its source's. */
  readonly forkedFrom?: { readonly incarnation: string; readonly seq: number };
}

export const DEFAULT_SETTINGS: Settings = { timeZone: "UTC" };

/** Why nobody may open the board; `undefined` when anybody may. */
export function openRefusal({ board, making }: Layout): AppError | undefined {
  if (making === undefined) return undefined;
  const [work, command] = making.kind === "copy" ? ["copied", "the same copy"] : ["restored", "`rolecall restore`"];
  return new AppError("unavailable", `board ${board} is being ${work}; run ${command} again to finish it`);
}

/**
 * Why a process that opened the board as `incarnation` may not write to it; `undefined` when it may. The one place that says
 * so: whoever writes asks it of a layout that was read behind the newest entry it knows.
 */
export function writeRefusal(layout: Layout, incarnation: string): AppError | undefined {
  const { board, sealed } = layout;
  if (sealed?.movedTo !== undefined) {
    return new AppError("unavailable", `board ${board} has moved to ${sealed.movedTo}: send writes there`);
  }
  if (sealed !== undefined) return new AppError("unavailable", `board ${board} is sealed: it takes no writes`);
  if (layout.incarnation !== incarnation) {
    const message = `board ${board} was restored or replaced since this process opened it: start the process again`;
    return new AppError("unavailable", message);
  }
  return openRefusal(layout);
}
