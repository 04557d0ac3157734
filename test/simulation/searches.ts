/** Searches and walks from page to page, each held against a plain scan of the log up to the position that answered. */

import type { View } from "../../core/index/follower.ts";
import { canonicalJson } from "../../core/listing/canonical.ts";
import { cardOf } from "../../core/listing/view.ts";
import { requiredPosition } from "../../core/search/cursor.ts";
import { type SearchAnswer, search } from "../../core/search/execute.ts";
import { minuteOf } from "../../core/search/minute.ts";
import { NO_FILTERS, type SearchRequest } from "../../core/search/request.ts";
import { ask, type Client } from "./client.ts";
import type { State } from "./model.ts";
import { compared, matches, type Scanned, scan, sortValues } from "./scan.ts";
import { assertContent } from "./snapshots.ts";
import { assertAway, Violation } from "./violation.ts";
import type { World } from "./world.ts";

const SEARCH_MS = 5_000;
const DRAWN_SORTS = ["newest", "newest", "newest", "newest", "relevance", "relevance", "salary", "distance"] as const;

interface Page {
  readonly ids: readonly string[];
  readonly nextCursor: string | null;
  readonly position: number;
  readonly viewChanged: boolean;
  /** The instant at which the page saw the board: that of the page before, or what the clock of its instance says if that is behind. */
  readonly minute: number;
}

/** Answers whether it was answered. */
export async function searchOnce(of: Client): Promise<boolean> {
  return (await page(of, drawn(of), undefined)) !== undefined;
}

export async function walk(of: Client): Promise<void> {
  const request = drawn(of);
  const pages: Page[] = [];
  let cursor: string | undefined;
  for (let tries = 0; tries < 12; tries++) {
    const one = await page(of, request, cursor, pages.at(-1));
    if (one === undefined) continue;
    if (one.position < (pages.at(-1)?.position ?? 0))
      throw new Violation("a view holds what it has to", `a walk went back to ${one.position}`);
    pages.push(one);
    if (one.nextCursor === null) return assertWalk(of.world, request, pages);
    cursor = one.nextCursor;
    await of.world.time.sleep(of.chance.spread(of.world.plan.tempoMs, 4), `${of.name} reads`);
  }
}

function drawn({ chance }: Client): SearchRequest {
  const sort = chance.pick(DRAWN_SORTS);
  const tag = chance.chance(0.4) ? [chance.pick(["red", "green", "blue"])] : [];
  return {
    ...(chance.chance(0.4) ? { q: chance.pick(["alpha", "beta", "gamma"]) } : {}),
    typo: "off",
    filters: { ...NO_FILTERS, values: { ...NO_FILTERS.values, tag } },
    facets: chance.chance(0.5) ? [{ name: "tag", size: 10 }] : [],
    sort,
    ...(sort === "salary" ? { currency: "EUR" } : {}),
    ...(sort === "distance" ? { near: { lat: 0, lng: 0 } } : {}),
    limit: 1 + chance.below(5),
    view: "public",
    effectiveStates: chance.chance(0.8) ? ["published"] : ["published", "draft", "paused", "expired", "scheduled"],
    highlight: false,
    explain: false,
  };
}

async function page(
  of: Client,
  asked: SearchRequest,
  cursor: string | undefined,
  before?: Page,
): Promise<Page | undefined> {
  const { world, chance } = of;
  const request = cursor === undefined ? asked : { ...asked, cursor };
  // Now and then what was written so far has to be there.
  const minPosition = chance.chance(0.3) ? world.known.head : 0;
  const what = `search ${asked.sort} ${asked.q ?? ""} ${asked.filters.values.tag} from ${minPosition}`;
  const answer = await ask(
    of,
    what,
    SEARCH_MS,
    (services, signal) => {
      const { env, board, follower } = services;
      const context = { env, incarnation: board.incarnation };
      const least = Math.max(minPosition, cursor === undefined ? 0 : requiredPosition(context, cursor));
      const written = board.lastWritten();
      let instant: number | undefined;
      return follower.answer({ minPosition: least, signal }, (view) => {
        view.index.needHashes();
        instant ??= env.now();
        const found = search(view.index, request, { ...context, now: instant });
        return judged(world, {
          request,
          view,
          found,
          least,
          written,
          before,
          minute: Math.min(before?.minute ?? Number.POSITIVE_INFINITY, minuteOf(instant)),
        });
      });
    },
    (told) => {
      if (told.kind === "refused") assertAway(told.error, what, ["behind"]);
    },
  );
  return answer.kind === "told" ? answer.value : undefined;
}

interface Answered {
  readonly request: SearchRequest;
  readonly view: View;
  readonly found: SearchAnswer;
  readonly least: number;
  readonly written: number;
  /** The page of the walk before this one. */
  readonly before: Page | undefined;
  readonly minute: number;
}

