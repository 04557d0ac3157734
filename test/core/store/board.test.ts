import { describe, expect, it } from "vitest";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import type { CommitResult, KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import { entryKey, LAYOUT_KEY, listingKey } from "../../../core/store/keys.ts";
import { decodePosition, encodePosition } from "../../../core/store/position.ts";
import { pauseMs } from "../../../core/store/retry.ts";
import { RETENTION_MS } from "../../../core/store/trim.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { listingInput, sourcedInput } from "../../support/listings.ts";

interface World {
  readonly env: TestEnv;
  readonly space: KeySpace;
  readonly board: Board;
  /** Another process on the same data. */
  another(wrap?: (space: KeySpace) => KeySpace): Promise<Board>;
}

async function world(wrap: (space: KeySpace) => KeySpace = (space) => space): Promise<World> {
  const env = testEnv();
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const space = memoryKeySpace(data);
  let seed = 100;
  const another: World["another"] = (wrapIt = (plain) => plain) => {
    const own = testEnv({ seed: seed++ });
    return openBoard({
      space: wrapIt(memoryKeySpace(data)),
      env: { ...own, now: env.now, sleep: env.sleep },
      name: "default",
    });
  };
  const board = await openBoard({ space: wrap(space), env, name: "default" });
  return { env, space, board, another };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no error",
    (error: AppError) => error.code,
  );
}

