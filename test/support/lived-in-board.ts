/** A board with a past: listings, changes, tombstones, idempotency keys, a change of settings. */
import { generatedListing } from "../../bench/generator.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { Board } from "../../core/store/board.ts";
import { listingInput } from "./listings.ts";

export const KEYED = { principal: "p", key: "the key" } as const;
export const KEYED_INPUT = listingInput({ title: "With a key" });

/** Number `i` of the generator's listings, of the source that it names. */
export function generated(i: number, fields: object = {}) {
  const input = parseListing({ ...generatedListing(i), ...fields });
  if (input.source === undefined) throw new Error("a generated listing has a source");
  return { ...input, source: input.source };
}

/** So many listings, of which every seventh is changed afterwards and every ninth deleted, and one with a key. */
export async function liveIn(board: Board, listings: number): Promise<void> {
  const numbers = Array.from({ length: listings }, (_, i) => i);
  const half = Math.floor(listings / 2);
  await Promise.all(numbers.slice(0, half).map((i) => board.upsert(generated(i), { fileName: `listing-${i}` })));
  await board.create(KEYED_INPUT, { idempotency: KEYED });
  await board.changeSettings(() => ({ timeZone: "Asia/Tokyo" }));
  await Promise.all(numbers.slice(half).map((i) => board.upsert(generated(i))));
  for (const i of numbers.filter((n) => n % 7 === 0)) await board.upsert(generated(i, { summary: `Changed ${i}` }));
  await Promise.all(
    numbers.filter((n) => n % 9 === 0).map((i) => board.remove(board.idOf(generated(i).source), "any")),
  );
}