function judged(world: World, { request, view, found, least, written, before, minute }: Answered): Page {
  const { position, index } = view;
  const { known } = world;
  world.checked("a view is the log up to its position");
  if (position > known.head) throw new Violation("a view is the log up to its position", `${position} is not written`);
  world.checked("deleted listings stay deleted");
  assertContent(index, position, known, "a view is the log up to its position");
  world.checked("a view holds what it has to");
  if (position < least) throw new Violation("a view holds what it has to", `${position}, and ${least} was asked for`);
  if (!view.isStale && position < written)
    throw new Violation("a view holds what it has to", `${position}, and this process wrote ${written}`);
  // A claim about age holds against clocks that nobody moves.
  const isClocked = !world.plan.faults.has("clock jump") && !world.plan.faults.has("freeze");
  const then = world.time.now - view.ageMs;
  const missed = known.takenAt[position + 1];
  if (isClocked && missed !== undefined && missed < then)
    throw new Violation("a view holds what it has to", `${position} as of ${then}, when ${position + 1} was there`);
  if (view.isStale) world.rule("stale views");
  const expected = scan(known.listingsAt(position), request, minute);
  const state = known.stateAt(position);
  assertEqual(world, expected, { request, found });
  if (isScored(request)) assertRanked(state, { request, found });
  assertCards(state, found);
  const { nextCursor, viewChanged } = found;
  const isElsewhere = before !== undefined && (before.position !== position || before.minute !== minute);
  const isOther = request.sort === "relevance" && isElsewhere;
  if (viewChanged !== isOther) throw new Violation("search equals a scan", `view changed: ${viewChanged}`);
  return { ids: found.items.map(({ id }) => id), nextCursor, position, viewChanged, minute };
}

function assertEqual(
  { checked }: World,
  { ids, facets }: Scanned,
  { request, found }: Pick<Answered, "request" | "found">,
): void {
  checked("search equals a scan");
  const differs = (what: string) => new Violation("search equals a scan", what);
  if (found.total !== ids.length) throw differs(`total ${found.total}, not ${ids.length}`);
  const shown = found.items.map(({ id }) => id);
  assertFacets(facets, found, differs);
  if (isScored(request)) {
    assertSome({ ids, shown, request, found }, differs);
    return;
  }
  // Of a later page, what is in front of its first hit lies behind the cursor.
  const first = shown[0] === undefined ? ids.length : ids.indexOf(shown[0]);
  const from = request.cursor === undefined ? 0 : first;
  const expected = ids.slice(from, from + request.limit);
  if (String(shown) !== String(expected)) throw differs(`found ${shown}, not ${expected}`);
  if ((found.nextCursor === null) !== from + request.limit >= ids.length) throw differs(`cursor ${found.nextCursor}`);
}

type Differs = (what: string) => Violation;

function assertFacets(facets: Scanned["facets"], found: SearchAnswer, differs: Differs): void {
  for (const [i, { name, counts }] of facets.entries()) {
    const buckets = found.facets[i]?.buckets ?? [];
    const isSame = buckets.length === counts.size && buckets.every(({ value, count }) => counts.get(value) === count);
    if (!isSame) throw differs(`facet ${name} ${JSON.stringify(buckets)}, not ${JSON.stringify([...counts])}`);
  }
}

/** Whether scores order it, which no scan knows. */
function isScored({ sort, q }: SearchRequest): boolean {
  return sort === "relevance" && q !== undefined;
}

interface Shown extends Pick<Answered, "request" | "found"> {
  readonly ids: readonly string[];
  readonly shown: readonly string[];
}

/** Of a page that scores have ordered: some of the results, each once, and of a first page so many as there are. */
function assertSome({ ids, shown, request, found }: Shown, differs: Differs): void {
  if (new Set(shown).size < shown.length || shown.some((id) => !ids.includes(id)))
    throw differs(`found ${shown}, of ${ids}`);
  if (request.cursor !== undefined) return;
  if (shown.length !== Math.min(ids.length, request.limit)) throw differs(`found ${shown.length} of ${ids.length}`);
  if ((found.nextCursor === null) !== request.limit >= ids.length) throw differs(`cursor ${found.nextCursor}`);
}

/** The highest score first; of equal ones as every order. */
function assertRanked(state: State, { request, found }: Pick<Answered, "request" | "found">): void {
  for (const [i, { id, score }] of found.items.entries()) {
    const next = found.items[i + 1];
    const [one, other] = [state.get(id), state.get(next?.id ?? "")];
    if (next === undefined || score > next.score || one?.kind !== "listing" || other?.kind !== "listing") continue;
    if (score < next.score || compared(one, other, request) > 0)
      throw new Violation("search equals a scan", `${id} with ${score} is in front of ${next.id} with ${next.score}`);
  }
}

/** What a page shows of its listings. */
function assertCards(state: State, { items }: SearchAnswer): void {
  for (const { id, listing } of items) {
    const stored = state.get(id);
    const expected = stored?.kind === "listing" ? cardOf(stored) : undefined;
    if (canonicalJson(listing) !== canonicalJson(expected))
      throw new Violation("search equals a scan", `${id} is shown as ${JSON.stringify(listing)}`);
  }
}

/** What matches all the time and keeps its place is met once. One change may move all scores, and the page says so. */
function assertWalk(world: World, request: SearchRequest, pages: readonly Page[]): void {
  const { known, checked, rule } = world;
  const [first] = pages;
  if (first === undefined) return;
  checked("a walk meets each listing once");
  if (pages.length > 1) rule(`walks of several pages by ${request.sort}`);
  if (isScored(request) && pages.some(({ viewChanged }) => viewChanged)) {
    rule("walks by relevance through changes");
    return;
  }
  const last = Math.max(...pages.map(({ position }) => position));
  if (last > first.position) rule("walks through changes");
  const met = pages.flatMap(({ ids }) => ids);
  for (const listing of known.listingsAt(first.position)) {
    const { id, createdAt } = listing;
    const values = String(sortValues(listing, request));
    let stays = true;
    for (let seq = first.position; seq <= last && stays; seq++) {
      const then = known.stateAt(seq).get(id);
      stays =
        then?.kind === "listing" &&
        then.createdAt === createdAt &&
        String(sortValues(then, request)) === values &&
        pages.every(({ minute }) => matches(then, request, minute));
    }
    const times = met.filter((each) => each === id).length;
    if (stays && times !== 1) throw new Violation("a walk meets each listing once", `${id} was met ${times} times`);
  }
}