async function allChanges(board: Board, limit = 1_000) {
  const changes = [];
  let point: Parameters<Board["changes"]>[0];
  for (;;) {
    const page = await board.changes(point, limit);
    changes.push(...page.changes);
    if (!page.more) return changes;
    point = page.next;
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

function record(stored: unknown): ListingRecord {
  expect(stored).toMatchObject({ kind: "listing" });
  return stored as ListingRecord;
}

describe("a board's writes", () => {
  it("creates a listing whose revision is the number of its log entry", async () => {
    const { board } = await world();
    const first = await board.create(listingInput());
    const second = await board.create(listingInput());
    expect([first.action, first.stored.revision, second.stored.revision]).toEqual(["created", 1, 2]);
    expect(await board.get([first.stored.id])).toEqual([first.stored]);
    expect(await board.head()).toBe(2);
  });

  it("writes operations that were submitted together as one entry", async () => {
    const { board } = await world();
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => board.create(listingInput())));
    expect(new Set(outcomes.map(({ stored }) => stored.revision))).toEqual(new Set([1]));
    expect(await board.head()).toBe(1);
  });

  it("keeps an entry within 40 listings and 128 KB, and lets a larger listing go alone", async () => {
    const { board } = await world();
    const big = (size: number) => listingInput({ description: { format: "text", value: "x".repeat(size) } });
    const many = await Promise.all(Array.from({ length: 41 }, () => board.create(listingInput())));
    expect(new Set(many.map(({ stored }) => stored.revision)).size).toBe(2);
    const wide = () => listingInput({ description: { format: "text", value: "é".repeat(90_000) } });
    const large = await Promise.all([board.create(big(50_000)), board.create(wide()), board.create(big(50_000))]);
    expect(large.map(({ stored }) => stored.revision)).toEqual([3, 4, 5]);
  });

  it("gives two changes of one listing that were submitted together two entries, in order", async () => {
    let commits = 0;
    const { board } = await world((space) => ({
      ...space,
      commit(partition, writes, signal) {
        commits++;
        return space.commit(partition, writes, signal);
      },
    }));
    const { stored } = await board.create(listingInput());
    commits = 0;
    const [a, b] = await Promise.all([
      board.patch(stored.id, { summary: "first" }, "any"),
      board.patch(stored.id, { summary: "second" }, "any"),
    ]);
    expect([a.stored.revision, b.stored.revision, commits]).toEqual([2, 3, 2]);
    expect(record((await board.get([stored.id]))[0]).content.summary).toBe("second");
  });

  it("answers the same content again with unchanged, and takes no position for it", async () => {
    const { board } = await world();
    const first = await board.upsert(sourcedInput("1"));
    const again = await board.upsert(sourcedInput("1"));
    expect([again.action, again.stored.revision]).toEqual(["unchanged", first.stored.revision]);
    expect(await board.head()).toBe(1);
  });

  it("keeps datePosted, state and promotion that a later upsert leaves out, and removes everything else", async () => {
    const { board } = await world();
    const given = { datePosted: "2021-01-27", state: "paused", promotion: 4, summary: "x", tags: ["a"] };
    await board.upsert(sourcedInput("1", given));
    const { stored } = await board.upsert(sourcedInput("1"));
    const { content } = record(stored);
    expect(content).toMatchObject({ datePosted: "2021-01-27", state: "paused", promotion: 4, tags: [] });
    expect(content.summary).toBeUndefined();
  });

  it("does not take a repeated default date for one that the client gave", async () => {
    const { board, env } = await world();
    const { stored } = await board.create(listingInput());
    env.advance(1_000);
    const shown = new Date(record(stored).createdAt).toISOString();
    const replaced = await board.replace(stored.id, listingInput({ datePosted: shown }), [stored.revision]);
    expect(replaced.action).toBe("unchanged");
  });

  it("replaces under the current revision only", async () => {
    const { board } = await world();
    const { stored } = await board.create(listingInput());
    const next = await board.replace(stored.id, listingInput({ title: "B" }), [stored.revision]);
    expect(next.stored.revision).toBeGreaterThan(stored.revision);
    const stale = board.replace(stored.id, listingInput({ title: "C" }), [stored.revision]);
    await expect(stale).rejects.toMatchObject({
      code: "precondition_failed",
      details: { etag: `"${next.stored.revision}-published"` },
    });
  });

  it("refuses to change what does not exist, and says gone of what was deleted", async () => {
    const { board } = await world();
    const id = "0".repeat(26);
    expect(await codeOf(board.replace(id, listingInput(), "any"))).toBe("not_found");
    expect(await codeOf(board.patch(id, {}, "any"))).toBe("not_found");
    expect(await codeOf(board.remove(id, "any"))).toBe("not_found");
    const { stored } = await board.create(listingInput());
    await board.remove(stored.id, "any");
    expect(await codeOf(board.replace(stored.id, listingInput(), "any"))).toBe("gone");
    expect(await codeOf(board.patch(stored.id, {}, "any"))).toBe("gone");
  });

  it("deletes once and succeeds for ever after", async () => {
    const { board } = await world();
    const { stored } = await board.create(listingInput());
    const first = await board.remove(stored.id, [stored.revision]);
    const again = await board.remove(stored.id, [stored.revision]);
    expect([first.action, again.action, again.stored.revision]).toEqual(["deleted", "deleted", first.stored.revision]);
    expect(await board.head()).toBe(2);
  });

  it("fixes the source at creation and derives the id from it", async () => {
    const { board } = await world();
    const { stored } = await board.upsert(sourcedInput("https://a.example/1"));
    expect(stored.id).toBe(board.idOf({ name: "feed", externalId: "https://a.example/1" }));
    expect(await codeOf(board.create(sourcedInput("https://a.example/1")))).toBe("conflict");
    await expect(board.patch(stored.id, { source: { externalId: "2" } }, "any")).rejects.toMatchObject({
      code: "invalid_body",
      errors: [{ pointer: "/source/externalId" }],
    });
    const kept = await board.replace(stored.id, listingInput({ summary: "x" }), "any");
    expect(record(kept.stored).content.source?.externalId).toBe("https://a.example/1");
  });

  it("creates again over a tombstone with the same id and a higher revision", async () => {
    const { board } = await world();
    const first = await board.upsert(sourcedInput("1"));
    const gone = await board.remove(first.stored.id, "any");
    const back = await board.upsert(sourcedInput("1"));
    expect([back.action, back.stored.id]).toEqual(["created", first.stored.id]);
    expect(back.stored.revision).toBeGreaterThan(gone.stored.revision);
  });

  it("refuses a listing over 256 KB and names its largest field", async () => {
    const { board } = await world();
    const input = listingInput({ description: { format: "text", value: "語".repeat(99_000) } });
    await expect(board.create(input)).rejects.toMatchObject({
      code: "too_large",
      errors: [{ pointer: "/description" }],
    });
    expect(await board.head()).toBe(0);
  });

  it("lets a draft be without title and company, until it is published", async () => {
    const { board } = await world();
    const { stored } = await board.create(listingInput({ state: "draft", title: null, company: null }));
    await expect(board.patch(stored.id, { state: "published" }, "any")).rejects.toMatchObject({
      errors: [{ pointer: "/title" }, { pointer: "/company/name" }],
    });
    const published = await board.patch(stored.id, { state: "published", title: "T", company: { name: "C" } }, "any");
    expect(record(published.stored).content.state).toBe("published");
  });
});

