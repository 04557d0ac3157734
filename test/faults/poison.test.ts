/** T12 past validation: a record that nobody could have written costs its own listing, and no other. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { follower } from "../../core/index/follower.ts";
import { publish } from "../../core/index/publish.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { openBoard } from "../../core/store/board.ts";
import { removeExpired } from "../../core/store/expire.ts";
import { entryKey, listingKey } from "../../core/store/keys.ts";
import { scanPages } from "../../core/store/scan.ts";
import { createApp } from "../../functions/http/app.ts";
import { testEnv } from "../support/env.ts";
import { LISTING } from "../support/service.ts";

/** What a stored listing is turned into. */
type Harm = (record: ListingRecord) => unknown;

const content = (record: ListingRecord, fields: object) => ({ ...record, content: { ...record.content, ...fields } });

/** Those that are no listing at all: what they say can be told to nobody. */
const UNREADABLE: Readonly<Record<string, Harm>> = {
  "a number": () => 7,
  "an empty object": () => ({}),
  "without its content": ({ content: _gone, ...rest }) => rest,
  "with null for a list": (record) => content(record, { tags: null }),
  "with a text for a list": (record) => content(record, { locations: "Berlin" }),
  "another listing's": (record) => ({ ...record, id: "0123456789abcdefghjkmnpqrs" }),
  "of a kind that does not exist": (record) => ({ ...record, kind: "poison" }),
};

/** Those that look like one, but not to the index, or hold what no client may send. */
const STRANGE: Readonly<Record<string, Harm>> = {
  "with numbers for tags": (record) => content(record, { tags: [7, null, {}] }),
  "with null for a place": (record) => content(record, { locations: [null] }),
  "with a list for a description": (record) => content(record, { description: { format: "text", value: [1] } }),
  "with 300,000 characters in one word": (record) =>
    content(record, { description: { format: "text", value: "x".repeat(300_000) } }),
  "with 5,000 tags": (record) => content(record, { tags: Array.from({ length: 5_000 }, (_, i) => `tag${i}`) }),
};

/** Five listings, of which the fourth goes bad behind the snapshot that some have; opened anew, as by another process. */
async function world(where: "record" | "entry", hasSnapshot: boolean, harm: Harm | "no JSON") {
  const env = testEnv();
  const [space, blobs] = [memoryKeySpace(), memoryBlobStore()];
  const board = await openBoard({ space, env, name: "default" });
  const create = (title: string) => board.create(parseListing({ ...LISTING, title }));
  for (const title of ["One", "Two", "Three"]) await create(title);
  if (hasSnapshot) await publish({ board, blobs, env });
  const { stored } = await create("Poisoned");
  await create("Five");
  const key = where === "record" ? listingKey(stored.id) : entryKey(stored.revision);
  const [item] = await space.get("default", [key]);
  if (item === undefined) throw new Error("the board has no such record");
  const harmed = harm === "no JSON" ? undefined : harm(stored as ListingRecord);
  const value = where === "record" ? harmed : { seq: stored.revision, at: 0, changes: [harmed] };
  const body = harm === "no JSON" ? '{"id":' : JSON.stringify(value);
  await space.commit("default", [{ key, value: { ...item.value, body } }]);
  const reopened = await openBoard({ space, env, name: "default" });
  const app = createApp({ board: reopened, blobs, env, follower: follower({ board: reopened, blobs, env }) });
  const call = async (method: string, path: string, fields?: object) => {
    const answer = await app.request(path, {
      method,
      ...(fields === undefined
        ? {}
        : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) }),
    });
    const text = await answer.text();
    // An answer that the contract does not have would be a bug, whatever is stored.
    expect(answer.status, `${method} ${path} ${text}`).not.toBe(500);
    return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) };
  };
  return { id: stored.id, key, env, call, space, board: reopened };
}

type World = Awaited<ReturnType<typeof world>>;

async function expectOthersWell({ call, env }: World): Promise<void> {
  for (const word of ["one", "two", "three", "five"]) {
    expect((await call("GET", `/v1/search?q=${word}`)).json).toMatchObject({ total: 1 });
  }
  for (const path of ["/v1/listings", "/v1/exports"]) {
    const { status, json } = await call("GET", path);
    expect([status, json.items.length >= 4]).toEqual([200, true]);
  }
  expect((await call("POST", "/v1/listings", { ...LISTING, title: "Behind" })).status).toBe(201);
  env.advance(2_000);
  expect((await call("GET", "/v1/search?q=behind")).json).toMatchObject({ total: 1 });
  expect((await call("POST", "/v1/maintenance")).status).toBe(200);
  env.advance(2_000);
  expect((await call("GET", "/v1/search?q=five")).json).toMatchObject({ total: 1 });
  expect((await call("GET", "/ready")).status).toBe(200);
}

