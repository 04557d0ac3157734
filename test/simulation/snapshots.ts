/** Whether a snapshot says what the log says. */
import { openSnapshot } from "../../core/index/snapshot/open.ts";
import { memorySource } from "../../core/index/snapshot/source.ts";
import { ListingIndex } from "../../core/search/listing-index.ts";
import type { OfferedSnapshot } from "../../core/store/pointer.ts";
import type { Model } from "./model.ts";
import { type Invariant, Violation } from "./violation.ts";

/** As it was put, before anything can happen to it. */
export async function assertSnapshot({ name, position }: OfferedSnapshot, bytes: Uint8Array, known: Model) {
  const snapshot = await openSnapshot(memorySource(bytes));
  await snapshot.loadAll();
  const { sections, header } = snapshot;
  if (header.position !== position) throw new Violation("snapshots equal the log", `${name} is of ${header.position}`);
  const index = new ListingIndex({ sections, listings: header.listings, position });
  assertContent(index, position, known, "snapshots equal the log");
}

/** Listing by listing, by content. The index's hashes have to be loaded. */
export function assertContent(index: ListingIndex, position: number, known: Model, invariant: Invariant): void {
  const expected = new Map(known.listingsAt(position).map(({ id, contentHash }) => [id, contentHash]));
  for (const [id, hash] of index.contentHashes()) {
    const wanted = expected.get(id);
    if (wanted === undefined) throw new Violation("deleted listings stay deleted", `${id} at entry ${position}`);
    if (wanted !== hash) throw new Violation(invariant, `listing ${id} at entry ${position}`);
    expected.delete(id);
  }
  const [missing] = expected.keys();
  if (missing !== undefined) throw new Violation(invariant, `listing ${missing} is missing at entry ${position}`);
}
