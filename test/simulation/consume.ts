/** A consumer of changes: reads on from its cursor, and starts again from an export when the log was trimmed behind it. */

import type { Change } from "../../core/store/changes.ts";
import { decodePosition, encodePosition } from "../../core/store/position.ts";
import { scanPages } from "../../core/store/scan.ts";
import { ask, type Client } from "./client.ts";
import type { Model } from "./model.ts";
import { assertAway, Violation } from "./violation.ts";
import type { World } from "./world.ts";

const READ_MS = 10_000;

/** Some pages. Answers whether nothing more is known to follow. */
export async function consume(of: Client): Promise<boolean> {
  for (let pages = 0; pages < 4; pages++) {
    const more = await readPage(of);
    if (more !== true) return more === false;
  }
  return false;
}

/** Whether more is known to follow; `undefined` when nothing was read. */
async function readPage(of: Client): Promise<boolean | undefined> {
  const { feed, world, chance } = of;
  const limit = 1 + chance.below(6);
  const { cursor, seq } = feed;
  const answer = await ask(
    of,
    `changes behind ${cursor}`,
    READ_MS,
    async ({ board }, signal) => {
      const { incarnation } = board;
      const from = cursor === undefined ? undefined : decodePosition(incarnation, cursor, "invalid_cursor", "cursor");
      const page = await board.changes(from, limit, { signal });
      return { ...page, from, next: encodePosition(incarnation, page.next), seq: page.next };
    },
    (told) => {
      if (told.kind !== "refused" || told.error.code === "unavailable") return;
      world.checked("consumers see the log");
      // Where it stood when it asked: who did not wait for the answer has gone on.
      if (told.error.code !== "cursor_expired" || world.known.first <= Math.max(0, seq))
        throw new Violation(
          "consumers see the log",
          `${told.error} behind ${cursor}, trimmed up to ${world.known.first}`,
        );
      world.rule("trimmed cursors");
    },
  );
  if (answer.kind === "refused" && answer.error.code === "cursor_expired") {
    await exportAll(of);
    return undefined;
  }
  if (answer.kind !== "told") return undefined;
  const { changes, next, seq: end, more } = answer.value;
  for (const change of changes) take(world.known, of, change);
  feed.cursor = next;
  if (end.taken === undefined) assertFeed(world, of, end.seq);
  return more;
}

/** Each change of the log, in its order, each once. */
function take(known: Model, { feed, name }: Client, { stored }: Change): void {
  const entry = known.entries[stored.revision];
  if (JSON.stringify(entry?.changes.find(({ id }) => id === stored.id)) !== JSON.stringify(stored))
    throw new Violation("consumers see the log", `${name} read what entry ${stored.revision} does not say`);
  const change = `${stored.revision} ${stored.id}`;
  if (feed.delivered.has(change)) throw new Violation("consumers see the log", `${name} read ${change} again`);
  feed.delivered.add(change);
  if (stored.revision < feed.seq) throw new Violation("consumers see the log", `${name} read ${stored.revision} late`);
  feed.seq = stored.revision;
  feed.listings.set(stored.id, stored);
}

/** At the end of an entry a consumer has what the log says up to there. */
function assertFeed({ known, checked }: World, { feed, name }: Client, seq: number): void {
  checked("consumers see the log");
  feed.seq = Math.max(feed.seq, seq);
  const live = [...feed.listings.values()].filter(({ kind }) => kind === "listing");
  const expected = known.listingsAt(seq);
  const isSame =
    live.length === expected.length &&
    expected.every(({ id, revision }) => feed.listings.get(id)?.revision === revision);
  if (!isSame)
    throw new Violation("consumers see the log", `${name} has ${live.length} of ${expected.length} at entry ${seq}`);
}

/** Head, all that is stored, then the changes behind that head, of which a part may be known already. */
async function exportAll(of: Client): Promise<void> {
  const answer = await ask(
    of,
    "an export",
    READ_MS,
    async ({ board }, signal) => {
      const seq = await board.head({ signal });
      const stored = [];
      const scan = (after: string | undefined, limit: number) => board.scan(after, limit, { signal });
      for await (const page of scanPages({ scan }, 3)) stored.push(...page);
      const behind = [];
      let point: { readonly seq: number; readonly taken?: number } = { seq };
      for (let more = true; more; ) {
        const page = await board.changes(point, 10, { signal });
        behind.push(...page.changes);
        point = page.next;
        more = page.more;
      }
      return { stored, behind, point, cursor: encodePosition(board.incarnation, point) };
    },
    (told) => {
      // The log may be trimmed behind the head that an export has read.
      if (told.kind === "refused") assertAway(told.error, "an export", ["cursor_expired"]);
    },
  );
  if (answer.kind !== "told") return;
  const { stored, behind, point, cursor } = answer.value;
  of.feed.listings.clear();
  of.feed.delivered.clear();
  for (const one of [...stored, ...behind.map((change) => change.stored)]) {
    const known = of.feed.listings.get(one.id);
    if (known === undefined || one.revision > known.revision) of.feed.listings.set(one.id, one);
  }
  Object.assign(of.feed, { cursor, seq: point.seq });
  of.world.rule("exports");
  assertFeed(of.world, of, point.seq);
}
