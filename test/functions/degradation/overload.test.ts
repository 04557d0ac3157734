/** D7 and D11: what a process does with more than it can, and with callers who ask for more than their share. */
import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { follower } from "../../../core/index/follower.ts";
import { openBoard } from "../../../core/store/board.ts";
import { createApp } from "../../../functions/http/app.ts";
import { type Arrival, type Instance, newInstance, type Rates } from "../../../functions/http/instance.ts";
import { laneOf, lanes } from "../../../functions/http/overload/lanes.ts";
import { rateTable } from "../../../functions/http/overload/rates.ts";
import { renderings } from "../../../functions/http/overload/renderings.ts";
import { turns } from "../../../functions/http/overload/turns.ts";
import { ADMIN, ANONYMOUS } from "../../../functions/http/principal.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";

async function appWith(rates: Rates = {}) {
  const env = testEnv();
  const board = await openBoard({ space: memoryKeySpace(), env, name: "default" });
  const instance = newInstance({ env, rates });
  const verify = (authorization: string | undefined) => {
    if (authorization === undefined) return ANONYMOUS;
    if (authorization === "Bearer right") return ADMIN;
    throw new AppError("unauthenticated", "no key of this service");
  };
  const options = { board, blobs: memoryBlobStore(), follower: follower({ board, env }), env };
  const app = createApp({ ...options, instance, verify });
  const ask = async (path: string, arrival: Arrival = {}, init: RequestInit = {}) => app.request(path, init, arrival);
  return { env, instance, ask };
}

const retryAfter = (answer: Response) => Number(answer.headers.get("Retry-After"));

/** Turns whose macrotasks the test runs. */
function manual(env: TestEnv, limits = { maxWaiting: 2, standingAfterMs: 1_000, maxStanding: 1, maxWaitMs: 100 }) {
  const due: (() => void)[] = [];
  const queue = turns({ env, limits, afterArrivals: (then) => due.push(then) });
  return { queue, pass: () => due.shift()?.(), due };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "fine",
    (error: AppError) => `${error.code} ${error.details.retryAfterSeconds}`,
  );
}

describe("D7: turns", () => {
  it("come at once in an idle process", async () => {
    const { queue, pass } = manual(testEnv());
    await queue.next();
    pass();
    await queue.next();
    expect(queue.waiting()).toBe(0);
  });

  it("come one by one, in order, each behind what has arrived meanwhile", async () => {
    const { queue, pass } = manual(testEnv());
    const order: number[] = [];
    const all = [1, 2, 3].map((i) => queue.next().then(() => order.push(i)));
    await Promise.resolve();
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(order.length).toBe(i + 1);
      pass();
    }
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3]);
  });

  it("are refused to the newest once as many wait as may, with 1 to 3 seconds to come back in", async () => {
    const { queue, pass } = manual(testEnv());
    const first = [queue.next(), queue.next(), queue.next()];
    expect(queue.isFull()).toBe(true);
    const refused = await Promise.all(Array.from({ length: 100 }, () => codeOf(queue.next())));
    expect(new Set(refused)).toEqual(new Set(["overloaded 1", "overloaded 2", "overloaded 3"]));
    pass();
    pass();
    await Promise.all(first);
    expect(queue.isFull()).toBe(false);
  });

  it("are for few once the queue has not been empty for a while, and for a burst again when it has", async () => {
    const env = testEnv();
    const { queue, pass } = manual(env, { maxWaiting: 3, standingAfterMs: 100, maxStanding: 1, maxWaitMs: 1_000 });
    const ask = () => codeOf(queue.next());
    const burst = [ask(), ask(), ask(), ask()];
    env.advance(101);
    expect(queue.isFull()).toBe(true);
    for (let i = 0; i < 2; i++) pass();
    expect([queue.waiting(), queue.isFull()]).toEqual([1, true]);
    pass();
    pass();
    expect(new Set(await Promise.all(burst))).toEqual(new Set(["fine"]));
    void ask();
    void ask();
    void ask();
    expect([queue.waiting(), queue.isFull()]).toEqual([2, false]);
  });

  it("are for few as long as somebody is turned away, also if the queue is empty in between", async () => {
    const env = testEnv();
    const { queue, pass } = manual(env, { maxWaiting: 3, standingAfterMs: 100, maxStanding: 1, maxWaitMs: 1_000 });
    const ask = () => codeOf(queue.next());
    const burst = [ask(), ask(), ask(), ask()];
    expect(queue.refusal()?.code).toBe("overloaded");
    for (let i = 0; i < 5; i++) pass();
    expect(new Set(await Promise.all(burst))).toEqual(new Set(["fine"]));
    env.advance(100);
    const few = [ask(), ask()];
    expect([queue.waiting(), queue.isFull()]).toEqual([1, true]);
    env.advance(1);
    expect(queue.isFull()).toBe(false);
    for (let i = 0; i < 3; i++) pass();
    expect(new Set(await Promise.all(few))).toEqual(new Set(["fine"]));
  });

  it("are not taken by who has waited too long, so that who came later is not late as well", async () => {
    const env = testEnv();
    const { queue, pass } = manual(env);
    await queue.next();
    const late = codeOf(queue.next());
    env.advance(60);
    const soon = codeOf(queue.next());
    env.advance(60);
    pass();
    expect(await late).toMatch(/^overloaded [123]$/);
    expect(await soon).toBe("fine");
  });
});

