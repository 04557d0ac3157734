/** Making listings what log entries say they are, wherever the entries say something newer. */
import { type Item, LIMITS, utf8Length, type Write } from "../ports.ts";
import { decodeEntry, decodeListing, encodeListing } from "./codec.ts";
import type { LogEntry } from "./entry.ts";
import { listingKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import type { BoardPlace } from "./layout-record.ts";

/** Left free in every commit for the layout record, which goes with it and has some 400 bytes, and for marks of some 200. */
const LAYOUT_BYTES = 16 * 1024;
export const MAX_WRITES = LIMITS.writesPerCommit - 1;
export const MAX_BYTES = LIMITS.bytesPerCommit - LAYOUT_BYTES;

export interface ReadEntry extends LogEntry {
  readonly item: Item;
}

/** The first entries of a page, as many as one commit can carry with the listings in them and their marks; at least one. */
export function entriesThatFit(items: readonly Item[]): readonly ReadEntry[] {
  const chosen: ReadEntry[] = [];
  let writes = 0;
  let bytes = 0;
  for (const item of items) {
    const entry = decodeEntry(item);
    writes += 1 + 2 * entry.changes.length;
    // Once as the entry, once more as the listings in it.
    bytes += 2 * utf8Length(item.value.body);
    if (chosen.length > 0 && (writes > MAX_WRITES || bytes > MAX_BYTES)) break;
    chosen.push({ ...entry, item });
  }
  return chosen;
}

/** What has to be put so that every listing is at least as new as in the entries: the higher revision wins. */
export async function newerListings(on: BoardPlace, entries: readonly LogEntry[]): Promise<Write[]> {
  const { space, board, signal } = on;
  const changes = entries.flatMap((entry) => entry.changes);
  // In the order of the log, so the last one of an id is its newest.
  const newest = new Map(changes.map((stored) => [stored.id, stored]));
  const items = await space.get(board, [...newest.keys()].map(listingKey), signal);
  return [...newest.values()].flatMap((stored, i): Write[] => {
    const item = items[i];
    if (item !== undefined && decodeListing(item).revision >= stored.revision) return [];
    const condition = item === undefined ? "absent" : { token: item.token };
    return [{ key: listingKey(stored.id), value: encodeListing(stored), condition }];
  });
}

/** The layout with the newest settings of the entries, or with its own where those are newer. */
export function withNewerSettings(layout: Layout, entries: readonly LogEntry[]): Layout {
  const newest = entries.findLast(({ settings }) => settings !== undefined);
  if (newest?.settings === undefined || newest.seq <= (layout.settingsRevision ?? 0)) return layout;
  return { ...layout, settings: newest.settings, settingsRevision: newest.seq };
}
