/** How far an index may be behind its snapshot. Both are measured in changes and in the bytes of their JSON. */
import { AppError } from "../errors.ts";

export interface Backlog {
  readonly changes: number;
  readonly bytes: number;
}

/** From here on publishing is worth its price: a tail of 2,000 listings costs a cold start some 0.3 s. */
export const SOFT_BOUND: Backlog = { changes: 2_000, bytes: 4 * 1024 * 1024 };
/** What one request may apply, and what imports wait for: some 3 s of a cold start. */
export const HARD_BOUND: Backlog = { changes: 20_000, bytes: 40 * 1024 * 1024 };

/** Listings of which an index is built inside a request when there is no snapshot. */
export const MAX_SCANNED = 20_000;

export function exceeds({ changes, bytes }: Backlog, bound: Backlog): boolean {
  return changes > bound.changes || bytes > bound.bytes;
}

/** Whether so much behind the newest snapshot is worth another one. */
export function isWorthPublishing(backlog: Backlog): boolean {
  return backlog.changes >= SOFT_BOUND.changes || backlog.bytes >= SOFT_BOUND.bytes;
}

/** Long enough for a publisher that is under way. */
const RETRY_AFTER_SECONDS = 10;

/** What a request is refused with that only a publisher can help: asking again before there is another snapshot is no use. */
export class PublishNeeded extends AppError {
  constructor(code: "behind" | "unavailable" | "publish_behind", message: string, cause?: unknown) {
    super(code, message, { cause, details: { retryAfterSeconds: RETRY_AFTER_SECONDS } });
  }
}

export function tooFarBehind(position: number): PublishNeeded {
  const { changes, bytes } = HARD_BOUND;
  const limit = `${changes} changes or ${bytes / 1024 ** 2} MiB`;
  return new PublishNeeded(
    "behind",
    `the log behind entry ${position} has more than ${limit}: publish a snapshot first`,
  );
}

export function tooLargeToScan(): PublishNeeded {
  return new PublishNeeded(
    "unavailable",
    `the board has more than ${MAX_SCANNED} listings and no snapshot that can be read: publish one first`,
  );
}
