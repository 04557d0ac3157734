import { expect } from "vitest";
import type { Condition, Item, KeySpace, Write } from "../../core/ports.ts";
import { upTo } from "./expect.ts";
import {
  committed,
  conflicts,
  type KeySpaceCase,
  keySpaceCase,
  present,
  put,
  read,
  remove,
  type Scene,
  stored,
} from "./key-space-case.ts";

/** A key's history: what it holds now, and a token that it had before. */
interface History {
  readonly current: Item | undefined;
  readonly outdated: Item | undefined;
}

const STATES: Readonly<Record<string, (keys: KeySpace, partition: string) => Promise<History>>> = {
  "an absent key": async () => ({ current: undefined, outdated: undefined }),
  "a present key": async (keys, partition) => {
    const outdated = await stored(keys, partition, "k", "old");
    return { outdated, current: await stored(keys, partition, "k", "current") };
  },
  "a deleted key": async (keys, partition) => {
    const outdated = await stored(keys, partition, "k", "old");
    await committed(keys, partition, remove("k"));
    return { outdated, current: undefined };
  },
  "a recreated key": async (keys, partition) => {
    const outdated = await stored(keys, partition, "k", "old");
    await committed(keys, partition, remove("k"));
    return { outdated, current: await stored(keys, partition, "k", "current") };
  },
};

interface Row {
  readonly condition: string;
  readonly state: string;
  readonly commits: boolean;
}

const TABLE: readonly Row[] = [
  { condition: "without a condition", state: "an absent key", commits: true },
  { condition: "without a condition", state: "a present key", commits: true },
  { condition: "without a condition", state: "a deleted key", commits: true },
  { condition: "without a condition", state: "a recreated key", commits: true },
  { condition: "if absent", state: "an absent key", commits: true },
  { condition: "if absent", state: "a present key", commits: false },
  { condition: "if absent", state: "a deleted key", commits: true },
  { condition: "if absent", state: "a recreated key", commits: false },
  { condition: "under the current token", state: "a present key", commits: true },
  { condition: "under the current token", state: "a recreated key", commits: true },
  { condition: "under an outdated token", state: "a present key", commits: false },
  { condition: "under an outdated token", state: "a deleted key", commits: false },
  { condition: "under an outdated token", state: "a recreated key", commits: false },
  { condition: "under another key's token", state: "an absent key", commits: false },
];

async function conditionOf(row: Row, history: History, { keys, partition }: Scene): Promise<Condition | undefined> {
  if (row.condition === "without a condition") return undefined;
  if (row.condition === "if absent") return "absent";
  if (row.condition === "under the current token") return { token: history.current?.token ?? "" };
  if (row.condition === "under an outdated token") return { token: history.outdated?.token ?? "" };
  return { token: (await stored(keys, partition, "other", "")).token };
}

/** The write must do what the row says, to the key, to the other write of its commit, and to the token. */
async function checkRow(row: Row, scene: Scene, write: (condition: Condition | undefined) => Write): Promise<void> {
  const { keys, partition } = scene;
  const history = await (STATES[row.state] ?? Promise.reject)(keys, partition);
  const tested = write(await conditionOf(row, history, scene));
  const judge = row.commits ? committed : conflicts;
  await judge(keys, partition, put("beside", "1"), tested);

  const after = await read(keys, partition, "k");
  expect((await read(keys, partition, "beside"))?.value.body).toBe(row.commits ? "1" : undefined);
  if (!row.commits) return expect(after).toEqual(history.current);
  expect(after?.value).toEqual(tested.value);
  if (after !== undefined) expect([history.current?.token, history.outdated?.token]).not.toContain(after.token);
}

const tableCases = TABLE.flatMap((row) => {
  const end = `${row.condition} on ${row.state} ${row.commits ? "commits" : "conflicts"}`;
  return [
    keySpaceCase(`put ${end}`, (scene) => checkRow(row, scene, (condition) => put("k", "new", condition))),
    keySpaceCase(`delete ${end}`, (scene) => checkRow(row, scene, (condition) => remove("k", condition))),
  ];
});

export const conditionCases: readonly KeySpaceCase[] = [
  ...tableCases,

  keySpaceCase("a token is text that survives JSON and serves another handle", async ({ keys, partition, open }) => {
    const { token } = await stored(keys, partition, "k", "1");
    expect(typeof token).toBe("string");
    const copied = JSON.parse(JSON.stringify(token));
    const other = await open();
    await committed(other, partition, put("k", "2", { token: copied }));
    await conflicts(other, partition, put("k", "3", { token: copied }));
  }),

  keySpaceCase("a key never gets a token again over puts, deletes and recreations", async ({ keys, partition }) => {
    const tokens = new Set<string>();
    for (const i of upTo(30)) {
      // The same body every time: a token is no hash of what is stored.
      tokens.add((await stored(keys, partition, "k", "same")).token);
      if (i % 3 === 0) await committed(keys, partition, remove("k"));
      if (i % 5 === 0) await committed(keys, partition, put("neighbour", `${i}`));
    }
    expect(tokens.size).toBe(30);
  }),

  keySpaceCase("a token from before a deletion does not fit what came after (ABA)", async ({ keys, partition }) => {
    const first = await stored(keys, partition, "k", "same");
    await committed(keys, partition, remove("k", { token: first.token }));
    await committed(keys, partition, put("k", "same", "absent"));
    await conflicts(keys, partition, put("k", "late", { token: first.token }));
    await conflicts(keys, partition, remove("k", { token: first.token }));
    expect((await present(keys, partition, "k")).value.body).toBe("same");
  }),

  keySpaceCase("writing the same value again gives a new token", async ({ keys, partition }) => {
    const first = await stored(keys, partition, "k", "same");
    await committed(keys, partition, put("k", "same", { token: first.token }));
    await conflicts(keys, partition, put("k", "same", { token: first.token }));
  }),

  keySpaceCase("a write leaves the tokens of other keys as they are", async ({ keys, partition }) => {
    const a = await stored(keys, partition, "a", "1");
    await stored(keys, partition, "b", "1");
    await committed(keys, partition, put("b", "2"), remove("c"));
    await committed(keys, partition, put("a", "2", { token: a.token }));
  }),

  keySpaceCase("after a conflict the right token still fits", async ({ keys, partition }) => {
    const first = await stored(keys, partition, "k", "1");
    const second = await stored(keys, partition, "k", "2");
    for (const _ of upTo(3)) await conflicts(keys, partition, put("k", "3", { token: first.token }));
    await committed(keys, partition, put("k", "3", { token: second.token }));
  }),

  keySpaceCase("items found after a conflict are as current as the failure", async ({ keys, partition, open }) => {
    const other = await open();
    for (const i of upTo(5)) {
      const seen = await stored(keys, partition, "k", `${i}`);
      await committed(other, partition, put("k", `${i} again`), put("new", `${i}`));
      const result = await keys.commit(partition, [
        put("k", "late", { token: seen.token }),
        put("new", "late", "absent"),
      ]);
      if (result.committed) throw new Error("committed under an outdated token");
      const now = new Map([
        ["k", `${i} again`],
        ["new", `${i}`],
      ]);
      for (const [key, item] of result.found) expect(item?.value.body).toBe(now.get(key));
    }
  }),
];