describe("a listing that was changed behind the log's back", () => {
  /** Someone edits the stored record by hand between the moment a process read it and the moment its commit arrives. */
  async function tampered(answer: (apply: () => Promise<CommitResult>) => Promise<CommitResult>) {
    const { board, another, space } = await world();
    const { stored } = await board.create(listingInput());
    let isFirst = true;
    const process = await another((plain) => ({
      ...plain,
      async commit(partition, writes, signal) {
        const apply = () => plain.commit(partition, writes, signal);
        if (!isFirst) return apply();
        isFirst = false;
        const body = JSON.stringify({ ...stored, revision: 77 });
        await space.commit("default", [{ key: listingKey(stored.id), value: { kind: "listing", body } }]);
        return answer(apply);
      },
    }));
    return process.replace(stored.id, listingInput({ title: "B" }), [stored.revision]);
  }

  it("is not overwritten unseen", async () => {
    expect(await codeOf(tampered((apply) => apply()))).toBe("precondition_failed");
  });

  it("is no reason to refuse a write that may still land", async () => {
    const cut = () => Promise.reject(new AppError("outcome_unknown", "cut before the request was read"));
    expect(await codeOf(tampered(cut))).toBe("outcome_unknown");
  });
});

describe("idempotent creates", () => {
  const idempotency = { principal: "p", key: "k" };

  it("find what the first one made, as it is now", async () => {
    const { board, another } = await world();
    const first = await board.create(listingInput(), { idempotency });
    const changed = await board.patch(first.stored.id, { summary: "x" }, "any");
    const again = await (await another()).create(listingInput(), { idempotency });
    expect([again.action, again.stored]).toEqual(["replayed", changed.stored]);
    expect(await board.head()).toBe(2);
  });

  it("are refused when the body differs, also after the listing was deleted", async () => {
    const { board } = await world();
    const { stored } = await board.create(listingInput(), { idempotency });
    expect(await codeOf(board.create(listingInput({ title: "Other" }), { idempotency }))).toBe("idempotency_mismatch");
    await board.remove(stored.id, "any");
    expect(await codeOf(board.create(listingInput({ title: "Other" }), { idempotency }))).toBe("idempotency_mismatch");
    expect(await codeOf(board.create(listingInput(), { idempotency }))).toBe("gone");
  });

  it("are refused when the key comes back with another source, or with none", async () => {
    const { board, another } = await world();
    await board.create(sourcedInput("1"), { idempotency });
    for (const input of [sourcedInput("2"), listingInput()]) {
      expect(await codeOf((await another()).create(input, { idempotency }))).toBe("idempotency_mismatch");
    }
    const plain = { ...idempotency, key: "plain" };
    await board.create(listingInput(), { idempotency: plain });
    expect(await codeOf(board.create(sourcedInput("3"), { idempotency: plain }))).toBe("idempotency_mismatch");
    expect(await board.head()).toBe(2);
  });

  it("with one key and two bodies at once make one listing", async () => {
    const { board, another } = await world();
    const other = await another();
    const codes = await Promise.all([
      codeOf(board.create(sourcedInput("1"), { idempotency })),
      codeOf(board.create(sourcedInput("2"), { idempotency })),
      codeOf(other.create(sourcedInput("3"), { idempotency })),
    ]);
    expect(codes.sort()).toEqual(["idempotency_mismatch", "idempotency_mismatch", "no error"]);
    expect(await allChanges(board)).toHaveLength(1);
  });

  it("leave a mark of the key for 30 days, and hold on while the listing is there", async () => {
    const { board, env, space } = await world();
    await board.create(listingInput(), { idempotency });
    const marks = async () => (await space.range("default", { after: "k:", upTo: "k:zzz", limit: 10 })).items.length;
    await board.trim(0);
    expect(await marks()).toBe(1);
    env.advance(RETENTION_MS + 1);
    await board.trim(0);
    expect(await marks()).toBe(0);
    expect(await codeOf(board.create(listingInput({ title: "Other" }), { idempotency }))).toBe("idempotency_mismatch");
  });

  it("hold anew from a second effect on, though a trim left the mark of the first, whose listing is forgotten", async () => {
    const { board, env, space } = await world();
    const { stored } = await board.create(sourcedInput("1"), { idempotency });
    await board.remove(stored.id, "any");
    env.advance(RETENTION_MS + 1);
    await space.commit("default", [{ key: listingKey(stored.id), value: undefined }]);
    expect((await board.create(sourcedInput("1"), { idempotency })).action).toBe("created");
    await board.trim(0);
    expect(await codeOf(board.create(sourcedInput("2"), { idempotency }))).toBe("idempotency_mismatch");
  });

  it("belong to one principal", async () => {
    const { board } = await world();
    const mine = await board.create(listingInput(), { idempotency });
    const theirs = await board.create(listingInput(), { idempotency: { principal: "q", key: "k" } });
    expect(theirs.stored.id).not.toBe(mine.stored.id);
  });

  it("hold for a listing with a source too", async () => {
    const { board } = await world();
    const first = await board.create(sourcedInput("1"), { idempotency });
    const again = await board.create(sourcedInput("1"), { idempotency });
    expect([again.action, again.stored]).toEqual(["replayed", first.stored]);
    expect(await codeOf(board.create(sourcedInput("1"), { idempotency: { ...idempotency, key: "other" } }))).toBe(
      "conflict",
    );
  });

  it("have had their effect when their listing was deleted and its source made it anew", async () => {
    const { board } = await world();
    const { stored } = await board.create(sourcedInput("1"), { idempotency });
    await board.remove(stored.id, "any");
    const anew = await board.upsert(sourcedInput("1", { summary: "anew" }));
    const again = await board.create(sourcedInput("1"), { idempotency });
    expect([again.action, again.stored]).toEqual(["replayed", anew.stored]);
    await board.remove(stored.id, "any");
    expect(await codeOf(board.create(sourcedInput("1"), { idempotency }))).toBe("gone");
  });
});

