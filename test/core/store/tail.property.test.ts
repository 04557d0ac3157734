/** The search for the end of a log that others write to and trim while it goes on, each key of a request read at a moment of its own. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Item, KeySpace } from "../../../core/ports.ts";
import { entryKey, seqOfKey } from "../../../core/store/keys.ts";
import { findTail } from "../../../core/store/tail.ts";

/** Numbers of the entries that are there. */
type Log = Set<number>;

function endOf(log: Log): number {
  return Math.max(...log);
}

/** What others do between two looks at the store: some write, and some trim, oldest first, and never the newest. */
function others(log: Log, pick: (below: number) => number): void {
  for (let i = pick(3); i > 0; i--) log.add(endOf(log) + 1);
  const trimmed = [...log].sort((a, b) => a - b).slice(0, pick(4) === 0 ? pick(log.size) : 0);
  for (const seq of trimmed) log.delete(seq);
}

function spaceOver(log: Log, between: () => void): Pick<KeySpace, "get" | "range"> {
  const item = (seq: number): Item => ({ key: entryKey(seq), value: { kind: "entry", body: "" }, token: "" });
  return {
    async get(_board, keys) {
      return keys.map((key) => {
        between();
        return log.has(seqOfKey(key)) ? item(seqOfKey(key)) : undefined;
      });
    },
    async range(_board, { after = "", limit = 1 }) {
      between();
      const behind = [...log].filter((seq) => entryKey(seq) > after).sort((a, b) => a - b);
      return { items: behind.slice(0, limit).map(item), end: behind.length <= limit };
    },
  };
}

function search(log: Log, known: number | undefined, between: () => void): Promise<number> {
  return findTail(spaceOver(log, between), "board", known);
}

const logs = fc.record({ first: fc.nat(50), length: fc.integer({ min: 1, max: 600 }) });

it("ends at an entry that was there, and none was acknowledged behind it before it began", async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.option(fc.nat(700)), fc.gen(), async ({ first, length }, below, gen) => {
      const log: Log = new Set(Array.from({ length }, (_, i) => first + i));
      const before = endOf(log);
      const known = below === null ? undefined : Math.max(0, before - below);
      const tail = await search(log, known, () => others(log, (most) => gen(fc.nat, Math.max(0, most - 1))));
      expect(tail).toBeGreaterThanOrEqual(before);
      expect(tail).toBeLessThanOrEqual(endOf(log));
    }),
    { numRuns: 500 },
  );
});

it("of a log that stands still ends at its end, whatever is missing below", async () => {
  const holed = fc.uniqueArray(fc.nat(2_000), { minLength: 1, maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(holed, async (seqs) => {
      const log: Log = new Set(seqs);
      expect(await search(log, Math.min(...log), () => undefined)).toBe(endOf(log));
    }),
    { numRuns: 500 },
  );
});