const PLACES = [
  ["without a snapshot", false],
  ["behind a snapshot", true],
] as const;

describe.each(PLACES)("a stored listing that is damaged, %s", (_place, hasSnapshot) => {
  it.each(["no JSON", ...Object.keys(UNREADABLE)])("%s: is refused, named, and costs no other", async (name) => {
    const damaged = await world("record", hasSnapshot, UNREADABLE[name] ?? "no JSON");
    await expectOthersWell(damaged);
    const { id, key, env, call } = damaged;
    expect((await call("GET", `/v1/listings/${id}`)).status).toBe(503);
    expect((await call("GET", "/v1/verify")).json).toMatchObject({ equal: false, differing: [id] });
    const named = env.events.filter(({ event, facts }) => event === "record_unreadable" && facts.key === key);
    expect(named.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(STRANGE))("%s: is named, and costs no other", async (name) => {
    const damaged = await world("record", hasSnapshot, STRANGE[name] ?? "no JSON");
    await expectOthersWell(damaged);
    expect((await damaged.call("GET", "/v1/verify")).json).toMatchObject({ equal: false, differing: [damaged.id] });
  });
});

const OF_ENTRIES = Object.keys(UNREADABLE).filter((name) => name !== "another listing's");

describe.each(PLACES)("an entry of the log that is damaged, %s", (_place, hasSnapshot) => {
  it.each(["no JSON", ...OF_ENTRIES])("%s: is passed by a scan, and costs no listing", async (name) => {
    const damaged = await world("entry", hasSnapshot, UNREADABLE[name] ?? "no JSON");
    await expectOthersWell(damaged);
    const { key, env, call } = damaged;
    expect((await call("GET", "/v1/search?q=poisoned")).json).toMatchObject({ total: 1 });
    expect((await call("GET", "/v1/verify")).json).toMatchObject({ equal: true });

    // A follower of the log hears what is before it, then that it has to begin with an export, whose cursor leads on.
    const first = await call("GET", "/v1/changes");
    expect(first.json).toMatchObject({ items: [{}, {}, {}], more: true });
    const stuck = await call("GET", `/v1/changes?cursor=${first.json.nextCursor}`);
    expect([stuck.status, stuck.json.code]).toEqual([410, "cursor_expired"]);
    expect(env.events.some(({ event, facts }) => event === "record_unreadable" && facts.key === key)).toBe(true);
    const { changesCursor } = (await call("GET", "/v1/exports")).json;
    expect((await call("GET", `/v1/changes?cursor=${changesCursor}`)).json).toMatchObject({ items: [], more: false });
  });
});

describe("a record among the entries that is none", () => {
  it("is refused by name by whoever needs the end of the log, at once; what does not goes on", async () => {
    const { id, space, call, board } = await world("entry", true, (record) => record);
    const key = "l:0000p0000007";
    await space.commit("default", [{ key, value: { kind: "entry", body: '{"seq":7,"at":0,"changes":[]}' } }]);
    await expect(board.head()).rejects.toThrow(key);
    expect((await call("POST", "/v1/listings", LISTING)).status).toBe(503);
    expect((await call("GET", "/v1/search")).status).toBe(503);
    expect((await call("GET", "/v1/changes")).status).toBe(503);
    expect((await call("GET", `/v1/listings/${id}`)).status).toBe(200);
  });
});

describe("what reads every record", () => {
  it("trims and removes around one that is damaged, and leaves it where it is", async () => {
    const { board, env, id } = await world("record", false, "no JSON");
    env.advance(400 * 86_400_000);
    const { tombstones } = await board.trim(0, { isThorough: true });
    expect([tombstones, await removeExpired({ board, env })]).toEqual([0, 0]);
    expect((await board.scan(undefined, 100)).unreadable).toEqual([id]);
  });

  it("trims the log past an entry that is damaged", async () => {
    const { board, env } = await world("entry", false, "no JSON");
    env.advance(31 * 86_400_000);
    // Entries 0 to 4, of which the last is damaged; the newest always stays.
    expect((await board.trim(5, { isThorough: false })).entries).toBe(5);
    expect((await board.changes({ seq: 4 }, 10)).changes).toHaveLength(1);
  });

  it("refuses, naming the record, where nothing may be left out", async () => {
    const { board, key } = await world("record", false, "no JSON");
    const pages = scanPages(board, 100);
    await expect(pages.next()).rejects.toThrow(key);
  });
});
