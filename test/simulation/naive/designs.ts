/**
 * Four ways to give changes a position that look right and lose listings, and one that is right: what a checker has to tell
 * apart. A table of listings under conditional writes, and a feed that readers tail.
 */
import { isAppError } from "../../../core/errors.ts";
import type { Item, KeySpace, Write } from "../../../core/ports.ts";
import type { Life } from "../life.ts";

export const NAIVE_DESIGNS = [
  "the feed is ordered by clocks",
  "a counter, and then a put",
  "the feed is an index that follows",
  "clocks, and a window that is read again",
  "one transaction",
] as const;
export type NaiveDesign = (typeof NAIVE_DESIGNS)[number];

const TABLE = "board";
const COUNTER = "c:";
const WINDOW_MS = 1_500;
const ATTEMPTS = 6;

export interface Writer {
  readonly space: KeySpace;
  readonly life: Life;
}

/** One more version of a listing; as often as it takes, or not at all. */
export async function change(design: NaiveDesign, { space, life }: Writer, id: string, name: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const [item, counter] = await space.get(TABLE, [`d:${id}`, COUNTER]);
      if (item?.value.id === name) return;
      const position = await positionOf(design, { space, life }, counter);
      if (position === undefined) continue;
      const version = (item?.value.revision ?? 0) + 1;
      const writes: Write[] = [
        { key: `d:${id}`, value: { kind: "listing", id: name, revision: version, body: "{}" }, ...under(item) },
        {
          key: `f:${position}-${id}`,
          value: { kind: "change", id, revision: version, body: "{}" },
          condition: "absent",
        },
      ];
      const isAtOnce = design === "one transaction" || design === "the feed is an index that follows";
      if (isAtOnce) writes.push(counted(counter));
      const { committed } = await space.commit(TABLE, writes);
      if (committed) return;
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
    await life.env.sleep(20 * 2 ** attempt);
  }
}

async function positionOf(design: NaiveDesign, { space, life }: Writer, counter: Item | undefined) {
  const next = padded((counter?.value.revision ?? 0) + 1);
  if (design === "the feed is ordered by clocks" || design === "clocks, and a window that is read again")
    return padded(life.env.now());
  if (design !== "a counter, and then a put") return next;
  const { committed } = await space.commit(TABLE, [counted(counter)]);
  return committed ? next : undefined;
}

function counted(counter: Item | undefined): Write {
  const value = { kind: "counter", revision: (counter?.value.revision ?? 0) + 1, body: "{}" };
  return { key: COUNTER, value, ...under(counter) };
}

function under(item: Item | undefined): { readonly condition: Write["condition"] & {} } {
  return { condition: item === undefined ? "absent" : { token: item.token } };
}

/** Of a feed: the newest version of every listing that it has met, and the highest position. */
export interface Reader {
  readonly versions: Map<string, number>;
  last: string;
}

/** Reads the feed to its end. */
export async function follow(design: NaiveDesign, feed: KeySpace, reader: Reader): Promise<void> {
  let after = `f:${reader.last}`;
  if (design === "clocks, and a window that is read again" && reader.last !== "")
    after = `f:${padded(Number(reader.last.slice(0, DIGITS)) - WINDOW_MS)}`;
  for (;;) {
    const page = await feed.range(TABLE, { after, upTo: "f:z", limit: 50 });
    for (const { key, value } of page.items) {
      const { id = "", revision = 0 } = value;
      reader.versions.set(id, Math.max(reader.versions.get(id) ?? 0, revision));
      after = key;
      if (key.slice(2) > reader.last) reader.last = key.slice(2);
    }
    if (page.end) return;
  }
}

const DIGITS = 15;

function padded(position: number): string {
  return String(position).padStart(DIGITS, "0");
}
