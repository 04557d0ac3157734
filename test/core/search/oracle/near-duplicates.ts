/** Groups of near duplicates, by comparing every pair of results. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import { sketchedTerms, sketchOf } from "../../../../core/search/values/sketch.ts";
import { fold } from "./values.ts";

const SKETCH_BITS = 128;
const EQUAL_BITS = 106;

/** Of results in their order, the first one of every group. */
export function firstOfEachGroup<T extends { readonly record: ListingRecord }>(results: readonly T[]): T[] {
  const groupOf = results.map((_, i) => i);
  for (let i = 0; i < results.length; i++) {
    for (let j = 0; j < i; j++) {
      if (!areDuplicates(results[i]?.record, results[j]?.record)) continue;
      const [kept = 0, joined = 0] = [groupOf[j], groupOf[i]];
      groupOf.forEach((group, at) => {
        if (group === joined) groupOf[at] = kept;
      });
    }
  }
  return results.filter((_, i) => groupOf.indexOf(groupOf[i] ?? 0) === i);
}

function areDuplicates(a: ListingRecord | undefined, b: ListingRecord | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return (
    fold(a.content.company?.name ?? "") === fold(b.content.company?.name ?? "") &&
    a.content.requisitionId === b.content.requisitionId &&
    SKETCH_BITS -
      differingBits(
        sketchOf(sketchedTerms(a.content), a.content.requisitionId),
        sketchOf(sketchedTerms(b.content), b.content.requisitionId),
      ) >=
      EQUAL_BITS
  );
}

function differingBits(a: Uint32Array, b: Uint32Array): number {
  let bits = 0;
  for (let i = 0; i < SKETCH_BITS / 32; i++) {
    for (let word = (a[i] ?? 0) ^ (b[i] ?? 0); word !== 0; word &= word - 1) bits++;
  }
  return bits;
}
