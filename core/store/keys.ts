/** Where things live inside a board's partition. Keys sort as `b:` < `c:` < `d:` < `k:` < `l:` < `p:`. */
import { AppError } from "../errors.ts";

export const LAYOUT_KEY = "b:";
/** The record that names the snapshots. */
export const POINTER_KEY = "p:";
/** Partition that lists the boards of a store; no board can have this name. */
export const BOARDS_PARTITION = "_boards";

const SEQ_DIGITS = 12;
const API_KEYS = "c:";
const LISTINGS = "d:";
const MARKS = "k:";
const ENTRIES = "l:";

/** Below every API key, and behind all of them. Whatever walks through listings, marks or entries does not meet them. */
export const API_KEYS_START = API_KEYS;
export const API_KEYS_END = API_KEYS + "z".repeat(27);
/** Below every listing, and the last key that a listing can have. */
export const LISTINGS_START = LISTINGS;
export const LISTINGS_END = LISTINGS + "z".repeat(27);
/** Below every mark, and behind all of them. */
export const MARKS_START = MARKS;
export const MARKS_END = MARKS + "z".repeat(27);
export const ENTRIES_START = ENTRIES;
export const ENTRIES_END = entryKey(10 ** SEQ_DIGITS - 1);

export function apiKeyKey(id: string): string {
  return API_KEYS + id;
}

export function listingKey(id: string): string {
  return LISTINGS + id;
}

export function idOfKey(key: string): string {
  return key.slice(LISTINGS.length);
}

/** `repeatable`: the name that an idempotency key gives a create. */
export function markKey(repeatable: string): string {
  return MARKS + repeatable;
}

/** Zero-padded, so that the order of keys is the order of the log. */
export function entryKey(seq: number): string {
  return ENTRIES + String(seq).padStart(SEQ_DIGITS, "0");
}

const ENTRY_NUMBER = new RegExp(`^\\d{${SEQ_DIGITS}}$`);

/**
 * @throws AppError `corrupt` for a key among the entries that has no number: who went by it would look for the end of the log
 * without ever finding it, or take a slot that is taken.
 */
export function seqOfKey(key: string): number {
  const digits = key.slice(ENTRIES.length);
  if (!ENTRY_NUMBER.test(digits)) throw new AppError("corrupt", `the log has a record that is no entry: ${key}`);
  return Number(digits);
}
