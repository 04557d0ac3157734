/** A promise that was not kept: the one thing that a simulation looks for. */

import type { AppError } from "../../core/errors.ts";

/** The names are those of docs/simulation.md. */
export const INVARIANTS = [
  "acknowledged writes are there",
  "refused writes are not there",
  "one effect per operation",
  "one effect per idempotency key",
  "a source names one listing",
  "writes meet their preconditions",
  "writes are as they were sent",
  "answers are of their time",
  "revisions are positions",
  "the log is dense",
  "the log is the listings",
  "only the old is forgotten",
  "the expired are removed",
  "deleted listings stay deleted",
  "a view is the log up to its position",
  "a view holds what it has to",
  "search equals a scan",
  "a walk meets each listing once",
  "consumers see the log",
  "copies equal their source",
  "a restored board is what its backup says",
  "a sealed board stays as it is",
  "snapshots equal the log",
  "the pointer never goes back",
  "offered blobs stay",
  "errors have codes",
  "everything settles",
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: Invariant;

  constructor(invariant: Invariant, detail: string, cause?: unknown) {
    super(`${invariant}: ${detail}`, cause === undefined ? undefined : { cause });
    this.invariant = invariant;
  }
}

/** A read is refused when a store is away, or for one of the reasons that it alone has. */
export function assertAway(error: AppError, what: string, others: readonly AppError["code"][] = []): void {
  if (error.code === "unavailable" || others.includes(error.code)) return;
  throw new Violation("errors have codes", `${what} was refused: ${error}`, error);
}
