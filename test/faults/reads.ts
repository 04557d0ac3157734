/** What the clients of a load read: searches, and listings by id; what they were told is kept for the judge. */
import { type Asked, entryOf, headerFault, mustHold } from "./freshness.ts";
import { TAGS, WORDS } from "./intents.ts";
import { type Content, judgeStatus, type Ledger, type ReadSeen, type SearchSeen } from "./ledger.ts";
import { exchange, type Reply, type Sent } from "./requests.ts";

export interface ReadOptions {
  readonly url: string;
  readonly ledger: Ledger;
  readonly random: () => number;
  /** Whether one process alone answers under this address. */
  readonly isOneProcess: boolean;
}

/** `again`: nobody answered, or it was refused for now. */
export type Read = "done" | "again";

const SEARCHES = 0.6;
const WITH_MIN_POSITION = 0.25;
/** Half of the reads are of what was written last: an answer that is kept too long shows there. */
const RECENT = 30;

export function readSomething(options: ReadOptions): Promise<Read> {
  const { ledger, random } = options;
  return ledger.touched.length === 0 || random() < SEARCHES ? search(options) : readListing(options);
}

/** A search that the judge looks at, if it is answered. */
export async function search({ url, ledger, random, isOneProcess }: ReadOptions): Promise<Read> {
  const tag = TAGS[Math.floor(random() * TAGS.length)] ?? "";
  const word = WORDS[Math.floor(random() * WORDS.length)] ?? "";
  const what = random() < 0.5 ? { tag } : { word };
  const minPosition = random() < WITH_MIN_POSITION ? ledger.written.at(-1)?.position : undefined;
  const asked: Asked = {
    sentAt: performance.now(),
    own: isOneProcess ? (ledger.ownWrites.get(url) ?? 0) : 0,
    minEntry: minPosition === undefined ? 0 : entryOf(minPosition),
  };
  const query = minPosition === undefined ? "" : `&minPosition=${encodeURIComponent(minPosition)}`;
  const sent: Sent = { method: "GET", path: searchPath(what) + query };
  const reply = await exchange(url, sent);
  if (reply?.status !== 200 || !reply.isWhole) return unread(ledger, sent, reply);
  judgeStatus(ledger, sent, reply);
  noteSearch(ledger, what, reply, asked);
  return "done";
}

export function searchPath(what: SearchSeen["what"]): string {
  const filter = "tag" in what ? `tag=${what.tag}` : `q=%22${what.word}%22`;
  return `/v1/search?${filter}&facet=tag&sort=newest&limit=100&typo=off`;
}

interface SearchAnswer {
  readonly total: number;
  readonly items: readonly { readonly id: string }[];
  readonly facets: readonly { readonly buckets: readonly { readonly value: string; readonly count: number }[] }[];
}

/** Keeps a whole 200 for the judge. */
export function noteSearch(ledger: Ledger, what: SearchSeen["what"], { headers, text }: Reply, asked: Asked): void {
  const fault = headerFault(headers);
  if (fault !== undefined) ledger.wrong.push(`a search with ${fault}`);
  const { total, items, facets } = JSON.parse(text) as SearchAnswer;
  ledger.searches.push({
    what,
    total,
    position: entryOf(headers.get("Rolecall-Position")),
    ids: items.map(({ id }) => id),
    counts: new Map(facets[0]?.buckets.map(({ value, count }) => [value, count])),
    isStale: headers.get("Rolecall-Stale") === "true",
    atLeast: mustHold(ledger, asked, headers),
  });
}

/** By the answer for everybody, which a server may keep, and by the one for writers. */
async function readListing({ url, ledger, random }: ReadOptions): Promise<Read> {
  const among = random() < 0.5 ? ledger.touched.slice(-RECENT) : ledger.touched;
  const id = among[Math.floor(random() * among.length)] ?? "";
  const known = { atLeast: ledger.revisions.get(id) ?? 0, wasDeleted: ledger.deleted.has(id) };
  const sent: Sent = { method: "GET", path: `/v1/listings/${id}${random() < 0.5 ? "" : "?view=full"}` };
  const reply = await exchange(url, sent);
  const { status = 0, text = "" } = reply ?? {};
  if (![200, 404, 410].includes(status) || reply?.isWhole !== true) return unread(ledger, sent, reply);
  judgeStatus(ledger, sent, reply);
  const listing = status === 200 ? (JSON.parse(text) as ReadSeen["listing"] & Partial<Content>) : undefined;
  ledger.reads.push({ id, ...known, mayBeDeleted: ledger.deleting.has(id), listing });
  return "done";
}

/** No answer to judge by what it says: only by its status. */
function unread(ledger: Ledger, sent: Sent, reply: Reply | undefined): Read {
  judgeStatus(ledger, sent, reply);
  if (reply === undefined || reply.status >= 500 || reply.status === 429 || !reply.isWhole) return "again";
  ledger.wrong.push(`${sent.path}: ${reply.status} ${reply.text.slice(0, 300)}`);
  return "done";
}
