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
import { matches, scan } from "./scan.ts";
import { assertContent } from "./snapshots.ts";
import { Violation } from "./violation.ts";
import type { World } from "./world.ts";

const SEARCH_MS = 5_000;

interface Page {
  readonly ids: readonly string[];
  readonly nextCursor: string | null;
  readonly position: number;
  /** The instant at which the page saw the board: that of the page before, or what the clock of its instance says if that is behind. */
  readonly minute: number;
}

export async function searchOnce(of: Client): Promise<void> {
  await page(of, drawn(of), undefined);
}

export async function walk(of: Client): Promise<void> {
  const request = drawn(of);
  const pages: Page[] = [];
  let cursor: string | undefined;
  for (let tries = 0; tries < 12; tries++) {
    const one = await page(of, request, cursor, pages.at(-1)?.minute);
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
  const tag = chance.chance(0.4) ? [chance.pick(["red", "green", "blue"])] : [];
  return {
    ...(chance.chance(0.4) ? { q: chance.pick(["alpha", "beta", "gamma"]) } : {}),
    typo: "off",
    filters: { ...NO_FILTERS, values: { ...NO_FILTERS.values, tag } },
    facets: chance.chance(0.5) ? [{ name: "tag", size: 10 }] : [],
    sort: "newest",
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
  walkMinute?: number,
): Promise<Page | undefined> {
  const { world, chance } = of;
  const request = cursor === undefined ? asked : { ...asked, cursor };
  // Now and then what was written so far has to be there.
  const minPosition = chance.chance(0.3) ? world.known.head : 0;
  const what = `search ${asked.q ?? ""} ${asked.filters.values.tag} from ${minPosition}`;
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
          minute: Math.min(walkMinute ?? Number.POSITIVE_INFINITY, minuteOf(instant)),
        });
      });
    },
    () => undefined,
  );
  return answer.kind === "told" ? answer.value : undefined;
}

interface Answered {
  readonly request: SearchRequest;
  readonly view: View;
  readonly found: SearchAnswer;
  readonly least: number;
  readonly written: number;
  readonly minute: number;
}

function judged(world: World, { request, view, found, least, written, minute }: Answered): Page {
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
  assertEqual(world, expected, { request, found });
  assertCards(known.stateAt(position), found);
  const ids = found.items.map(({ id }) => id);
  return { ids, nextCursor: found.nextCursor, position, minute };
}

function assertEqual(
  { checked }: World,
  { ids, facets }: ReturnType<typeof scan>,
  { request, found }: Pick<Answered, "request" | "found">,
): void {
  checked("search equals a scan");
  const differs = (what: string) => new Violation("search equals a scan", what);
  if (found.total !== ids.length) throw differs(`total ${found.total}, not ${ids.length}`);
  const shown = found.items.map(({ id }) => id);
  // Of a later page, what is in front of its first hit lies behind the cursor.
  const first = shown[0] === undefined ? ids.length : ids.indexOf(shown[0]);
  const from = request.cursor === undefined ? 0 : first;
  const expected = ids.slice(from, from + request.limit);
  if (String(shown) !== String(expected)) throw differs(`found ${shown}, not ${expected}`);
  if ((found.nextCursor === null) !== from + request.limit >= ids.length) throw differs(`cursor ${found.nextCursor}`);
  for (const [i, { name, counts }] of facets.entries()) {
    const buckets = found.facets[i]?.buckets ?? [];
    const isSame = buckets.length === counts.size && buckets.every(({ value, count }) => counts.get(value) === count);
    if (!isSame) throw differs(`facet ${name} ${JSON.stringify(buckets)}, not ${JSON.stringify([...counts])}`);
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

/** What matches all the time and keeps its place is met once; nothing that keeps its place is met twice. */
function assertWalk(world: World, request: SearchRequest, pages: readonly Page[]): void {
  const { known, checked, rule } = world;
  const [first] = pages;
  if (first === undefined) return;
  checked("a walk meets each listing once");
  if (pages.length > 1) rule("walks of several pages");
  const last = Math.max(...pages.map(({ position }) => position));
  if (last > first.position) rule("walks through changes");
  const met = pages.flatMap(({ ids }) => ids);
  for (const { id, createdAt, content } of known.listingsAt(first.position)) {
    let stays = true;
    for (let seq = first.position; seq <= last && stays; seq++) {
      const then = known.stateAt(seq).get(id);
      stays =
        then?.kind === "listing" &&
        then.createdAt === createdAt &&
        then.content.datePosted === content.datePosted &&
        pages.every(({ minute }) => matches(then, request, minute));
    }
    const times = met.filter((each) => each === id).length;
    if (stays && times !== 1) throw new Violation("a walk meets each listing once", `${id} was met ${times} times`);
  }
}
