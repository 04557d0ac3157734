/**
 * Listings that were read lately, as values: whoever reads one reads it often, and its text is then as it was, which is compared
 * in a fraction of the time in which it is parsed. The store is asked all the same; nothing is answered from here alone.
 */
import type { StoredListing } from "../listing/record.ts";
import type { Item } from "../ports.ts";
import { decodeListing } from "./codec.ts";

/** Of text; a listing has 3 KB, and takes about three times that as a value. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

interface Recent {
  readonly body: string;
  readonly stored: StoredListing;
}

/** As `decodeListing`, which gives the same value for the same text as long as it is remembered. */
export function recentListings(maxCharacters: number = MAX_CHARACTERS): (item: Item) => StoredListing {
  // Least recently read first.
  const recent = new Map<string, Recent>();
  let characters = 0;

  function forget(key: string, { body }: Recent): void {
    recent.delete(key);
    characters -= body.length;
  }

  return (item) => {
    const { key, value } = item;
    const known = recent.get(key);
    if (known !== undefined) forget(key, known);
    const stored = known?.body === value.body ? known.stored : decodeListing(item);
    recent.set(key, { body: value.body, stored });
    characters += value.body.length;
    for (const [oldest, one] of recent) {
      if (characters <= maxCharacters) break;
      forget(oldest, one);
    }
    return stored;
  };
}
