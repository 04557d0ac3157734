/**
 * Listings that were read lately, as values: whoever reads one reads it often, and its text is then as it was, which is compared
 * in a fraction of the time in which it is parsed. The store is asked all the same; nothing is answered from here alone.
 */
import type { StoredListing } from "../listing/record.ts";
import type { Item } from "../ports.ts";
import { recentMap } from "../recent-map.ts";
import { decodeListing } from "./codec.ts";

/** Of text; a listing has 3 KB, and takes about three times that as a value. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

interface Recent {
  readonly body: string;
  readonly stored: StoredListing;
}

/** As `decodeListing`, which gives the same value for the same text as long as it is remembered. */
export function recentListings(maxCharacters: number = MAX_CHARACTERS): (item: Item) => StoredListing {
  const recent = recentMap<Recent>(maxCharacters);
  return (item) => {
    const { key, value } = item;
    const known = recent.get(key);
    if (known?.body === value.body) return known.stored;
    const stored = decodeListing(item);
    recent.set(key, { body: value.body, stored }, value.body.length);
    return stored;
  };
}
