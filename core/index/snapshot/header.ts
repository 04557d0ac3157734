/** What a snapshot is of. */
import { corrupt } from "./format.ts";

export interface SnapshotHeader {
  readonly board: string;
  /** Of the board: positions of another one mean nothing. */
  readonly incarnation: string;
  /** Number of the log entry up to which it is exact. */
  readonly position: number;
  /** Listings in it, which is also the count of its documents. */
  readonly listings: number;
  /** Of what built it: the same listings give the same bytes only under the same version. */
  readonly engineVersion: number;
}

/** @throws AppError `corrupt` for a snapshot of another board, or of another life of this one. */
export function assertBelongs(
  header: SnapshotHeader,
  to: { readonly board: string; readonly incarnation: string },
): void {
  if (header.board === to.board && header.incarnation === to.incarnation) return;
  const [found, wanted] = [header, to].map(({ board, incarnation }) => `${board} (incarnation ${incarnation})`);
  throw corrupt("header", `is of board ${found}, not of ${wanted}`);
}
