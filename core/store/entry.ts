/** One entry of a board's log. */
import type { StoredListing } from "../listing/record.ts";
import type { Seal, Settings } from "./layout.ts";

export interface LogEntry {
  /** Dense from 0, which is the creation of the board. */
  readonly seq: number;
  /** Clock of the writer, milliseconds; for people and for trimming by age, never for order. */
  readonly at: number;
  /**
   * The full new state of every listing that the entry changed, each once, with `revision === seq` and the operation in
   * `changedBy`: a reader needs nothing but the log.
   */
  readonly changes: readonly StoredListing[];
  /** Set when the entry changes the board's settings; then `operation` says who did. */
  readonly settings?: Settings;
  readonly operation?: string;
  /** Set when the entry was written to end the log: of a board that moved, or of one before it was restored. */
  readonly sealed?: Seal;
}
