/** What one request may cost: bytes and time are the deployment's, unlike the limits of a listing. */

export interface RequestLimits {
  /** A body that is not an import. Room for the largest description with every character escaped as `\ud83d\ude00`. */
  readonly bodyBytes: number;
  /** An import as sent. */
  readonly importBytes: number;
  /** An import after `Content-Encoding` and the archive were undone. */
  readonly importDecodedBytes: number;
  readonly importRows: number;
  /** Results of an import, about: past it no further row is begun, and the rest is to be sent again. */
  readonly importAnswerBytes: number;
  /** Imports at once in one process: each may hold its input twice, as bytes and as text. */
  readonly importsAtOnce: number;
  /** Until a request is given up; a write that may have been applied by then ends in `outcome_unknown`. */
  readonly timeoutMs: number;
  /** Until an import takes no further row, and what goes through a whole board is given up. */
  readonly importTimeoutMs: number;
  /** After that, until an import is cut whose results nobody takes: it holds memory, and the place of another. */
  readonly importTakingMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_REQUEST_LIMITS: RequestLimits = {
  bodyBytes: 2 * MIB,
  importBytes: 128 * MIB,
  importDecodedBytes: 128 * MIB,
  importRows: 10_000,
  importAnswerBytes: 128 * MIB,
  importsAtOnce: 2,
  timeoutMs: 10_000,
  importTimeoutMs: 120_000,
  importTakingMs: 30_000,
};
