import { describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError, type ErrorCode } from "../../../core/errors.ts";
import { breaker, guardedBlobs, guardedSpace } from "../../../core/store/breaker.ts";
import { retryRead } from "../../../core/store/retry.ts";
import { retryBudget } from "../../../core/store/retry-budget.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";

const fails = (code: ErrorCode) => () => Promise.reject(new AppError(code, code));
const works = () => Promise.resolve("fine");

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "fine",
    (error: AppError) => error.code,
  );
}

async function opened(env: TestEnv) {
  const one = breaker("key_space read", env);
  for (let i = 0; i < 20; i++) await codeOf(one.run(fails("unavailable"), undefined));
  return one;
}

describe("D4: a breaker", () => {
  /** Outages and recoveries by the seed; calls come evenly, some 100 a second, for two minutes of virtual time. */
  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    "lets nothing but one probe a second through while it is open (seed %i)",
    async (seed) => {
      const env = testEnv({ seed });
      const one = breaker("key_space read", env);
      const chance = () => (env.randomBytes(1)[0] ?? 0) / 256;
      const wasOpenFor: number[] = [];
      let isDown = false;
      let openSince: number | undefined;
      let probes = 0;
      for (let call = 0; call < 12_000; call++) {
        env.advance(10);
        if (chance() < 1 / 256) isDown = chance() < 0.5;
        const before = one.isOpen();
        let wasAsked = false;
        await codeOf(
          one.run(() => {
            wasAsked = true;
            return isDown ? fails("unavailable")() : works();
          }, undefined),
        );
        if (before && wasAsked) probes++;
        if (before && !one.isOpen()) expect(wasAsked && !isDown).toBe(true);
        if (one.isOpen()) openSince ??= env.monotonic();
        else if (openSince !== undefined) {
          wasOpenFor.push(env.monotonic() - openSince);
          openSince = undefined;
          expect(probes).toBe(Math.floor((wasOpenFor.at(-1) ?? 0) / 1_000));
          probes = 0;
        }
        if (!before && !isDown) expect(wasAsked).toBe(true);
      }
      expect(wasOpenFor.length).toBeGreaterThan(0);
    },
  );

  it("opens at half of twenty calls in ten seconds, and not below", async () => {
    const env = testEnv();
    const one = breaker("x", env);
    for (let i = 0; i < 10; i++) await codeOf(one.run(works, undefined));
    for (let i = 0; i < 9; i++) await codeOf(one.run(fails("unavailable"), undefined));
    expect(one.isOpen()).toBe(false);
    await codeOf(one.run(fails("unavailable"), undefined));
    expect(one.isOpen()).toBe(true);
    expect(env.events).toEqual([{ event: "breaker_opened", facts: { dependency: "x", calls: 20, failures: 10 } }]);
  });

  it("forgets what is older than ten seconds", async () => {
    const env = testEnv();
    const one = breaker("x", env);
    for (let i = 0; i < 60; i++) {
      await codeOf(one.run(fails("unavailable"), undefined));
      env.advance(1_000);
    }
    expect(one.isOpen()).toBe(false);
  });

  it.each<ErrorCode>(["conflict", "too_large", "invalid_id", "corrupt"])("takes %s for an answer", async (code) => {
    const one = breaker("x", testEnv());
    for (let i = 0; i < 50; i++) await codeOf(one.run(fails(code), undefined));
    expect(one.isOpen()).toBe(false);
  });

  it.each<ErrorCode>(["unavailable", "outcome_unknown"])("takes %s for a failure", async (code) => {
    const one = breaker("x", testEnv());
    for (let i = 0; i < 20; i++) await codeOf(one.run(fails(code), undefined));
    expect(one.isOpen()).toBe(true);
  });

  it("says when to come back, and promises that nothing was applied", async () => {
    const one = await opened(testEnv());
    const refused = await one.run(works, undefined).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "unavailable", details: { retryAfterSeconds: 1 } });
  });

  it("closes for all with the first probe that is answered, be it by a refusal", async () => {
    const env = testEnv();
    const one = await opened(env);
    env.advance(1_000);
    expect(await codeOf(one.run(fails("conflict"), undefined))).toBe("conflict");
    expect(one.isOpen()).toBe(false);
    expect(await codeOf(one.run(works, undefined))).toBe("fine");
  });

  it("goes on probing when a probe never ends", async () => {
    const env = testEnv();
    const one = await opened(env);
    env.advance(1_000);
    void one.run(() => new Promise(() => undefined), undefined);
    env.advance(1_000);
    expect(await codeOf(one.run(works, undefined))).toBe("fine");
    expect(one.isOpen()).toBe(false);
  });

  it.each([
    [5, false],
    [1_500, true],
  ])("counts a call that its caller gave up after %i ms: %j", async (ms, isOpen) => {
    const env = testEnv();
    const one = breaker("x", env);
    const stop = new AbortController();
    const hangs = () =>
      new Promise<never>((_resolve, reject) => {
        stop.signal.addEventListener("abort", () => reject(new AppError("outcome_unknown", "no answer")));
      });
    const calls = Array.from({ length: 20 }, () => codeOf(one.run(hangs, stop.signal)));
    env.advance(ms);
    stop.abort();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["outcome_unknown"]));
    expect(one.isOpen()).toBe(isOpen);
  });

  it("is not asked again by whoever repeats reads: a rest is no fault that a moment mends", async () => {
    const env = testEnv();
    const one = await opened(env);
    let asked = 0;
    const read = retryRead(env, undefined, () => {
      asked++;
      return one.run(works, undefined);
    });
    expect(await codeOf(read)).toBe("unavailable");
    expect(asked).toBe(1);
  });
});

describe("guarded stores", () => {
  it("rest for reads and for writes apart", async () => {
    const env = testEnv();
    const space = memoryKeySpace();
    const guarded = guardedSpace({ ...space, commit: fails("unavailable") }, env);
    for (let i = 0; i < 20; i++) await codeOf(guarded.space.commit("p", []));
    expect(guarded.breakers.map((one) => [one.name, one.isOpen()])).toEqual([
      ["key_space read", false],
      ["key_space write", true],
    ]);
    expect(await guarded.space.get("p", ["a"])).toEqual([undefined]);
    expect((await guarded.space.range("p", { limit: 1 })).end).toBe(true);
  });

  it("pass everything through while all is well", async () => {
    const { blobs, breakers } = guardedBlobs(memoryBlobStore(), testEnv());
    await blobs.put("a/b", new Uint8Array([1, 2, 3]));
    expect(await blobs.get("a/b", { from: 1, to: 2 })).toEqual(new Uint8Array([2]));
    expect((await blobs.list("a/")).blobs).toEqual([{ name: "a/b", bytes: 3 }]);
    await blobs.delete("a/b");
    expect(await blobs.get("a/b")).toBeUndefined();
    expect(breakers.map((one) => one.isOpen())).toEqual([false, false]);
  });
});

describe("the budget of repetitions", () => {
  it("is one for a process, known by its Env", () => {
    const env = testEnv();
    expect(retryBudget(env)).toBe(retryBudget(env));
    expect(retryBudget(env)).not.toBe(retryBudget(testEnv()));
  });

  it("holds a hundred, and a success gives back a tenth", () => {
    const budget = retryBudget(testEnv());
    let taken = 0;
    while (budget.take()) taken++;
    expect(taken).toBe(100);
    for (let i = 0; i < 10; i++) budget.succeeded();
    // Ten tenths are a hair less than one in binary.
    budget.succeeded();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });
});
