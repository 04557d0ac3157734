import { expect } from "vitest";
import type { CommitResult, KeySpace, Write } from "../../core/ports.ts";
import { allOf, upTo } from "./expect.ts";
import {
  bodies,
  committed,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  numbered,
  present,
  put,
  read,
  readAll,
  remove,
  type Scene,
  stored,
} from "./key-space-case.ts";

const WRITERS = 20;
const HANDLES = 4;
/** More tries than any writer can lose; a store that never lets one win must fail, not hang. */
const MOST_ATTEMPTS = 2_000;

/** Runs the writers at once, spread over several handles. */
async function race<Result>(
  { keys, open }: Scene,
  writers: number,
  write: (keys: KeySpace, writer: number) => Promise<Result>,
): Promise<Result[]> {
  const handles = [keys];
  while (handles.length < HANDLES) handles.push(await open());
  return allOf(upTo(writers).map((writer) => write(handles[writer % HANDLES] ?? keys, writer)));
}

/** Every writer commits once; exactly one must win. Returns its number. */
async function oneWins(scene: Scene, writes: (writer: number) => Write[]): Promise<number> {
  const results = await race(scene, WRITERS, (keys, writer) => keys.commit(scene.partition, writes(writer)));
  const winners = results.flatMap((result: CommitResult, writer) => (result.committed ? [writer] : []));
  expect(winners, "winners").toHaveLength(1);
  return winners[0] ?? -1;
}

/** Read, change and write under the tokens that were read, until it commits. */
async function update(keys: KeySpace, partition: string, names: readonly string[], add: number): Promise<void> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const items = await keys.get(partition, names);
    const writes = names.map((name, i) => {
      const item = items[i];
      return put(name, `${Number(item?.value.body ?? 0) + add}`, item === undefined ? "absent" : { token: item.token });
    });
    if ((await keys.commit(partition, writes)).committed) return;
  }
  throw new Error(`no win in ${MOST_ATTEMPTS} attempts`);
}

/** The dense log: the next slot is put if absent; a slot that is found taken can never be one's own again. */
async function append(keys: KeySpace, partition: string, entry: string): Promise<void> {
  let slot = 0;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const beside = put(`d:${entry}`, numbered(slot, "l:"));
    const result = await keys.commit(partition, [put(numbered(slot, "l:"), entry, "absent"), beside]);
    if (result.committed) return;
    // Contention may be a conflict without a winner: only a slot that is taken is passed by, or the log would have a hole.
    if ((await read(keys, partition, numbered(slot, "l:"))) !== undefined) slot += 1;
  }
  throw new Error(`no slot in ${MOST_ATTEMPTS} attempts`);
}

export const raceCases: readonly KeySpaceCase[] = [
  keySpaceCase("of 20 writers that create one item exactly one wins, and its value is stored", async (scene) => {
    const winner = await oneWins(scene, (writer) => [put("k", `${writer}`, "absent")]);
    expect((await present(scene.keys, scene.partition, "k")).value.body).toBe(`${winner}`);
  }),

  keySpaceCase("of 20 writers with one token exactly one wins, and its value is stored", async (scene) => {
    const { token } = await stored(scene.keys, scene.partition, "k", "base");
    const winner = await oneWins(scene, (writer) => [put("k", `${writer}`, { token })]);
    expect((await present(scene.keys, scene.partition, "k")).value.body).toBe(`${winner}`);
  }),

  keySpaceCase("of 20 deletions under one token exactly one wins", async (scene) => {
    const { token } = await stored(scene.keys, scene.partition, "k", "base");
    await oneWins(scene, () => [remove("k", { token })]);
    expect(await read(scene.keys, scene.partition, "k")).toBeUndefined();
  }),

  keySpaceCase("of 20 batches that share one item exactly one wins, and only its items are there", async (scene) => {
    const winner = await oneWins(scene, (writer) => [
      put(`own-a-${writer}`, ""),
      put("shared", `${writer}`, "absent"),
      put(`own-b-${writer}`, ""),
    ]);
    expect(await keysOf(scene.keys, scene.partition)).toEqual([`own-a-${winner}`, `own-b-${winner}`, "shared"]);
  }),

  keySpaceCase("20 writers of 20 items all win", async (scene) => {
    const results = await race(scene, WRITERS, (keys, writer) =>
      keys.commit(scene.partition, [put(numbered(writer), `${writer}`, "absent")]),
    );
    expect(results).toEqual(upTo(WRITERS).map(() => ({ committed: true })));
    expect(bodies(await readAll(scene.keys, scene.partition, { limit: 100 }))).toEqual(upTo(WRITERS).map(String));
  }),

  keySpaceCase("20 writers of one log fill it densely, each with its entry exactly once", async (scene) => {
    const { keys, partition } = scene;
    await race(scene, WRITERS, (handle, writer) => append(handle, partition, `writer-${writer}`));
    const log = await readAll(keys, partition, { after: "l:", upTo: "l:zzzz", limit: 7 });
    expect(log.map((item) => item.key)).toEqual(upTo(WRITERS).map((slot) => numbered(slot, "l:")));
    expect(bodies(log).toSorted()).toEqual(
      upTo(WRITERS)
        .map((writer) => `writer-${writer}`)
        .toSorted(),
    );
    for (const { key, value } of log) {
      expect((await present(keys, partition, `d:${value.body}`)).value.body).toBe(key);
    }
  }),

  keySpaceCase("no update is lost when 10 writers count up one item 5 times each", async (scene) => {
    await race(scene, 10, async (keys) => {
      for (const _ of upTo(5)) await update(keys, scene.partition, ["count"], 1);
    });
    expect((await present(scene.keys, scene.partition, "count")).value.body).toBe("50");
  }),

  keySpaceCase("commits that name the same keys in opposite order all come through", async (scene) => {
    const { keys, partition } = scene;
    await committed(keys, partition, put("a", "0"), put("b", "0"));
    await race(scene, 10, (handle, writer) => update(handle, partition, writer % 2 === 0 ? ["a", "b"] : ["b", "a"], 1));
    expect(bodies(await keys.get(partition, ["a", "b"]))).toEqual(["10", "10"]);
  }),

  keySpaceCase("items found after a lost race show a winner, never the past", async (scene) => {
    const { token } = await stored(scene.keys, scene.partition, "k", "base");
    const results = await race(scene, WRITERS, (keys, writer) =>
      keys.commit(scene.partition, [put("k", `${writer}`, { token })]),
    );
    const now = await present(scene.keys, scene.partition, "k");
    for (const result of results) {
      if (!result.committed && result.found.has("k")) expect(result.found.get("k")).toEqual(now);
    }
  }),
];
