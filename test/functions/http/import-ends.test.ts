/** How many imports run at once, and what is left of one whose caller goes away. */

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { follower } from "../../../core/index/follower.ts";
import type { Board } from "../../../core/store/board.ts";
import { createApp } from "../../../functions/http/app.ts";
import type { RequestLimits } from "../../../functions/request-limits.ts";
import { LISTING, testService } from "../../support/service.ts";

const NDJSON = { "Content-Type": "application/x-ndjson" };
const ROWS = rows(200);

function rows(count: number): string {
  const row = (n: number) => JSON.stringify({ ...LISTING, source: { name: "feed", externalId: `${n}` } });
  return Array.from({ length: count }, (_, n) => row(n)).join("\n");
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A service whose store takes a moment for each row. */
async function slowService(limits: Partial<RequestLimits> = {}) {
  const { board: stored, env } = await testService();
  const upsert: Board["upsert"] = async (...given) => {
    await pause(5);
    return stored.upsert(...given);
  };
  const board = { ...stored, upsert };
  const app = createApp({
    board,
    blobs: memoryBlobStore(),
    env,
    follower: follower({ board, env }),
    requestLimits: limits,
  });
  type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  const send = async (body: Body, headers: Record<string, string> = {}) =>
    app.request(
      new Request("http://localhost/v1/imports", {
        method: "POST",
        body,
        headers: { ...NDJSON, ...headers },
        duplex: "half",
      }),
    );
  return { env, send, board };
}

/** Whether the only import that may run can run. */
async function isFree(send: (body: string) => Promise<Response>): Promise<boolean> {
  const answer = await send("");
  await answer.text();
  return answer.status === 200;
}

describe("imports at once", () => {
  it("beyond the limit are turned away, and told when to come back", async () => {
    const { send } = await slowService({ importsAtOnce: 2 });
    const [first, second] = await Promise.all([send(ROWS), send(ROWS)]);
    const third = await send(ROWS);
    expect([third.status, third.headers.get("Retry-After")]).toEqual([503, "5"]);
    expect(await third.json()).toMatchObject({ code: "overloaded", detail: expect.stringContaining("2") });
    expect(await first?.text()).toContain('"summary"');
    expect(await isFree(send)).toBe(true);
    expect(await second?.text()).toContain('"summary"');
  });

  it("count once the whole body is there", async () => {
    const { send } = await slowService({ importsAtOnce: 1 });
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const answer = send(body.readable);
    await pause(0);
    expect(await isFree(send)).toBe(true);
    const writer = body.writable.getWriter();
    await writer.write(Buffer.from(ROWS));
    await writer.close();
    const begun = await answer;
    expect(await isFree(send)).toBe(false);
    await begun.text();
    expect(await isFree(send)).toBe(true);
  });

  it("end with a refusal, an empty answer and a caller that goes away", async () => {
    const { send } = await slowService({ importsAtOnce: 1, importRows: 200 });
    expect((await send(rows(201))).status).toBe(413);
    expect((await send("no gzip", { "Content-Encoding": "gzip" })).status).toBe(400);
    expect(await isFree(send)).toBe(true);
    await (await send(ROWS)).body?.cancel();
    expect(await isFree(send)).toBe(true);
  });

  it("end when their results are not taken in time", async () => {
    const { send, env } = await slowService({ importsAtOnce: 1, importTimeoutMs: 100, importTakingMs: 100 });
    const answer = await send(ROWS);
    expect(await isFree(send)).toBe(false);
    await pause(300);
    expect(await isFree(send)).toBe(true);
    await expect(answer.text()).rejects.toThrow();
    expect(env.events.map(({ event }) => event)).toEqual(["import_not_taken"]);
  });
});

describe("a caller that goes away while a result is made", () => {
  it("is no failure of the import, and no further burst of rows is begun", async () => {
    const { send, env, board } = await slowService();
    const reader = (await send(rows(1_000))).body?.getReader();
    await reader?.read();
    const reading = reader?.read();
    await reader?.cancel();
    await reading;
    const head = await board.head();
    await pause(50);
    expect(env.events).toEqual([]);
    expect(await board.head()).toBe(head);
    expect((await board.scan(undefined, 1_000)).stored.length).toBeLessThan(200);
  });
});

describe("the body of an import", () => {
  it.each([
    ["less than was announced", -10],
    ["what was announced", 0],
    ["more than was announced", 10],
  ])("may be %s", async (_name, difference) => {
    const { send } = await slowService();
    const body = rows(3);
    for (const [sent, headers] of [
      [Buffer.from(body), {}],
      [gzipSync(body), { "Content-Encoding": "gzip" }],
    ] as const) {
      const announced = { ...headers, "Content-Length": String(sent.length - difference) };
      const lines = (await (await send(new Uint8Array(sent), announced)).text()).trim().split("\n");
      expect(lines).toHaveLength(4);
    }
  });
});
