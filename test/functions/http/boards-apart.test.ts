/** Nothing of one board means anything on another: ids, cursors, positions, tags, keys, idempotency keys, in any order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { addApiKey } from "../../../core/store/api-keys.ts";
import { openBoard } from "../../../core/store/board.ts";
import { newApiKey } from "../../../functions/auth/api-key.ts";
import { authentication } from "../../../functions/auth/authentication.ts";
import { openService } from "../../../functions/open-service.ts";
import { testEnv } from "../../support/env.ts";
import { recordsOf } from "../../support/stored-records.ts";

const NAMES = ["default", "bravo"] as const;
type Name = (typeof NAMES)[number];

const ROOTS: Readonly<Record<Name, string>> = { default: "/v1", bravo: "/v1/boards/bravo" };
/** A word in every field of every listing of a board, and in none of the other's. */
const WORDS: Readonly<Record<Name, string>> = { default: "canaryalpha", bravo: "canarybravo" };
const OTHER: Readonly<Record<Name, Name>> = { default: "bravo", bravo: "default" };

const listing = (name: Name, i: number) => ({
  title: `Cook ${WORDS[name]} ${i}`,
  company: { name: WORDS[name] },
  description: { format: "text", value: `Works as ${WORDS[name]}` },
  tags: [WORDS[name]],
  locations: [{ raw: WORDS[name] }],
  extra: { secret: WORDS[name] },
});

/** What a client of a board holds of it. */
interface Belongings {
  readonly key: string;
  readonly ids: readonly string[];
  readonly etags: readonly string[];
  readonly searchTag: string;
  readonly position: string;
  readonly idempotencyKey: string;
  readonly cursors: Readonly<Record<"search" | "listings" | "changes" | "exports", string>>;
}

interface Sent {
  readonly key?: string | undefined;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function twoBoards() {
  const env = testEnv();
  const space = memoryKeySpace();
  await openBoard({ space, env, name: "bravo" });
  const service = await openService({
    ...{ space, blobs: memoryBlobStore(), env, name: "default" },
    authentication: authentication(),
  });
  const call = async (method: string, path: string, { key, json, headers = {} }: Sent = {}) => {
    const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
    const type = json === undefined ? {} : { "Content-Type": "application/json" };
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: { ...type, ...authorization, ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const answer = await service.fetch(request);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  /** One key that both boards know, so that its holder has one name on both; and one of each board's own. */
  const shared = newApiKey(env);
  const belongings = async (name: Name): Promise<Belongings> => {
    const own = newApiKey(env);
    for (const { id, secretHash } of [own, shared]) {
      const key = { id, secretHash, name: "test", scopes: ["admin"], createdAt: env.now() };
      await addApiKey({ space, env, board: name }, key);
    }
    const root = ROOTS[name];
    const created: { id: string; etag: string; position: string }[] = [];
    for (let i = 0; i < 4; i++) {
      const headers = { "Idempotency-Key": "the-same-on-both" };
      const sent = { key: shared.text, json: listing(name, i), ...(i === 0 ? { headers } : {}) };
      const answer = await call("POST", `${root}/listings`, sent);
      expect([answer.status, answer.headers.get("Idempotent-Replayed")]).toEqual([201, null]);
      created.push({
        id: JSON.parse(answer.text).id,
        etag: answer.headers.get("ETag") ?? "",
        position: answer.headers.get("Rolecall-Position") ?? "",
      });
    }
    expect((await call("POST", `${root}/maintenance`, { key: own.text })).status).toBe(200);
    const cursorOf = async (path: string) => {
      const { text } = await call("GET", `${root}/${path}`, { key: own.text });
      const { nextCursor } = JSON.parse(text);
      expect(nextCursor).toEqual(expect.any(String));
      return nextCursor as string;
    };
    return {
      key: own.text,
      ids: created.map(({ id }) => id),
      etags: created.map(({ etag }) => etag),
      searchTag: (await call("GET", `${root}/search?q=cook`)).headers.get("ETag") ?? "",
      position: created.at(-1)?.position ?? "",
      idempotencyKey: "the-same-on-both",
      cursors: {
        search: await cursorOf("search?q=cook&limit=1"),
        listings: await cursorOf("listings?limit=1"),
        changes: await cursorOf("changes?limit=1"),
        exports: await cursorOf("exports?limit=1"),
      },
    };
  };
  return {
    space,
    call,
    shared: shared.text,
    of: { default: await belongings("default"), bravo: await belongings("bravo") },
  };
}

/** What is asked of one board with what belongs to the other. */
interface Step {
  readonly what: string;
  readonly board: Name;
  /** Whose key is shown. */
  readonly as: "own" | "other" | "shared" | "nobody";
  readonly pick: number;
}

/** Each with the statuses that its own board's key gets. */
const ASKED: Readonly<
  Record<string, (theirs: Belongings, pick: number, name: Name) => readonly [string, string, Sent, number[]]>
> = {
  read: ({ ids }, pick) => ["GET", `/listings/${ids[pick % 4]}?view=full`, {}, [404]],
  readPublic: ({ ids }, pick) => ["GET", `/listings/${ids[pick % 4]}`, {}, [404]],
  readMarkdown: ({ ids }, pick) => ["GET", `/listings/${ids[pick % 4]}/markdown`, {}, [404]],
  readKnown: ({ ids, etags }, pick) => [
    "GET",
    `/listings/${ids[pick % 4]}`,
    { headers: { "If-None-Match": etags[pick % 4] ?? "" } },
    [404],
  ],
  replace: ({ ids, etags }, pick, name) => [
    "PUT",
    `/listings/${ids[pick % 4]}`,
    { json: listing(name, 9), headers: { "If-Match": etags[pick % 4] ?? "" } },
    [404],
  ],
  patch: ({ ids, etags }, pick) => [
    "PATCH",
    `/listings/${ids[pick % 4]}`,
    { json: { state: "archived" }, headers: { "If-Match": etags[pick % 4] ?? "" } },
    [404],
  ],
  remove: ({ ids }, pick) => ["DELETE", `/listings/${ids[pick % 4]}`, {}, [404]],
  find: ({ ids }, pick) => ["GET", `/search?id=${ids[pick % 4]}`, {}, [200]],
  explain: ({ ids }, pick) => ["GET", `/search?explainId=${ids[pick % 4]}&view=full`, {}, [404]],
  word: (_, __, name) => ["GET", `/search?q=${WORDS[OTHER[name]].slice(0, -1)}&facet=company&facet=tag`, {}, [200]],
  suggest: () => ["GET", "/suggest?q=canary&kind=company&kind=tag&kind=title&kind=location", {}, [200]],
  list: () => ["GET", "/listings?view=full&limit=100", {}, [200]],
  known: ({ searchTag }) => ["GET", "/search?q=cook", { headers: { "If-None-Match": searchTag } }, [200]],
  searchOn: ({ cursors }) => ["GET", `/search?q=cook&limit=1&cursor=${cursors.search}`, {}, [410]],
  listOn: ({ cursors }) => ["GET", `/listings?limit=1&cursor=${cursors.listings}`, {}, [410]],
  changesOn: ({ cursors }) => ["GET", `/changes?include=listing&cursor=${cursors.changes}`, {}, [410]],
  exportOn: ({ cursors }) => ["GET", `/exports?cursor=${cursors.exports}`, {}, [410]],
  wait: ({ position }) => ["GET", `/search?minPosition=${position}`, {}, [410]],
  changes: () => ["GET", "/changes?include=listing", {}, [200]],
  exports: () => ["GET", "/exports", {}, [200]],
  verify: () => ["GET", "/verify", {}, [200]],
  create: ({ idempotencyKey }, _, name) => [
    "POST",
    "/listings",
    { json: listing(name, 0), headers: { "Idempotency-Key": idempotencyKey } },
    [201],
  ],
  createOther: ({ idempotencyKey }, _, name) => [
    "POST",
    "/listings",
    { json: listing(name, 7), headers: { "Idempotency-Key": `${idempotencyKey}-${name}` } },
    [201],
  ],
  upsert: (_, pick, name) => ["PUT", `/sources/ats/listing?externalId=${pick}`, { json: listing(name, 8) }, [200, 201]],
  removeSourced: (_, pick) => ["DELETE", `/sources/ats/listing?externalId=${pick}`, {}, [204]],
};

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom(...Object.keys(ASKED)),
    board: fc.constantFrom(...NAMES),
    as: fc.constantFrom("own", "own", "other", "shared", "nobody"),
    pick: fc.nat(3),
  }),
  { minLength: 1, maxLength: 40 },
);

