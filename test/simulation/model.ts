/**
 * The reference: what the board must be, from the log entries alone, in the order in which the store took them. It knows
 * nothing of slots, tokens, snapshots or retries.
 */
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import type { LogEntry } from "../../core/store/entry.ts";

export type State = ReadonlyMap<string, StoredListing>;

interface Moment {
  readonly tick: number;
  readonly stored: StoredListing | undefined;
}

export interface Model {
  /** Commits that the store took so far: the model's clock. */
  readonly tick: number;
  /** Number of the newest entry; -1 before the board was made. */
  readonly head: number;
  /** Number of the oldest entry that was not trimmed. */
  readonly first: number;
  readonly entries: readonly LogEntry[];
  /** When each entry was taken, virtual milliseconds. */
  readonly takenAt: readonly number[];
  /** Every listing and tombstone as of an entry. */
  stateAt(seq: number): State;
  /** Listings that are not deleted, as of an entry. */
  listingsAt(seq: number): ListingRecord[];
  /** What was stored under an id at some moment between two ticks. */
  during(id: string, from: number, to: number): readonly (StoredListing | undefined)[];
  /** The newest entry is the last one. */
  readonly isSealed: boolean;
  /** What is stored under an id now. */
  now(id: string): StoredListing | undefined;

  committed(): void;
  append(entry: LogEntry, at: number): void;
  forget(id: string): void;
  trimmed(seq: number): void;
}

export function model(): Model {
  const entries: LogEntry[] = [];
  const takenAt: number[] = [];
  const states: State[] = [];
  const past = new Map<string, Moment[]>();
  let tick = 0;
  let first = 0;

  function remember(id: string, stored: StoredListing | undefined): void {
    const moments = past.get(id) ?? [{ tick: -1, stored: undefined }];
    moments.push({ tick, stored });
    past.set(id, moments);
  }

  function stateAt(seq: number): State {
    return states[seq] ?? new Map();
  }

  return {
    get tick() {
      return tick;
    },
    get head() {
      return entries.length - 1;
    },
    get first() {
      return first;
    },
    get isSealed() {
      return entries.at(-1)?.sealed !== undefined;
    },
    entries,
    takenAt,
    stateAt,
    listingsAt: (seq) => [...stateAt(seq).values()].filter((stored) => stored.kind === "listing"),
    during(id, from, to) {
      const moments = past.get(id) ?? [];
      const before = moments.findLast((moment) => moment.tick <= from);
      const within = moments.filter((moment) => moment.tick > from && moment.tick <= to);
      return [before, ...within].map((moment) => moment?.stored);
    },
    now: (id) => past.get(id)?.at(-1)?.stored,
    committed() {
      tick++;
    },
    append(entry, at) {
      states.push(new Map([...stateAt(entries.length - 1), ...entry.changes.map((one) => [one.id, one] as const)]));
      entries.push(entry);
      takenAt.push(at);
      for (const stored of entry.changes) remember(stored.id, stored);
    },
    forget: (id) => remember(id, undefined),
    trimmed(seq) {
      first = seq + 1;
    },
  };
}
