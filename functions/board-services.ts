/** What work on the store alone needs, be it for HTTP or for the command line. */
import type { Env } from "../core/env.ts";
import type { Board } from "../core/store/board.ts";
import { encodePosition } from "../core/store/position.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface BoardServices {
  readonly board: Board;
  readonly env: Env;
  readonly limits: RequestLimits;
}

/** The token that clients see for the number of a log entry. */
export function positionToken({ board }: Pick<BoardServices, "board">, seq: number): string {
  return encodePosition(board.incarnation, { seq });
}
