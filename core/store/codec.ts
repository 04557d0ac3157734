/** Stored JSON to values and back: the one place where the shape of what the database holds is believed. */
import { AppError, isAppError } from "../errors.ts";
import type { ListingRecord, StoredListing } from "../listing/record.ts";
import type { Item, Value } from "../ports.ts";
import type { ApiKey } from "./api-keys.ts";
import type { LogEntry } from "./entry.ts";
import { listingKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import type { Mark } from "./mark.ts";
import type { OfferedSnapshot } from "./pointer.ts";

/** Version of everything below; a board written by a newer one is refused, not read wrongly. */
export const FORMAT = 1;

export function encodeListing(stored: StoredListing): Value {
  return { kind: stored.kind, id: stored.id, revision: stored.revision, body: JSON.stringify(stored) };
}

export function decodeListing(item: Item): StoredListing {
  return decode<StoredListing>(item, (value) => isStored(value) && listingKey(value.id ?? "") === item.key);
}

/** `bodies` are the very texts of the listings' own records, so that nothing is serialised twice. */
export function encodeEntry(seq: number, at: number, bodies: readonly string[]): Value {
  return { kind: "entry", revision: seq, body: `{"seq":${seq},"at":${at},"changes":[${bodies.join(",")}]}` };
}

/** An entry that changes the board itself and no listing. */
export function encodeBoardEntry(entry: LogEntry): Value {
  return { kind: "entry", revision: entry.seq, body: JSON.stringify(entry) };
}

export function decodeEntry(item: Item): LogEntry {
  return decode<LogEntry>(
    item,
    ({ changes, seq }) => Number.isInteger(seq) && Array.isArray(changes) && changes.every(isStored),
  );
}

/** What everybody who reads a listing goes through without looking. */
const LISTS = ["locations", "applicantLocations", "employmentTypes", "tags", "skills", "compensation"] as const;

function isStored(value: Partial<StoredListing> | null): boolean {
  if (typeof value?.id !== "string" || !Number.isSafeInteger(value.revision)) return false;
  if (value.kind !== "listing") return value.kind === "tombstone";
  const { content } = value as Partial<ListingRecord>;
  return typeof content === "object" && content !== null && LISTS.every((name) => Array.isArray(content[name]));
}

export function encodeMark(mark: Mark): Value {
  return { kind: "mark", id: mark.id, body: JSON.stringify(mark) };
}

export function decodeMark(item: Item): Mark {
  return decode<Mark>(item, (value) => typeof value.requestHash === "string");
}

export function encodeApiKey(key: ApiKey): Value {
  return { kind: "key", id: key.id, body: JSON.stringify(key) };
}

export function decodeApiKey(item: Item): ApiKey {
  return decode<ApiKey>(item, (value) => typeof value.secretHash === "string" && Array.isArray(value.scopes));
}

export function encodeLayout(layout: Layout): Value {
  return { kind: "board", id: layout.board, body: JSON.stringify(layout) };
}

export function decodeLayout(item: Item): Layout {
  const layout = decode<Layout>(
    item,
    (value) => Number.isInteger(value.format) && typeof value.incarnation === "string",
  );
  if (layout.format > FORMAT) {
    throw new AppError(
      "corrupt",
      `board ${layout.board} has format ${layout.format}, this version of Rolecall reads up to ${FORMAT}: use a newer one`,
    );
  }
  return layout;
}

export function encodePointer(board: string, snapshots: readonly OfferedSnapshot[]): Value {
  const revision = snapshots[0]?.position ?? 0;
  return { kind: "pointer", id: board, revision, body: JSON.stringify({ snapshots }) };
}

/** `undefined` for a record that cannot be read: what it says can be made again. */
export function decodePointer(item: Item): readonly OfferedSnapshot[] | undefined {
  try {
    const { snapshots } = decode<{ readonly snapshots: readonly OfferedSnapshot[] }>(item, (value) =>
      Array.isArray(value.snapshots),
    );
    return snapshots.every(isOffered) ? snapshots : undefined;
  } catch (error) {
    if (isAppError(error, "corrupt")) return undefined;
    throw error;
  }
}

function isOffered(snapshot: Partial<OfferedSnapshot> | null): boolean {
  return typeof snapshot?.name === "string" && Number.isSafeInteger(snapshot.position);
}

function decode<T extends object>(item: Item, holds: (value: Partial<T>) => boolean): T {
  try {
    const value: unknown = JSON.parse(item.value.body);
    // What Rolecall wrote is trusted in its details; only the outline is looked at, to tell damage from data.
    if (typeof value === "object" && value !== null && holds(value as Partial<T>)) return value as T;
  } catch (cause) {
    throw new AppError("corrupt", `the stored record ${item.key} is not JSON`, { cause });
  }
  throw new AppError("corrupt", `the stored record ${item.key} is not of the kind its key says`);
}
