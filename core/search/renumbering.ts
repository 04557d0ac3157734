/**
 * How the documents of an index become those of the next snapshot: the base's that are still live, and the tail's, newest
 * first. Equal listings come out in equal order, whatever route they took into the index.
 */

export interface Renumbering {
  /** Documents of the new snapshot. */
  readonly count: number;
  /** By new number: the document of the index that it was, base or tail. */
  readonly from: Uint32Array;
  /** By old number, base and tail: the new one, or `GONE`. */
  readonly to: Uint32Array;
}

export const GONE = 0xffff_ffff;
