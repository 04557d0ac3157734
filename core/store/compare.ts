/** Whether a copy says what its source says. */
import { type Content, contentDigest, followContent, liveListings, scanContent } from "./digest.ts";
import type { BoardPlace } from "./layout-record.ts";

export interface Difference {
  readonly id: string;
  readonly difference: "missing in the copy" | "not in the source" | "other content";
}

export interface Comparison {
  readonly isEqual: boolean;
  /** Live listings of the copy. */
  readonly listings: number;
  /** Content digest of the copy, see `digest.ts`. */
  readonly digest: string;
  readonly differing: number;
  /** The first 100, by id. */
  readonly differences: readonly Difference[];
}

const SHOWN_DIFFERENCES = 100;

/**
 * Compares a copy, which stands at entry `seq` and takes no writes, with its source, which may: what the source's log says
 * behind that entry counts for both.
 */
export async function compareContent(
  source: BoardPlace,
  copy: BoardPlace,
  seq: number,
  onListings: (count: number) => void,
): Promise<Comparison> {
  const copied = await scanContent(copy, onListings);
  const digest = contentDigest(copy.env, copied);
  const listings = liveListings(copied);
  const original = await scanContent(source, (count) => onListings(copied.size + count));
  await followContent(source, seq, [original, copied]);
  const isEqual = contentDigest(source.env, original) === contentDigest(source.env, copied);
  const differences = isEqual ? [] : differencesOf(original, copied);
  return {
    isEqual,
    listings,
    digest,
    differing: differences.length,
    differences: differences.slice(0, SHOWN_DIFFERENCES),
  };
}

function differencesOf(original: Content, copied: Content): Difference[] {
  const ids = [...new Set([...original.keys(), ...copied.keys()])].sort();
  return ids.flatMap((id): Difference[] => {
    const [there, here] = [original.get(id)?.hash, copied.get(id)?.hash];
    if (there === here) return [];
    if (here === undefined) return [{ id, difference: "missing in the copy" }];
    return [{ id, difference: there === undefined ? "not in the source" : "other content" }];
  });
}