/** A key space of which single calls misbehave: `plan` sees every commit's number and says what to do with it. */
function misbehaving(
  space: KeySpace,
  plan: (n: number) => "ok" | "lost answer" | "throttled" | "never sent" | "contention",
): KeySpace {
  let n = 0;
  return {
    ...space,
    async commit(partition, writes, signal) {
      if (partition !== "default") return space.commit(partition, writes, signal);
      switch (plan(n++)) {
        case "throttled":
          throw new AppError("unavailable", "throttled");
        case "never sent":
          throw new AppError("outcome_unknown", "cut before the request was read");
        case "contention":
          return { committed: false, found: new Map() };
        case "lost answer":
          await space.commit(partition, writes, signal);
          throw new AppError("outcome_unknown", "cut before the answer");
        case "ok":
          return space.commit(partition, writes, signal);
      }
    },
  };
}

describe("answers that were lost", () => {
  it("are found in the slot: one effect, and success", async () => {
    const { board } = await world((space) => misbehaving(space, (n) => (n === 1 ? "lost answer" : "ok")));
    const { action, stored } = await board.create(listingInput());
    expect([action, stored.revision, await board.head()]).toEqual(["created", 1, 1]);
  });

  it("of a request that was never sent are tried again at the same slot", async () => {
    const { board } = await world((space) => misbehaving(space, (n) => (n === 1 ? "never sent" : "ok")));
    const { stored } = await board.create(listingInput());
    expect([stored.revision, await board.head()]).toEqual([1, 1]);
  });

  it("are found although the listing was changed again since", async () => {
    const { another, board } = await world();
    let overwrite: (() => Promise<unknown>) | undefined;
    const slow = await another((space) => ({
      ...space,
      async commit(partition, writes, signal) {
        const answer = await space.commit(partition, writes, signal);
        if (overwrite === undefined) return answer;
        await overwrite();
        overwrite = undefined;
        throw new AppError("outcome_unknown", "cut before the answer");
      },
    }));
    const { stored } = await board.upsert(sourcedInput("1"));
    overwrite = () => board.patch(stored.id, { summary: "later" }, "any");
    const outcome = await slow.upsert(sourcedInput("1", { summary: "mine" }));
    expect([outcome.action, outcome.stored.revision]).toEqual(["updated", 2]);
    expect(record((await board.get([stored.id]))[0]).content.summary).toBe("later");
    expect((await allChanges(board)).map(({ stored: { revision } }) => revision)).toEqual([1, 2, 3]);
  });

  it("are found in the listing when the slot could not be read", async () => {
    let failing = 0;
    const { board } = await world((space) => {
      const lossy = misbehaving(space, (n) => (n === 1 ? "lost answer" : "ok"));
      return {
        ...lossy,
        async commit(partition, writes, signal) {
          if (writes.some(({ key }) => key === entryKey(1))) failing = 1;
          return lossy.commit(partition, writes, signal);
        },
        async get(partition, keys, signal) {
          if (failing-- > 0) throw new AppError("unavailable", "throttled");
          return lossy.get(partition, keys, signal);
        },
      };
    });
    const { stored } = await board.create(listingInput());
    expect([stored.revision, await board.head()]).toEqual([1, 1]);
  });

  it("are found in the listing when they land between the reads of the slot and of the listing", async () => {
    let late: (() => Promise<unknown>) | undefined;
    let isFirst = true;
    const { board } = await world((space) => ({
      ...space,
      async get(partition, keys, signal) {
        if (keys.some((key) => key.startsWith("d:"))) await late?.();
        return space.get(partition, keys, signal);
      },
      async commit(partition, writes, signal) {
        if (!isFirst || !writes.some(({ key }) => key === entryKey(1))) return space.commit(partition, writes, signal);
        isFirst = false;
        late = () => space.commit(partition, writes);
        throw new AppError("outcome_unknown", "still on its way");
      },
    }));
    const { action, stored } = await board.create(listingInput());
    expect([action, stored.revision, await board.head()]).toEqual(["created", 1, 1]);
  });

  it("are looked for in their own slot although the process has since learned of later entries", async () => {
    let isCut = false;
    const { board, another } = await world();
    const slow = await another((space) => ({
      ...space,
      async get(partition, keys, signal) {
        if (isCut && keys.includes(entryKey(2))) throw new AppError("unavailable", "throttled");
        return space.get(partition, keys, signal);
      },
      async commit(partition, writes, signal) {
        const answer = await space.commit(partition, writes, signal);
        if (!writes.some(({ key }) => key === entryKey(2))) return answer;
        isCut = true;
        throw new AppError("outcome_unknown", "cut before the answer");
      },
    }));
    const { stored } = await board.upsert(sourcedInput("1"));
    const mine = slow.upsert(sourcedInput("1", { summary: "mine" }));
    await until(() => isCut);
    await board.patch(stored.id, { summary: "later" }, "any");
    await slow.head();
    isCut = false;
    expect((await mine).stored.revision).toBe(2);
    expect((await allChanges(board)).map(({ stored: { revision } }) => revision)).toEqual([1, 2, 3]);
  });

  it("are settled by whoever took the slot meanwhile: the write goes on behind it", async () => {
    let takeSlot: (() => Promise<unknown>) | undefined;
    const { board, another } = await world();
    const cut = await another((space) => ({
      ...space,
      async commit(partition, writes, signal) {
        if (takeSlot === undefined) return space.commit(partition, writes, signal);
        const take = takeSlot;
        takeSlot = undefined;
        await take();
        throw new AppError("outcome_unknown", "cut before the request was read");
      },
    }));
    await cut.create(listingInput());
    takeSlot = () => board.create(listingInput());
    expect((await cut.create(listingInput())).stored.revision).toBe(3);
  });

  it("that nothing can settle end in outcome_unknown", async () => {
    const { board } = await world((space) => misbehaving(space, (n) => (n === 0 ? "ok" : "never sent")));
    expect(await codeOf(board.create(listingInput()))).toBe("outcome_unknown");
  });

  it("do not turn throttling into doubt", async () => {
    const { board } = await world((space) => misbehaving(space, (n) => (n === 0 ? "ok" : "throttled")));
    expect(await codeOf(board.create(listingInput()))).toBe("unavailable");
    expect(await board.head()).toBe(0);
  });

  it("survive throttling and contention in between", async () => {
    const script = ["ok", "throttled", "contention", "never sent", "lost answer"] as const;
    const { board } = await world((space) => misbehaving(space, (n) => script[n] ?? "ok"));
    const { stored } = await board.create(listingInput());
    expect([stored.revision, await board.head()]).toEqual([1, 1]);
  });

  it("of a caller who stopped waiting are doubt when the write was under way, and none when it was not", async () => {
    const stop = new AbortController();
    const { board } = await world((space) => ({
      ...space,
      commit: (partition, writes, signal) =>
        writes.some(({ key }) => key === entryKey(1))
          ? new Promise((resolve, reject) => {
              signal?.addEventListener("abort", () => reject(signal.reason));
              stop.abort();
              setImmediate(() => resolve({ committed: false, found: new Map() }));
            })
          : space.commit(partition, writes, signal),
    }));
    expect(await codeOf(board.create(listingInput(), { signal: stop.signal }))).toBe("outcome_unknown");
    expect(await codeOf(board.create(listingInput(), { signal: AbortSignal.abort() }))).toBe("unavailable");
  });
});

