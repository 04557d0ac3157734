/** The judge has to be able to condemn: each harm to what the clients know, or to the board, is found. */
import { beforeAll, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { mulberry32 } from "../../bench/generator.ts";
import { follower } from "../../core/index/follower.ts";
import type { KeySpace } from "../../core/ports.ts";
import { openBoard } from "../../core/store/board.ts";
import { entryKey } from "../../core/store/keys.ts";
import { createApp } from "../../functions/http/app.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import { startServer } from "../../functions/server.ts";
import { attempt } from "./attempt.ts";
import { type Asked, headerFault, mustHold, noteWritten } from "./freshness.ts";
import { intents } from "./intents.ts";
import { type Findings, judge } from "./judge.ts";
import { judgeStatus, type Ledger, newLedger, type ReadSeen, type SearchSeen } from "./ledger.ts";
import { startLoad } from "./load.ts";

interface World {
  readonly url: string;
  readonly space: KeySpace;
  readonly ledger: Ledger;
  stop(): Promise<void>;
}

type Answering = (request: Request) => Response | Promise<Response>;

/** A board in this process, with what its clients know of it; sound, unless something is put between. */
async function world(between: (service: Answering) => Answering = (service) => service, reads = 30): Promise<World> {
  const env = nodeEnv();
  const [space, blobs] = [memoryKeySpace(), memoryBlobStore()];
  const board = await openBoard({ space, env, name: "default" });
  const app = createApp({ board, blobs, env, follower: follower({ board, blobs, env }) });
  const { address: url, stop } = await startServer({
    fetch: between((request) => app.fetch(request)),
    hostname: "127.0.0.1",
    port: 0,
  });
  const ledger = newLedger();
  const wants = intents("j", mulberry32(5));
  for (let i = 0; i < 5; i++) await attempt(url, wants.create(), ledger);
  await attempt(url, wants.import(), ledger);
  const load = startLoad({ url: () => url, ledger, seed: 9, clients: 2, run: "j" });
  while (ledger.searches.length < 20 || ledger.reads.length < reads || ledger.deleted.size === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await load.stop();
  return { url, space, ledger, stop };
}

/** Gives the first answer to a request for ever, as of now. */
function keeping(path: RegExp): (service: Answering) => Answering {
  const kept = new Map<string, Response>();
  return (service) => async (request) => {
    if (request.method !== "GET" || !path.test(new URL(request.url).pathname)) return service(request);
    const answer = kept.get(request.url) ?? (await service(request));
    kept.set(request.url, answer);
    return answer.clone();
  };
}

let sound: World;
beforeAll(async () => {
  sound = await world();
  return () => sound.stop();
});

const CLEAN = { lost: [], doubled: [], wrong: [], broken: [] };

const HARMS: readonly (readonly [what: string, kind: keyof typeof CLEAN, harm: (ledger: Ledger) => void])[] = [
  [
    "an acknowledged write that is not in the log",
    "lost",
    ({ acknowledged, sent }) => {
      const [content] = [...sent.values()];
      if (content !== undefined) acknowledged.set("nowhere", { content, id: undefined, revision: undefined });
    },
  ],
  [
    "a write that is there with another title",
    "lost",
    ({ acknowledged }) => {
      const [[mark, known] = []] = [...acknowledged];
      if (mark !== undefined && known !== undefined) {
        acknowledged.set(mark, { ...known, content: { ...known.content, title: "Another" } });
      }
    },
  ],
  [
    "a deletion that did not last",
    "lost",
    ({ acknowledged, deleted }) => {
      const kept = [...acknowledged.values()].find(({ id }) => id !== undefined && !deleted.has(id));
      deleted.add(kept?.id ?? "");
    },
  ],
  [
    "a search that found one too few",
    "wrong",
    ({ searches }) => change(searches, ({ total }) => ({ total: total - 1 })),
  ],
  ["a search of another position", "wrong", ({ searches }) => change(searches, () => ({ position: 0 }))],
  [
    "a search that showed a stranger",
    "wrong",
    ({ searches }) => change(searches, ({ ids }) => ({ ids: ["stranger", ...ids.slice(1)] })),
  ],
  [
    "a facet that counted wrong",
    "wrong",
    ({ searches }) => change(searches, () => ({ counts: new Map([["harbour", 999]]) })),
  ],
  ["a search that lacks what it had to hold", "wrong", (ledger) => ask(ledger, { minEntry: Number.MAX_SAFE_INTEGER })],
  ["a listing that is read as gone", "wrong", (ledger) => changeRead(ledger, { listing: undefined })],
  ["a listing that is read after its deletion", "wrong", (ledger) => changeRead(ledger, { wasDeleted: true })],
  [
    "a listing that is read as it was before an acknowledged write",
    "wrong",
    (ledger) => changeRead(ledger, { atLeast: Number.MAX_SAFE_INTEGER }),
  ],
  ["a listing that is read with another title", "wrong", (ledger) => changeRead(ledger, { title: "Another" })],
  [
    "a listing that is read at a revision which the log does not have",
    "wrong",
    (ledger) => changeRead(ledger, { revision: 9_999 }),
  ],
];

function ask({ searches, ...ledger }: Ledger, asked: Partial<Asked>): void {
  const headers = new Headers({ "Rolecall-Age-Ms": "0", "Rolecall-Stale": "false" });
  const atLeast = mustHold({ ...ledger, searches }, { sentAt: 0, own: 0, minEntry: 0, ...asked }, headers);
  change(searches, () => ({ atLeast }));
}

/** Of the last read of a listing that nobody has deleted. */
function changeRead({ reads }: Ledger, fields: Partial<ReadSeen> & { title?: string; revision?: number }): void {
  const at = reads.findLastIndex(({ mayBeDeleted, listing }) => !mayBeDeleted && listing !== undefined);
  const seen = reads[at];
  if (seen?.listing === undefined) throw new Error("no listing was read");
  const { title = seen.listing.title, revision = seen.listing.revision, ...rest } = fields;
  reads[at] = { ...seen, listing: { ...seen.listing, ...(title === undefined ? {} : { title }), revision }, ...rest };
}

/** Of the last search that found something. */
function change(searches: SearchSeen[], fields: (seen: SearchSeen) => Partial<SearchSeen>): void {
  const at = searches.findLastIndex(({ total }) => total > 0);
  const seen = searches[at];
  if (seen !== undefined) searches[at] = { ...seen, ...fields(seen) };
}

function copyOf(ledger: Ledger): Ledger {
  return {
    ...ledger,
    acknowledged: new Map(ledger.acknowledged),
    deleted: new Set(ledger.deleted),
    searches: [...ledger.searches],
    reads: [...ledger.reads],
    wrong: [...ledger.wrong],
  };
}

describe("the judge", () => {
  it("has nothing against a sound board", async () => {
    expect(await judge(sound.url, sound.ledger)).toMatchObject(CLEAN);
  });

  it.each(HARMS)("finds %s", async (_what, kind, harm) => {
    const ledger = copyOf(sound.ledger);
    harm(ledger);
    const findings: Findings = await judge(sound.url, ledger);
    expect(findings[kind].length).toBeGreaterThan(0);
    expect(findings).toMatchObject({ ...CLEAN, [kind]: findings[kind] });
  });

  it.each([
    ["searches", /^\/v1\/search$/, "lacks entry"],
    ["listings by id", /^\/v1\/listings\/./, "was acknowledged"],
  ])("finds %s that are answered as they once were, without a word of it", async (_what, path, fault) => {
    const { ledger, url, stop } = await world(keeping(path), 150);
    try {
      const { wrong, lost, doubled } = await judge(url, ledger);
      expect(wrong.join("\n")).toContain(fault);
      expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    } finally {
      await stop();
    }
  });

  it("finds an effect that is there twice", async () => {
    const { ledger, url, stop } = await world();
    try {
      const content = [...ledger.sent.values()][0];
      // As a service would that forgot the key under which it had created this already.
      const headers = { "Content-Type": "application/json", "Idempotency-Key": "another" };
      const sent = {
        method: "POST",
        path: "/v1/listings",
        headers,
        body: JSON.stringify({ ...content, source: undefined }),
      } as const;
      await attempt(url, { kind: "create", sent, contents: [] }, ledger);
      expect((await judge(url, ledger)).doubled).toEqual([content?.requisitionId]);
    } finally {
      await stop();
    }
  });

  it("finds a record that went from the store", async () => {
    const { ledger, url, space, stop } = await world();
    try {
      const { items } = await space.range("default", { after: "d:", upTo: "d:~".replace("~", "z"), limit: 1 });
      await space.commit(
        "default",
        items.map(({ key }) => ({ key, value: undefined })),
      );
      expect((await judge(url, ledger)).broken.length).toBeGreaterThan(0);
    } finally {
      await stop();
    }
  });

  it("hears no end of a log with a hole", async () => {
    const { ledger, url, space, stop } = await world();
    try {
      await space.commit("default", [{ key: entryKey(3), value: undefined }]);
      await expect(judge(url, ledger)).rejects.toThrow("410");
    } finally {
      await stop();
    }
  });

  it.each([
    [500, {}, "GET"],
    [502, { "Retry-After": "1" }, "GET"],
    [503, {}, "GET"],
    [504, {}, "PUT"],
  ] as const)("takes %i with %j to %s for wrong", (status, headers, method) => {
    const ledger = newLedger();
    judgeStatus(ledger, { method, path: "/" }, { status, headers: new Headers(headers), text: "", isWhole: true });
    expect(ledger.wrong).toHaveLength(1);
  });
});

describe("what a search has to hold", () => {
  const URL = "http://one";
  const answer = (entry: number) => {
    return { status: 200, headers: new Headers({ "Rolecall-Position": `p-${entry}` }), text: "", isWhole: true };
  };
  const ledger = newLedger();
  noteWritten(ledger, answer(7), URL);
  noteWritten(ledger, answer(9), undefined);
  noteWritten(ledger, answer(8), undefined);
  const told = (ageMs: number, isStale: boolean) => {
    const position = { "Rolecall-Position": "p-1" };
    return new Headers({ ...position, "Rolecall-Age-Ms": String(ageMs), "Rolecall-Stale": String(isStale) });
  };
  const [later, own] = [performance.now() + 1_000, ledger.ownWrites.get(URL) ?? 0];

  it.each([
    ["all that was acknowledged before its age", { sentAt: later, own: 0, minEntry: 0 }, told(100, false), 9],
    ["also when it is stale", { sentAt: later, own, minEntry: 0 }, told(100, true), 9],
    ["of what came later the process's own writes", { sentAt: later, own, minEntry: 0 }, told(60_000, false), 7],
    ["unless it is stale", { sentAt: later, own, minEntry: 0 }, told(60_000, true), 0],
    ["the position that was asked for", { sentAt: 0, own: 0, minEntry: 12 }, told(0, true), 12],
  ])("is %s", (_what, asked, headers, entry) => {
    expect(mustHold(ledger, asked, headers)).toBe(entry);
  });

  it.each(["Rolecall-Position", "Rolecall-Age-Ms", "Rolecall-Stale"])("cannot be known without %s", (name) => {
    const headers = told(0, false);
    expect(headerFault(headers)).toBeUndefined();
    headers.delete(name);
    expect(headerFault(headers)).toBe(`no ${name}`);
  });
});
