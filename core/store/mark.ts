/**
 * What an idempotency key was used for. The listing's own `createdBy` says as much, but a body with a source has the id of
 * its source: only the mark tells that the same key comes with another one.
 */
export interface Mark {
  readonly id: string;
  /** SHA-256, hex, of the request before defaults. */
  readonly requestHash: string;
  /** Milliseconds since 1970 UTC, for trimming. */
  readonly at: number;
}
