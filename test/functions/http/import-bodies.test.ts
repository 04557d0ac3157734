/** Imports whose bodies come slowly or not at all, beside one whose body is there. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import type { AppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import { openBoard } from "../../../core/store/board.ts";
import { createApp } from "../../../functions/http/app.ts";
import { importBodies } from "../../../functions/http/import-bodies.ts";
import type { RequestLimits } from "../../../functions/request-limits.ts";
import { testEnv } from "../../support/env.ts";
import { LISTING } from "../../support/service.ts";

const MIB = 1024 * 1024;

async function service(requestLimits: Partial<RequestLimits> = {}) {
  const env = testEnv();
  const board = await openBoard({ space: memoryKeySpace(), env, name: "default" });
  const app = createApp({
    board,
    blobs: memoryBlobStore(),
    env,
    follower: follower({ board, env }),
    requestLimits,
  });
  const send = async (body: string | ReadableStream<Uint8Array>, headers: Readonly<Record<string, string>> = {}) =>
    app.request(
      new Request("http://localhost/v1/imports", {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-ndjson", ...headers },
        duplex: "half",
      } as RequestInit),
    );
  /** Begins a body of which no more comes than this. */
  const stall = (bytes = 0, headers: Readonly<Record<string, string>> = {}) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        if (bytes > 0) controller.enqueue(new Uint8Array(bytes).fill(0x20));
      },
    });
    return send(body, headers);
  };
  return { env, send, stall };
}

const macrotask = () => new Promise((resolve) => setImmediate(resolve));
const ROW = JSON.stringify({ ...LISTING, source: { name: "feed", externalId: "1" } });

async function isImported(answer: Response): Promise<boolean> {
  return answer.status === 200 && (await answer.text()).includes('"created":1');
}

async function codeOf(answer: Promise<Response>): Promise<string> {
  const { status } = await answer;
  return `${status} ${((await (await answer).json()) as { code: string }).code}`;
}

describe("uploads that stall", () => {
  it("twenty of them keep no other import waiting", async () => {
    const { send, stall } = await service();
    for (let i = 0; i < 20; i++) void stall(1);
    await macrotask();
    expect(await isImported(await send(ROW))).toBe(true);
  });

  it("more than there is room for end when another needs it, the oldest first", async () => {
    const { env, send, stall } = await service();
    const stalled = Array.from({ length: 32 }, () => stall(1));
    await macrotask();
    env.advance(1_000);
    expect(await isImported(await send(ROW))).toBe(true);
    expect(await codeOf(stalled[0] ?? stall())).toBe("503 overloaded");
    const ended = vi.fn();
    for (const each of stalled.slice(1)) each.then(ended);
    await macrotask();
    expect(ended).not.toHaveBeenCalled();
  });

  it("hold no more bytes than imports may hold together, whatever they announce", async () => {
    const { env, send, stall } = await service({ importBytes: MIB });
    const full = Array.from({ length: 2 }, () => stall(MIB, { "Content-Length": String(MIB) }));
    await macrotask();
    expect(await codeOf(send(ROW))).toBe("503 overloaded");
    env.advance(1_000);
    expect(await isImported(await send(ROW))).toBe(true);
    expect(await codeOf(full[0] ?? stall())).toBe("503 overloaded");
  });

  describe("by the clock of the host", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
    afterEach(() => void vi.useRealTimers());

    it("end when nothing has come for ten seconds", async () => {
      const { stall } = await service();
      const stalled = stall(1);
      await macrotask();
      vi.advanceTimersByTime(9_999);
      await macrotask();
      vi.advanceTimersByTime(1);
      expect(await codeOf(stalled)).toBe("503 unavailable");
    });
  });
});

describe("the bodies that are being read", () => {
  const limits = { importsAtOnce: 2, importBytes: 100 * MIB };

  it("make room only if they are slow: none that gets on is given up for another", () => {
    const env = testEnv();
    const bodies = importBodies(env, limits);
    const quick = Array.from({ length: 32 }, () => bodies.open());
    for (let second = 0; second < 3; second++) {
      env.advance(999);
      for (const body of quick) body.add(20_000);
    }
    expect(() => bodies.open()).toThrowError(expect.objectContaining({ code: "overloaded" }));
    expect(quick.filter(({ signal }) => signal.aborted)).toEqual([]);
    for (const body of quick) body.close();
  });

  it("that trickle are slow, however often a byte comes", () => {
    const env = testEnv();
    const bodies = importBodies(env, limits);
    const trickling = Array.from({ length: 32 }, () => bodies.open());
    for (let n = 0; n < 20; n++) {
      env.advance(100);
      for (const body of trickling) body.add(1);
    }
    bodies.open().close();
    const given = trickling.filter(({ signal }) => signal.aborted);
    expect(given.map(({ signal }) => (signal.reason as AppError).code)).toEqual(["overloaded"]);
    expect(() => given[0]?.add(1)).toThrowError(expect.objectContaining({ code: "overloaded" }));
    for (const body of trickling) body.close();
  });

  it("count until they are closed, once: also those that are there whole", () => {
    const bodies = importBodies(testEnv(), limits);
    const [first, second, third] = [bodies.open(), bodies.open(), bodies.open()];
    first.add(limits.importBytes);
    first.complete();
    second.add(limits.importBytes);
    second.complete();
    expect(() => third.add(1)).toThrowError(expect.objectContaining({ code: "overloaded" }));
    first.close();
    first.close();
    third.add(limits.importBytes);
    expect(() => third.add(1)).toThrowError(expect.objectContaining({ code: "overloaded" }));
  });
});
