/** Holds a board against what its clients know. Only a board that nobody writes to any more can be judged. */
import { isDeepStrictEqual } from "node:util";
import { TAGS } from "./intents.ts";
import { wrongReads } from "./judge-reads.ts";
import type { Content, Ledger, SearchSeen } from "./ledger.ts";
import { type LoggedChange, readExport, readLog, replayTo, type State } from "./log.ts";
import { jsonFrom } from "./requests.ts";

export interface Findings {
  readonly acknowledged: number;
  /** Acknowledged and not there, or not with that content; or deleted and there again. */
  readonly lost: readonly string[];
  /** Effects that are there more than once. */
  readonly doubled: readonly string[];
  /**
   * Answers that nothing excuses: searches that differ from a scan of the log, or lack what they had to hold; listings older than an
   * acknowledged write; statuses that the contract does not have.
   */
  readonly wrong: readonly string[];
  /** What is broken in the board itself: a hole in the log, a store or an index that differs from it. */
  readonly broken: readonly string[];
  readonly searches: number;
  /** Of listings by id. */
  readonly reads: number;
}

export async function judge(url: string, ledger: Ledger): Promise<Findings> {
  const log = await readLog(url);
  const marked = Map.groupBy(log, ({ listing }) => listing?.requisitionId ?? "");
  return {
    acknowledged: ledger.acknowledged.size + ledger.deleted.size,
    lost: [...lostWrites(ledger, marked), ...comeBack(ledger, log)],
    doubled: doubledEffects(ledger, marked),
    wrong: [...ledger.wrong, ...wrongSearches(ledger.searches, log), ...wrongReads(ledger.reads, log)],
    broken: await brokenBoard(url, log),
    searches: ledger.searches.length,
    reads: ledger.reads.length,
  };
}

type Marked = ReadonlyMap<string, readonly LoggedChange[]>;

function lostWrites({ acknowledged }: Ledger, marked: Marked): string[] {
  return [...acknowledged].flatMap(([mark, { content, id, revision }]) => {
    const [change] = marked.get(mark) ?? [];
    if (change === undefined) return [`${mark} is not in the log`];
    if (id !== undefined && change.id !== id) return [`${mark} has another id than was answered`];
    // An answer to a repetition names the listing as it is by then, so at least the entry that wrote it.
    if (revision !== undefined && revision < change.revision) return [`${mark} was answered before its entry`];
    return isSame(change, content) ? [] : [`${mark} is there with other content`];
  });
}

function isSame({ listing }: LoggedChange, content: Content): boolean {
  const { title, company, description, tags } = content;
  const found = { title: listing?.title, company: listing?.company, description: listing?.description };
  return isDeepStrictEqual(found, { title, company, description }) && isDeepStrictEqual(listing?.tags, tags);
}

/** Nothing of the load writes a listing again that was deleted. */
function comeBack({ deleted }: Ledger, log: readonly LoggedChange[]): string[] {
  const last = new Map(log.map(({ id, kind }) => [id, kind]));
  return [...deleted].flatMap((id) => (last.get(id) === "delete" ? [] : [`${id} was deleted and is there`]));
}

function doubledEffects({ sent, deleting }: Ledger, marked: Marked): string[] {
  const puts = [...sent.keys()].filter((mark) => (marked.get(mark)?.length ?? 0) > 1);
  const deletions = Map.groupBy(
    [...marked.values()].flat().filter(({ kind }) => kind === "delete"),
    ({ id }) => id,
  );
  return [...puts, ...[...deleting].filter((id) => (deletions.get(id)?.length ?? 0) > 1)];
}

/** Each search against a plain scan of the board as the log had it at the position that the answer names. */
function wrongSearches(searches: readonly SearchSeen[], log: readonly LoggedChange[]): string[] {
  const state: State = new Map();
  const wrong: string[] = [];
  let taken = 0;
  for (const seen of searches.toSorted((a, b) => a.position - b.position)) {
    taken = replayTo(state, log, taken, seen.position);
    const { position, atLeast } = seen;
    const isBehind = position < atLeast;
    const fault = isBehind ? `lacks entry ${atLeast}, acknowledged before` : searchFault(seen, [...state.values()]);
    if (fault !== undefined) wrong.push(`at ${position}, ${JSON.stringify(seen.what)}: ${fault}`);
  }
  return wrong;
}

const PAGE = 100;

function searchFault({ what, total, ids, counts }: SearchSeen, scanned: readonly LoggedChange[]): string | undefined {
  const found = scanned.filter(({ listing }) =>
    "tag" in what ? listing?.tags?.includes(what.tag) : listing?.title?.split(" ").includes(what.word),
  );
  const expected = new Set(found.map(({ id }) => id));
  if (total !== expected.size) return `found ${total} of ${expected.size}`;
  if (ids.length !== Math.min(PAGE, total) || new Set(ids).size !== ids.length) return `showed ${ids.length} ids`;
  const stranger = ids.find((id) => !expected.has(id));
  if (stranger !== undefined) return `showed ${stranger}, which does not match`;
  // A facet does not apply its own filter.
  const base = "tag" in what ? scanned : found;
  for (const tag of TAGS) {
    const count = base.filter(({ listing }) => listing?.tags?.includes(tag)).length;
    if ((counts.get(tag) ?? 0) !== count) return `counted ${counts.get(tag)} of ${count} with ${tag}`;
  }
  return undefined;
}

interface Verdict {
  readonly equal: boolean;
  readonly listings: number;
  readonly differing?: readonly string[];
}

async function brokenBoard(url: string, log: readonly LoggedChange[]): Promise<string[]> {
  const entries = [...new Set(log.map(({ revision }) => revision))];
  const hole = entries.findIndex((revision, i) => revision !== i + 1);
  const state: State = new Map();
  replayTo(state, log, 0, Number.POSITIVE_INFINITY);
  const stored = await readExport(url);
  const differing = [...new Set([...state.keys(), ...stored.keys()])].filter(
    (id) => state.get(id)?.revision !== stored.get(id),
  );
  const verdict = await jsonFrom<Verdict>(url, "/v1/verify");
  return [
    ...(hole < 0 ? [] : [`the log has no entry ${hole + 1}`]),
    ...differing.map((id) => `store and log differ in ${id}`),
    ...(verdict.equal ? [] : [`verify: ${JSON.stringify(verdict)}`]),
    ...(verdict.listings === state.size ? [] : [`verify counts ${verdict.listings} of ${state.size}`]),
  ];
}
