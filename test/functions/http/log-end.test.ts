import { describe, expect, it } from "vitest";
import { logEnd } from "../../../functions/http/log-end.ts";
import { testEnv } from "../../support/env.ts";
import { testService } from "../../support/service.ts";

const NEVER = new AbortController().signal;

/** A log whose end is looked at, slowly, and each look noted. */
function lookedAt(end: { seq: number }) {
  const env = testEnv();
  const looks: number[] = [];
  let known = 0;
  let running = 0;
  const board = {
    lastKnown: () => known,
    async head() {
      expect(++running).toBe(1);
      looks.push(env.monotonic());
      const { seq } = end;
      await env.sleep(30);
      running--;
      known = Math.max(known, seq);
      return seq;
    },
  };
  return { env, looks, end: logEnd({ board, env, timeoutMs: 1_000 }) };
}

describe("the end of the log", () => {
  it("is looked at once for many who ask together", async () => {
    const { looks, end } = lookedAt({ seq: 7 });
    const asked = Array.from({ length: 100 }, (_, i) => end.includes(i + 1, NEVER));
    expect((await Promise.all(asked)).filter((isIn) => isIn)).toHaveLength(7);
    expect(looks).toHaveLength(1);
  });

  it("is looked at five times a second at most, one look at a time", async () => {
    const { env, looks, end } = lookedAt({ seq: 7 });
    while (env.monotonic() < 2_000) await Promise.all([end.includes(8, NEVER), end.includes(9, NEVER)]);
    expect(looks.length).toBeLessThanOrEqual(11);
    expect(looks.slice(1).every((at, i) => at - (looks[i] ?? 0) >= 200)).toBe(true);
  });

  it("is not looked at for what is known", async () => {
    const { looks, end } = lookedAt({ seq: 7 });
    await end.includes(7, NEVER);
    expect([await end.includes(7, NEVER), await end.includes(0, NEVER), looks.length]).toEqual([true, true, 1]);
  });

  it("includes what was written while another looked", async () => {
    const log = { seq: 7 };
    const { env, end } = lookedAt(log);
    const early = end.includes(8, NEVER);
    await env.sleep(0);
    log.seq = 8;
    expect([await end.includes(8, NEVER), await early]).toEqual([true, false]);
  });

  it("is waited for only as long as the request lasts, and looked at again after an outage", async () => {
    const env = testEnv();
    let isDown = true;
    const head = async () => {
      if (isDown) throw new Error("down");
      return 3;
    };
    const end = logEnd({ board: { lastKnown: () => 0, head }, env, timeoutMs: 1_000 });
    await expect(end.includes(1, AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    await expect(end.includes(1, NEVER)).rejects.toThrow("down");
    isDown = false;
    expect(await end.includes(1, NEVER)).toBe(true);
  });

  it("costs the store nothing more however many ask for positions that no answer ever had", async () => {
    const service = await testService();
    const { json } = await service.create();
    await service.call("GET", "/v1/search");
    const space = service.space;
    let reads = 0;
    const count: typeof space.get = (...given) => {
      reads++;
      return space.get(...given);
    };
    const counted = { ...space, get: count };
    const other = await testService({ space: counted, env: { seed: 2 } });
    await other.call("GET", "/v1/search");
    reads = 0;
    const beyond = json.position.replace(/\d+$/, "999999");
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => other.call("GET", `/v1/search?minPosition=${beyond}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
    expect(reads).toBeLessThan(10);
  });
});
