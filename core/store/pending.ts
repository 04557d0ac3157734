/** An operation on its way through the writer, and what an attempt writes for it. */
import { AppError } from "../errors.ts";
import type { StoredListing } from "../listing/record.ts";
import type { Value, Write } from "../ports.ts";
import { encodeEntry, encodeMark } from "./codec.ts";
import { entryKey, listingKey, markKey } from "./keys.ts";
import type { Mark } from "./mark.ts";
import type { Action, Decide } from "./operations.ts";

export interface Outcome {
  readonly action: Action;
  /** The listing or tombstone as the operation left it. */
  readonly stored: StoredListing;
}

/** An operation in the queue. */
export interface Pending {
  /** Unique for this submission; an entry or a listing that carries it proves that the operation was applied. */
  readonly operation: string;
  readonly id: string;
  /** Name that an idempotency key gives the operation: then there is a mark to read and to write. */
  readonly repeatable: string | undefined;
  readonly decide: Decide;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly release: () => void;
  attempts: number;
  /** What the last attempt would have done, for when that attempt turns out to have landed. */
  action: Action;
  /** Slot of an attempt that may have been applied and that nobody has looked at since. */
  doubt: number | undefined;
  isAnswered: boolean;
}

/** What the next attempt would write for an operation. */
export interface Planned {
  readonly pending: Pending;
  readonly stored: StoredListing;
  readonly value: Value;
  readonly token: string | undefined;
  readonly mark: Mark | undefined;
  /** Of the mark that it replaces. */
  readonly markToken: string | undefined;
}

/** One commit: the slot if it is free, each listing as it was read, and what keys they use up. */
export function writesOf(planned: readonly Planned[], seq: number, at: number): Write[] {
  const bodies = planned.map(({ value }) => value.body);
  return [
    { key: entryKey(seq), value: encodeEntry(seq, at, bodies), condition: "absent" },
    ...planned.flatMap(({ pending, value, token, mark, markToken }) => {
      const [key = "", used] = keysOf(pending);
      const listing: Write = { key, value, condition: asRead(token) };
      if (mark === undefined || used === undefined) return [listing];
      return [listing, { key: used, value: encodeMark(mark), condition: asRead(markToken) }];
    }),
  ];
}

function asRead(token: string | undefined): NonNullable<Write["condition"]> {
  return token === undefined ? "absent" : { token };
}

/** What an operation reads: its listing, and the mark of its idempotency key. */
export function keysOf({ id, repeatable }: Pending): string[] {
  return repeatable === undefined ? [listingKey(id)] : [listingKey(id), markKey(repeatable)];
}

export function unknownOutcome(cause?: unknown): AppError {
  return new AppError(
    "outcome_unknown",
    "the store did not answer in time: the write may or may not have been applied",
    { cause },
  );
}