describe("of writes that share a commit", () => {
  it("the one whose caller stopped waiting while the listings were read is left out, as its caller was told", async () => {
    const stop = new AbortController();
    const { board } = await world((space) => ({
      ...space,
      get(partition, keys, signal) {
        if (keys[0] === LAYOUT_KEY && keys.length > 2) stop.abort();
        return space.get(partition, keys, signal);
      },
    }));
    const left = codeOf(board.create(listingInput({ title: "Left" }), { signal: stop.signal }));
    const stays = await board.create(listingInput({ title: "Stays" }));
    expect(await left).toBe("unavailable");
    expect((await allChanges(board)).map(({ stored }) => stored)).toEqual([stays.stored]);
  });
});

describe("several processes on one board", () => {
  it("lose nothing and double nothing, whoever wins each slot", async () => {
    const { board, another } = await world();
    const processes = await Promise.all(Array.from({ length: 4 }, () => another()));
    const writes = processes.flatMap((process, p) =>
      Array.from({ length: 10 }, (_, i) => process.upsert(sourcedInput(`${p}-${i}`))),
    );
    const outcomes = await Promise.all(writes);
    const changes = await allChanges(board);
    expect(changes.map(({ stored }) => stored.id).sort()).toEqual(outcomes.map(({ stored }) => stored.id).sort());
    const { stored } = await board.scan(undefined, 1_000);
    expect(stored.length).toBe(40);
  });

  it("let exactly one of twenty updates of one revision win", async () => {
    const { board, another } = await world();
    const { stored } = await board.create(listingInput());
    const processes = await Promise.all(Array.from({ length: 20 }, () => another()));
    const codes = await Promise.all(
      processes.map((process, i) =>
        codeOf(process.replace(stored.id, listingInput({ title: `T${i}` }), [stored.revision])),
      ),
    );
    expect(codes.filter((code) => code === "no error")).toHaveLength(1);
    expect(codes.filter((code) => code === "precondition_failed")).toHaveLength(19);
  });

  it("open one board between them", async () => {
    const env = testEnv();
    const data: MemoryKeys = { partitions: new Map(), commits: 0 };
    const boards = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        openBoard({ space: memoryKeySpace(data), env: testEnv({ seed: i }), name: "b" }),
      ),
    );
    expect(new Set(boards.map(({ incarnation }) => incarnation)).size).toBe(1);
    expect(env.events).toEqual([]);
  });
});

