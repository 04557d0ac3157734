/**
 * What each operation asks of its store, held against the table in docs/operations.md: calls on the memory store, and the
 * capacity that DynamoDB Local says they consumed. A change that costs more, or less, has to say so there.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { dynamodbKeySpace } from "../../adapters/dynamodb/key-space.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { generatedListing } from "../../bench/generator.ts";
import { type Follower, follower } from "../../core/index/follower.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { type Capacity, capacityProxy } from "../support/capacity-proxy.ts";
import { type Calls, countingSpace, noCalls } from "../support/counting-space.ts";
import { cloudSuite } from "../support/emulators.ts";
import { testEnv } from "../support/env.ts";

/** A listing of 2.4 KB, as real ones are on average. */
function listing(i: number, fields: object = {}) {
  const input = parseListing({ ...generatedListing(i), ...fields });
  if (input.source === undefined) throw new Error("a generated listing has a source");
  return { ...input, source: input.source };
}

interface Scene {
  readonly space: KeySpace;
  readonly board: Board;
  readonly index: Follower;
  readonly env: ReturnType<typeof testEnv>;
}

/** In order: each finds what those before it left. */
const OPERATIONS: readonly (readonly [name: string, act: (scene: Scene) => Promise<unknown>])[] = [
  ["open a board, in a new process", ({ space, env }) => openBoard({ space, env, name: "costs" })],
  ["first write of a process", ({ board }) => board.upsert(listing(0))],
  ["create", ({ board }) => board.upsert(listing(1))],
  [
    "create with `Idempotency-Key`",
    ({ board }) => board.create(anonymous(2), { idempotency: { principal: "p", key: "k" } }),
  ],
  ["replace or patch", ({ board }) => board.upsert(listing(1, { title: "Cook" }))],
  ["the same content again", ({ board }) => board.upsert(listing(1, { title: "Cook" }))],
  ["delete", ({ board }) => board.remove(board.idOf(listing(1).source), "any")],
  ["import of 40", ({ board }) => Promise.all(Array.from({ length: 40 }, (_, i) => board.upsert(listing(100 + i))))],
  ["get one", ({ board }) => board.get([board.idOf(listing(0).source)])],
  ["load the index of 42 listings", ({ index }) => index.view()],
  ["search, view younger than a second", ({ index }) => index.view()],
  [
    "search, view older, nothing new",
    async ({ index, env }) => {
      env.advance(2_000);
      await index.view();
    },
  ],
  ["changes, at the end", async ({ board }) => board.changes({ seq: await board.lastKnown() }, 100)],
  ["changes, 100 with listings", ({ board }) => board.changes(undefined, 100)],
];

function anonymous(i: number) {
  const { source: _source, ...fields } = generatedListing(i);
  return parseListing(fields);
}

/** Every row of the table, by operation. */
function documented(): Map<string, string[]> {
  const text = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const rows = text.split("\n").filter((line) => /^\| .* \|$/.test(line));
  return new Map(
    rows
      .map((row) => row.split("|").map((cell) => cell.trim()))
      .map(([, name = "", ...cells]) => [name, cells.slice(0, -1)]),
  );
}

/** One after the other on a board that is new; what each cost is told to `cost`, with no name when the board is made. */
async function perform(opened: KeySpace, cost: (name: string | undefined, calls: Calls) => void): Promise<void> {
  const env = testEnv();
  const calls = noCalls();
  const space = countingSpace(opened, calls);
  await openBoard({ space, env, name: "costs" });
  const board = await openBoard({ space, env, name: "costs" });
  const scene: Scene = { space, board, index: follower({ board, env }), env };
  cost(undefined, calls);
  for (const [name, act] of OPERATIONS) {
    Object.assign(calls, noCalls());
    await act(scene);
    cost(name, { ...calls });
  }
}

const table = documented();

it("every operation makes the calls that docs/operations.md says", async () => {
  const measured: Record<string, string[]> = {};
  await perform(memoryKeySpace(), (name, { gets, keys, ranges, items, commits, writes, conflicts }) => {
    expect(conflicts).toBe(0);
    if (name !== undefined) measured[name] = [`${gets} (${keys})`, `${ranges} (${items})`, `${commits} (${writes})`];
  });
  expect(measured).toEqual(Object.fromEntries(OPERATIONS.map(([name]) => [name, table.get(name)?.slice(0, 3)])));
});

await cloudSuite("dynamodb", ({ endpoint, env, name: tableName }) => {
  it("and consumes the DynamoDB capacity that it says", async () => {
    Object.assign(process.env, env);
    const proxy = await capacityProxy(endpoint);
    const space = dynamodbKeySpace({ table: tableName, region: "eu-central-1", endpoint: proxy.url });
    const measured: Record<string, string[]> = {};
    let before: Capacity = { ...proxy.consumed };
    try {
      await perform(space, (name) => {
        const { readUnits, writeUnits } = proxy.consumed;
        if (name !== undefined)
          measured[name] = [`${readUnits - before.readUnits}`, `${writeUnits - before.writeUnits}`];
        before = { readUnits, writeUnits };
      });
    } finally {
      await space.close();
      await proxy.stop();
    }
    expect(measured).toEqual(Object.fromEntries(OPERATIONS.map(([name]) => [name, table.get(name)?.slice(3, 5)])));
  });
});