describe("D7: the gate of a process", () => {
  it("answers searches as they come one by one, and of a thousand at once only as many as may wait", async () => {
    const { ask, instance } = await appWith();
    expect((await ask("/v1/search")).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask("/v1/search?q=engineer")));
    const accepted = answers.filter(({ status }) => status === 200).length;
    const refused = answers.filter(({ status }) => status !== 200);
    // One at once, 64 that wait; as many more as had their turn while the thousand came in.
    expect(accepted).toBeGreaterThanOrEqual(65);
    expect(accepted).toBeLessThan(200);
    for (const answer of refused) {
      expect([answer.status, ((await answer.json()) as { readonly code: string }).code]).toEqual([503, "overloaded"]);
      expect([1, 2, 3]).toContain(retryAfter(answer));
    }
    expect((await ask("/v1/search")).status).toBe(200);
    expect([instance.lanes.underWay(), instance.turns.waiting()]).toEqual([0, 0]);
  });

  it("leaves health, readiness and reads of one listing alone while searches are shed", async () => {
    const { ask } = await appWith();
    await ask("/ready");
    const searches = Array.from({ length: 300 }, () => ask("/v1/search"));
    const others = ["/health", "/ready", "/v1/limits", "/v1/listings/0123456789abcdefghjkmnpqrs"].map((path) =>
      ask(path),
    );
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200, 404]);
    expect((await Promise.all(searches)).some(({ status }) => status === 503)).toBe(true);
  });

  it.each([
    ["GET", "/v1/search", "search"],
    ["POST", "/v1/search", "search"],
    ["GET", "/v1/listings", "list"],
    ["HEAD", "/v1/suggest", "search"],
    ["GET", "/v1/feed.rss", "list"],
    ["GET", "/v1/boards/b2/search", "search"],
    ["POST", "/v1/listings", "store"],
    ["GET", "/v1/listings/x", "store"],
    ["POST", "/v1/boards/b2/listings", "store"],
    ["GET", "/nowhere", "store"],
    ["GET", "/health", undefined],
    ["OPTIONS", "/v1/search", undefined],
  ])("takes %s %s for %s", (method, path, lane) => {
    expect(laneOf(method, path)).toBe(lane);
  });

  it("has so many places, frees them, and keeps one kind from the other's", () => {
    const both = lanes(testEnv(), { store: 2, search: 1, list: 1 });
    const leave = [both.enter("store"), both.enter("store")];
    expect(() => both.enter("store")).toThrow("2 requests are under way");
    both.enter("search")();
    leave[0]?.();
    both.enter("store");
    expect(both.underWay()).toBe(2);
  });
});

