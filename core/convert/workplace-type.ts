/** What a posting's own words say about where the work is done; nothing is guessed from anything else. */
import type { WorkplaceType } from "../listing/content.ts";

// LinkedIn's tags, which recruiters put into the text of a posting.
const HYBRID_TAG = /(?<!\w)#LI-Hybrid(?![\w-])/i;
const REMOTE_TAG = /(?<!\w)#LI-Remote(?![\w-])/i;
const REMOTE_WORD = /(?<!\p{L})(?:remote|remotely|anywhere)(?!\p{L})/iu;
// Scrapers lose blanks ("RemoteMunich,Germany", "SanFranciscoorRemote"): there the capital letters mark the words.
const GLUED_REMOTE_WORD = /(?:Remote|Anywhere)(?!\p{Ll})/u;

/** From the tags in the text, else `remote` when the location says remote or anywhere. */
export function workplaceTypeOf(body: string, location: string): WorkplaceType | undefined {
  if (HYBRID_TAG.test(body)) return "hybrid";
  if (REMOTE_TAG.test(body)) return "remote";
  return REMOTE_WORD.test(location) || GLUED_REMOTE_WORD.test(location) ? "remote" : undefined;
}