describe("the log", () => {
  it("hands out every change once, whatever the page size", async () => {
    const { board } = await world();
    for (const batch of [1, 3, 40, 2]) {
      await Promise.all(Array.from({ length: batch }, () => board.create(listingInput())));
    }
    const whole = await allChanges(board);
    expect(whole).toHaveLength(46);
    for (const limit of [1, 2, 3, 7, 45, 46, 47]) expect(await allChanges(board, limit)).toEqual(whole);
  });

  it("continues from a point that is its end, and refuses one beyond it", async () => {
    const { board } = await world();
    await board.create(listingInput());
    const end = await board.changes({ seq: 1 }, 10);
    expect(end).toEqual({ changes: [], next: { seq: 1 }, more: false });
    expect(await codeOf(board.changes({ seq: 2 }, 10))).toBe("invalid_cursor");
  });

  it("tells a new process in one request that a point is its end, and the next time without reading the point's entry", async () => {
    const { board, another } = await world();
    for (let i = 0; i < 3; i++) await board.create(listingInput());
    const asked: string[] = [];
    const cold = await another((space) => ({
      ...space,
      get(partition, keys, signal) {
        asked.push(`get ${keys}`);
        return space.get(partition, keys, signal);
      },
      range(partition, options, signal) {
        asked.push(`range ${options.after}`);
        return space.range(partition, options, signal);
      },
    }));
    asked.length = 0;
    for (let i = 0; i < 2; i++) expect((await cold.changes({ seq: 3 }, 10)).next).toEqual({ seq: 3 });
    expect(asked).toEqual([`range ${entryKey(2)}`, `range ${entryKey(3)}`]);
    await board.create(listingInput());
    expect((await cold.changes({ seq: 3 }, 10)).changes).toHaveLength(1);
    expect(await codeOf(cold.changes({ seq: 5 }, 10))).toBe("invalid_cursor");
  });

  it("goes on behind an entry that alone is a page", async () => {
    const { board, another } = await world();
    for (let i = 0; i < 3; i++) await board.create(listingInput());
    const cold = await another((space) => ({
      ...space,
      async range(partition, options, signal) {
        const { items, end } = await space.range(partition, options, signal);
        return { items: items.slice(0, 1), end: end && items.length <= 1 };
      },
    }));
    expect((await cold.changes({ seq: 1 }, 10)).changes).toHaveLength(2);
  });

  it("reads a page with a gap once more before it calls the log trimmed", async () => {
    let holes = 0;
    const { board, another } = await world();
    for (let i = 0; i < 3; i++) await board.create(listingInput());
    const reader = await another((space) => ({
      ...space,
      async range(partition, options, signal) {
        const page = await space.range(partition, options, signal);
        return holes-- > 0 ? { ...page, items: page.items.filter(({ key }) => key !== entryKey(2)) } : page;
      },
    }));
    holes = 1;
    expect((await reader.changes({ seq: 1 }, 10)).changes).toHaveLength(2);
    holes = 2;
    expect(await codeOf(reader.changes({ seq: 1 }, 10))).toBe("cursor_expired");
  });

  it("finds its end from any known entry, in few requests", async () => {
    const { board, another } = await world();
    for (let i = 1; i <= 300; i++) await board.create(listingInput());
    let requests = 0;
    const cold = await another((space) => ({
      ...space,
      get(partition, keys, signal) {
        requests++;
        return space.get(partition, keys, signal);
      },
      range(partition, options, signal) {
        requests++;
        return space.range(partition, options, signal);
      },
    }));
    requests = 0;
    expect(await cold.head()).toBe(300);
    expect(requests).toBeLessThanOrEqual(8);
    expect(await board.head()).toBe(300);
  });

  it("is trimmed below the floor and beyond 30 days only, never its newest entry", async () => {
    const { board, env, another } = await world();
    for (let i = 0; i < 5; i++) await board.create(listingInput());
    expect(await board.trim(4)).toEqual({ entries: 0, tombstones: 0 });
    env.advance(RETENTION_MS + 1);
    expect(await board.trim(4)).toEqual({ entries: 4, tombstones: 0 });
    expect(await codeOf(board.changes(undefined, 10))).toBe("cursor_expired");
    expect(await codeOf(board.changes({ seq: 2 }, 10))).toBe("cursor_expired");
    expect((await board.changes({ seq: 3 }, 10)).changes).toHaveLength(2);
    await board.trim(1_000);
    const late = await another();
    expect(await late.head()).toBe(5);
    expect((await late.create(listingInput())).stored.revision).toBe(6);
  });

  it("is not torn by a process that slept while it was trimmed", async () => {
    const { board, env, another } = await world();
    const sleeper = await another();
    await sleeper.create(listingInput());
    for (let i = 0; i < 60; i++) await board.create(listingInput());
    env.advance(RETENTION_MS + 1);
    await board.trim(60);
    expect((await sleeper.create(listingInput())).stored.revision).toBe(62);
  });

  it("loses tombstones after 30 days without a change", async () => {
    const { board, env } = await world();
    const { stored } = await board.create(listingInput());
    await board.remove(stored.id, "any");
    env.advance(RETENTION_MS - 1);
    expect(await board.trim(0)).toEqual({ entries: 0, tombstones: 0 });
    env.advance(2);
    expect(await board.trim(0)).toEqual({ entries: 0, tombstones: 1 });
    expect(await board.get([stored.id])).toEqual([undefined]);
    expect(await board.head()).toBe(2);
  });

  it("carries settings in order, so that a writer never uses old ones", async () => {
    const { board, another } = await world();
    const other = await another();
    await other.create(listingInput());
    await board.changeSettings((settings) => ({ ...settings, timeZone: "America/New_York" }));
    const { stored } = await other.create(listingInput({ validThrough: "2026-02-01" }));
    expect(new Date(record(stored).visibleUntil ?? 0).toISOString()).toBe("2026-02-02T05:00:00.000Z");
    expect(await allChanges(board)).toHaveLength(2);
  });
});