describe("D7: what is rendered", () => {
  const inTime = new AbortController().signal;

  /** Sleeps that the test ends. */
  function manualRenderings() {
    const slept: { ms: number; wake: () => void }[] = [];
    const sleep = (ms: number) => new Promise<void>((wake) => void slept.push({ ms, wake }));
    const env = testEnv({ sleep });
    const searches = { waiting: 0 };
    const queue = renderings({ env, turns: { waiting: () => searches.waiting } });
    const done: string[] = [];
    const render = (name: string) =>
      queue.run(() => {
        env.advance(40);
        done.push(name);
      }, inTime);
    /** Ends the newest sleep; says how long it would have been. */
    const wake = async () => {
      const { ms, wake: end } = slept.pop() ?? { ms: Number.NaN, wake: () => undefined };
      end();
      await new Promise((resolve) => setImmediate(resolve));
      return ms;
    };
    return { env, queue, searches, render, done, wake };
  }

  it("is one piece at a time, each behind what has arrived meanwhile", async () => {
    const { render, done, wake } = manualRenderings();
    const all = [render("a"), render("b")];
    await all[0];
    expect(done).toEqual(["a"]);
    expect(await wake()).toBe(0);
    await all[1];
    expect(done).toEqual(["a", "b"]);
  });

  it("leaves searches that wait as much time as it took", async () => {
    const { render, done, wake, searches } = manualRenderings();
    const all = [render("a"), render("b")];
    await all[0];
    searches.waiting = 1;
    expect(await wake()).toBe(0);
    expect(done).toEqual(["a"]);
    expect(await wake()).toBe(40);
    await all[1];
    expect(done).toEqual(["a", "b"]);
  });

  it("is turned away when much waits, and goes on behind what fails or comes too late", async () => {
    const { env, queue, render, wake, done } = manualRenderings();
    const broken = queue.run(() => {
      throw new Error("no document");
    }, inTime);
    const late = queue.run(() => done.push("late"), AbortSignal.abort(new Error("too late")));
    const others = Array.from({ length: 30 }, (_, i) => render(`${i}`));
    await expect(render("more")).rejects.toMatchObject({ code: "overloaded" });
    await expect(broken).rejects.toThrow("no document");
    const ended = Promise.allSettled([late, ...others]);
    for (let i = 0; i < 40; i++) await wake();
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", ...others.map(() => "fulfilled")]);
    expect(done).not.toContain("late");
    expect(queue.waiting()).toBe(0);
    expect(env.monotonic()).toBeGreaterThan(0);
  });

  it("keeps no search out, however many ask for feeds of long descriptions", async () => {
    const { ask, instance } = await appWith();
    const value = "word *and* mark ".repeat(3_000);
    for (let i = 0; i < 12; i++) {
      const body = JSON.stringify({
        title: "Engineer",
        company: { name: "Acme" },
        description: { format: "markdown", value },
      });
      const headers = { "Content-Type": "application/json", Authorization: "Bearer right" };
      expect((await ask("/v1/listings", {}, { method: "POST", headers, body })).status).toBe(201);
    }
    expect((await ask("/v1/search")).status).toBe(200);
    const feeds = Array.from({ length: 60 }, () => ask("/v1/feed.rss"));
    const searches: number[] = [];
    while (instance.renderings.waiting() === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let i = 0; i < 20; i++) searches.push((await ask(`/v1/search?q=engineer&limit=${i + 1}`)).status);
    expect(new Set(searches)).toEqual(new Set([200]));
    const answers = await Promise.all(feeds);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
    for (const answer of answers.filter(({ status }) => status === 503)) {
      expect(await answer.json()).toMatchObject({ code: "overloaded" });
      expect([1, 2, 3]).toContain(retryAfter(answer));
    }
    expect([instance.lanes.underWay(), instance.renderings.waiting()]).toEqual([0, 0]);
  });

  it("and what waits for the store takes no place of a search", async () => {
    const { instance, ask } = await appWith();
    const full = Array.from({ length: 64 }, () => instance.lanes.enter("list"));
    expect((await ask("/v1/feed.rss")).status).toBe(503);
    expect((await ask("/v1/listings")).status).toBe(503);
    expect((await ask("/v1/search")).status).toBe(200);
    for (const leave of full) leave();
    expect((await ask("/v1/feed.rss")).status).toBe(200);
  });
});

describe("D11: a rate", () => {
  const rate = { perSecond: 10, burst: 20 };

  it("lets a burst through, then its rate, and says how long to wait", () => {
    const env = testEnv();
    const table = rateTable({ env, rate, whenFull: "forget" });
    expect(Array.from({ length: 20 }, () => table.take("a"))).toEqual(Array.from({ length: 20 }, () => undefined));
    expect(table.take("a")).toBe(1);
    expect(table.take("b")).toBeUndefined();
    env.advance(100);
    expect([table.take("a"), table.take("a")]).toEqual([undefined, 1]);
    env.advance(60_000);
    expect(Array.from({ length: 21 }, () => table.take("a")).at(-1)).toBe(1);
  });

  it("remembers so many callers, and forgets who was not heard of for longest", () => {
    const table = rateTable({ env: testEnv(), rate: { perSecond: 1, burst: 1 }, most: 2, whenFull: "forget" });
    for (const caller of ["a", "b", "a", "c"]) table.take(caller);
    expect(table.waitFor("a")).toBe(1);
    expect(table.waitFor("b")).toBeUndefined();
  });

  it("of failures is shared by those whom nobody can remember any more", () => {
    const env = testEnv();
    const table = rateTable({ env, rate: { perSecond: 1, burst: 2 }, most: 2, whenFull: "share" });
    for (const caller of ["a", "b", "c", "d"]) expect(table.take(caller)).toBeUndefined();
    expect(table.take("e")).toBe(1);
    expect(table.waitFor("f")).toBe(1);
    env.advance(10_000);
    expect(table.take("e")).toBeUndefined();
  });
});