/** What a caller without a key of the board may see all the same. */
const PUBLIC: ReadonlySet<string> = new Set([
  ...["readPublic", "readMarkdown", "readKnown", "find", "word", "suggest", "known", "searchOn", "listOn", "wait"],
]);

describe("two boards of one store", { timeout: 120_000 }, () => {
  it("see nothing of each other and change nothing of each other, whatever is asked of them in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const { space, call, shared, of } = await twoBoards();
        for (const { what, board, as, pick } of plan) {
          const other = OTHER[board];
          const theirs = await recordsOf(space, other);
          const ours = await recordsOf(space, board);
          const [method, path, sent, expected] = ASKED[what]?.(of[other], pick, board) ?? ["", "", {}, []];
          const key = { own: of[board].key, other: of[other].key, shared, nobody: undefined }[as];
          const answer = await call(method, ROOTS[board] + path, { ...sent, key });
          const seen = `${method} ${ROOTS[board]}${path} as ${as}: ${answer.status} ${answer.text}`;

          const isKnown = as === "own" || as === "shared";
          const isRefused = as === "other" || (as === "nobody" && !PUBLIC.has(what));
          if (isRefused) expect(answer.status, seen).toBe(401);
          else expect(expected, seen).toContain(answer.status);
          expect(answer.text, seen).not.toContain(WORDS[other]);
          expect(JSON.stringify([...answer.headers]), seen).not.toContain(WORDS[other]);
          expect(await recordsOf(space, other), seen).toEqual(theirs);
          if (!isKnown) expect(await recordsOf(space, board), seen).toEqual(ours);
          if (what.startsWith("create") && isKnown) expect(of[other].ids).not.toContain(JSON.parse(answer.text).id);
          if (what === "find") expect(JSON.parse(answer.text).total ?? 0, seen).toBe(0);
          if (answer.status === 201)
            expect(answer.headers.get("Location"), seen).toContain(`${ROOTS[board]}/listings/`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
