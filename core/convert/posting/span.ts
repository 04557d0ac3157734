/**
 * One value read from a posting, and where: `text.slice(start, end)` is the literal evidence.
 * `rule` is a stable name; a client may show it or filter by it.
 */
export interface Span {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  /** UTF-16 offset into the whole text. */
  readonly start: number;
  /** UTF-16 offset, exclusive. */
  readonly end: number;
}

/** Most spans of one answer. A real posting gives 10 to 60; the cap bounds the answer to a hostile text. */
export const MAX_SPANS = 500;