describe("positions", () => {
  const incarnation = "0123456789";

  it("survive the way to a client and back", () => {
    for (const point of [{ seq: 0 }, { seq: 12, taken: 3 }, { seq: 999_999_999_999 }]) {
      expect(decodePosition(incarnation, encodePosition(incarnation, point), "invalid_cursor", "cursor")).toEqual(
        point,
      );
    }
  });

  it("of another incarnation have expired, and garbage never was one", () => {
    const decode = (token: string) => () => decodePosition(incarnation, token, "invalid_parameter", "minPosition");
    expect(decode("abcdefghjk-1")).toThrow(expect.objectContaining({ code: "cursor_expired" }));
    for (const token of [
      "",
      "1",
      "0123456789-",
      "0123456789-1x",
      "0123456789-1234567890123",
      " 0123456789-1",
      "0123456789-1-1",
    ]) {
      expect(decode(token)).toThrow(expect.objectContaining({ code: "invalid_parameter" }));
    }
  });
});

describe("a board without a log", () => {
  it("is corrupt to whoever reads changes from the beginning, and no write takes a slot because of it", async () => {
    const { env, space } = await world();
    const board = await openBoard({ space, env, name: "default" });
    await space.commit("default", [{ key: entryKey(0), value: undefined }]);
    const unknowing = await openBoard({ space, env, name: "default" });
    await expect(unknowing.changes(undefined, 10)).rejects.toMatchObject({ code: "corrupt" });
    await expect(unknowing.create(listingInput())).rejects.toMatchObject({ code: "corrupt" });
    expect((await space.range("default", { limit: 10 })).items.map(({ key }) => key)).toEqual(["b:"]);
    await expect(board.changes(undefined, 10)).rejects.toMatchObject({ code: "corrupt" });
  });
});

