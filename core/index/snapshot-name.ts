/** Names of snapshots' blobs: what an operator sees in the bucket, and what pruning goes by. */
import type { Env } from "../env.ts";

const NAME =
  /^[A-Za-z0-9_-]+\/snapshots\/\d{12}-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{16}-[0-9a-f]{8}\.rcs$/;
const POSITION_DIGITS = 12;
const DIGEST_DIGITS = 16;
const ATTEMPT_BYTES = 4;

/** Boards whose names begin alike have nothing in common: the name of a board has no slash. */
export function snapshotsOf(board: string): string {
  return `${board}/snapshots/`;
}

export interface NamedSnapshot {
  readonly board: string;
  readonly position: number;
  /** Hexadecimal. */
  readonly digest: string;
}

/** A new name with every call: a blob that another attempt puts, or deletes, is another blob. */
export function snapshotName(env: Env, { board, position, digest }: NamedSnapshot): string {
  const at = new Date(env.now()).toISOString().replace(/[-:]|\.\d+/g, "");
  const attempt = Array.from(env.randomBytes(ATTEMPT_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const seq = String(position).padStart(POSITION_DIGITS, "0");
  return `${snapshotsOf(board)}${seq}-${at}-${digest.slice(0, DIGEST_DIGITS)}-${attempt}.rcs`;
}

/** When the name was given, milliseconds since 1970; `undefined` for a blob that is no snapshot. */
export function namedAt(name: string): number | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