describe("D11: callers", () => {
  const rates = { perAddress: { perSecond: 10, burst: 3 }, perKey: { perSecond: 10, burst: 2 } };
  const from = (address: string) => ({ address });
  const right = { headers: { Authorization: "Bearer right" } };
  const statuses = async (asked: readonly (() => Promise<Response>)[]) => {
    const all: number[] = [];
    for (const one of asked) all.push((await one()).status);
    return all;
  };

  it("of one address are told to slow down, and no others", async () => {
    const { ask } = await appWith(rates);
    const one = () => ask("/v1/search", from("203.0.113.9"));
    expect(await statuses([one, one, one, one])).toEqual([200, 200, 200, 429]);
    const refused = await one();
    expect(await refused.json()).toMatchObject({ code: "rate_limited", status: 429 });
    expect(retryAfter(refused)).toBe(1);
    expect(refused.headers.get("RateLimit-Policy")).toBe('"address";q=3;w=1');
    expect(refused.headers.get("RateLimit")).toBe('"address";r=0;t=1');
    expect((await ask("/v1/search", from("203.0.113.10"))).status).toBe(200);
    expect((await ask("/health", from("203.0.113.9"))).status).toBe(200);
  });

  it("of one IPv6 network are one caller", async () => {
    const { ask } = await appWith(rates);
    const asked = [1, 2, 3, 4].map((i) => () => ask("/v1/search", from(`2001:db8:1:2::${i}`)));
    expect(await statuses(asked)).toEqual([200, 200, 200, 429]);
  });

  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", undefined])("from %s are not counted", async (address) => {
    const { ask } = await appWith(rates);
    const asked = Array.from({ length: 6 }, () => () => ask("/v1/search", { address }));
    expect(new Set(await statuses(asked))).toEqual(new Set([200]));
  });

  it("with a key are counted by it, wherever they ask from", async () => {
    const { ask } = await appWith(rates);
    const asked = [1, 2, 3].map((i) => () => ask("/v1/search", from(`203.0.113.${i}`), right));
    expect(await statuses(asked)).toEqual([200, 200, 429]);
  });

  it("with wrong credentials are refused before these are looked at, and a right key from there with them", async () => {
    const { ask, env } = await appWith();
    const wrong = { headers: { Authorization: "Bearer wrong" } };
    const asked = Array.from({ length: 101 }, () => () => ask("/v1/changes", from("203.0.113.9"), wrong));
    const all = await statuses(asked);
    expect([all.filter((status) => status === 401).length, all.at(-1)]).toEqual([100, 429]);
    expect((await ask("/v1/changes", from("203.0.113.9"), right)).status).toBe(429);
    // Without credentials nothing is tried.
    expect((await ask("/v1/search", from("203.0.113.9"))).status).toBe(200);
    env.advance(1_000);
    expect((await ask("/v1/changes", from("203.0.113.9"), right)).status).toBe(200);
  });

  it("cannot choose their address by a header", async () => {
    const { ask } = await appWith(rates);
    const asked = [1, 2, 3, 4].map(
      (i) => () => ask("/v1/search", from("203.0.113.9"), { headers: { "X-Forwarded-For": `198.51.100.${i}` } }),
    );
    expect(await statuses(asked)).toEqual([200, 200, 200, 429]);
  });
});

it("what is turned away is counted", async () => {
  const { ask, instance }: { ask: (path: string, arrival: Arrival) => Promise<Response>; instance: Instance } =
    await appWith({ perAddress: { perSecond: 1, burst: 1 } });
  for (let i = 0; i < 3; i++) await ask("/v1/search", { address: "203.0.113.9" });
  expect(instance.shed).toBe(2);
});
