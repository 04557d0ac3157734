/**
 * Positions as clients see them: opaque text, bound to an incarnation. Inside core a position is the number of a log
 * entry. A change cursor may also point into an entry, behind its first `taken` changes.
 */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import { randomId } from "../listing/id.ts";

export interface LogPoint {
  readonly seq: number;
  /** Changes of entry `seq` that are already behind the reader; absent: all of them. */
  readonly taken?: number;
}

// Up to 12 digits: the log's own key length.
const TOKEN = /^([a-z0-9]{10})-(\d{1,12})(?:-(\d{1,4}))?$/;

/** A name for a new line of history, as positions carry it. */
export function newIncarnation(env: Env): string {
  return randomId(env).slice(0, 10);
}

export function encodePosition(incarnation: string, point: LogPoint): string {
  const token = `${incarnation}-${point.seq}`;
  return point.taken === undefined ? token : `${token}-${point.taken}`;
}

/**
 * @param refusal the code for text that is no position: `invalid_cursor` or `invalid_parameter`.
 * @throws AppError with that code, or `cursor_expired` for a position of another incarnation.
 */
export function decodePosition(
  incarnation: string,
  token: string,
  refusal: "invalid_cursor" | "invalid_parameter",
  parameter: string,
): LogPoint {
  const match = TOKEN.exec(token);
  if (match === null || (match[3] !== undefined && refusal === "invalid_parameter")) {
    throw new AppError(refusal, `${parameter} is not a position of this service`, {
      errors: [{ code: "malformed", detail: "use a position or cursor exactly as an answer gave it", parameter }],
    });
  }
  if (match[1] !== incarnation) {
    throw new AppError(
      "cursor_expired",
      `${parameter} belongs to another board, or to this one before it was restored or copied: start again from an export`,
      {
        errors: [{ code: "other_incarnation", detail: "it was not handed out by this board as it is now", parameter }],
      },
    );
  }
  return { seq: Number(match[2]), ...(match[3] === undefined ? {} : { taken: Number(match[3]) }) };
}