describe("pauses between attempts", () => {
  const pauses = (attempt: number, attemptMs?: number) =>
    Array.from({ length: 200 }, (_, seed) => pauseMs(testEnv({ seed: seed + 1 }), attempt, attemptMs));
  const average = (attempt: number, attemptMs?: number) => pauses(attempt, attemptMs).reduce((a, b) => a + b) / 200;

  it("grow with the attempts lost, stay bounded, and differ between writers", () => {
    expect(Math.max(...pauses(4))).toBeLessThanOrEqual(80);
    expect(new Set(pauses(4)).size).toBeGreaterThan(100);
    expect(average(6)).toBeGreaterThan(2 * average(3));
    expect(average(30)).toBeLessThan(2_000);
  });

  it("are as long as the store is slow", () => {
    expect(average(1, 200)).toBeGreaterThan(10 * average(1));
    expect(average(1, 1)).toBe(average(1));
    expect(Math.max(...pauses(8, 5_000))).toBeLessThanOrEqual(2_000);
  });

  it("of a writer follow what its commit took", async () => {
    const { env, space } = await world();
    const slept: number[] = [];
    let left = 3;
    const slow: KeySpace = {
      ...space,
      async commit(...call) {
        env.advance(400);
        if (left-- > 0) throw new AppError("unavailable", "throttled");
        return space.commit(...call);
      },
    };
    const sleep = env.sleep;
    env.sleep = async (ms, signal) => {
      slept.push(ms);
      await sleep(ms, signal);
    };
    const board = await openBoard({ space: slow, env, name: "default" });
    await board.create(listingInput());
    expect(slept).toHaveLength(3);
    // Three draws below 800, 1,600 and 2,000: all of them below the 5, 10 and 20 of a fast store is out of the question.
    expect(Math.max(...slept)).toBeGreaterThan(100);
  });
});

describe("what is stored", () => {
  it("reads as JSON in the service's own console, with kind, id and revision beside it", async () => {
    const { board, space } = await world();
    const { stored } = await board.create(listingInput());
    const [listing, entry] = await space.get("default", [listingKey(stored.id), entryKey(1)]);
    expect(listing?.value).toMatchObject({ kind: "listing", id: stored.id, revision: 1 });
    expect(JSON.parse(listing?.value.body ?? "")).toEqual(stored);
    expect(JSON.parse(entry?.value.body ?? "")).toMatchObject({ seq: 1, changes: [stored] });
  });

  it("by a newer format is refused by name", async () => {
    const { space } = await world();
    const [item] = await space.get("default", ["b:"]);
    const body = JSON.stringify({ ...JSON.parse(item?.value.body ?? ""), format: 2 });
    await space.commit("default", [{ key: "b:", value: { kind: "board", body } }]);
    await expect(openBoard({ space, env: testEnv(), name: "default" })).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("format 2"),
    });
  });
});
