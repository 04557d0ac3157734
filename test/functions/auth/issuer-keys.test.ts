import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../../core/errors.ts";
import { jwtVerifier } from "../../../functions/auth/jwt-verifier.ts";
import { testEnv } from "../../support/env.ts";
import { AUDIENCE, ISSUER, issuer, newEd, type Pair, signed } from "../../support/issuer.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 1, 12);

// The keys' age is jose's to tell, by the process's clock.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

async function provided(pairs: readonly Pair[]) {
  const provider = await issuer(pairs);
  const env = { ...testEnv(), now: () => Date.now() };
  const verify = jwtVerifier(provider.settings, env);
  /** Who it is of, or the code that it is refused with. */
  const outcome = async (pair: Pair): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: "importer", exp: now + 600, scope: "admin" };
    try {
      return (await verify(signed(pair, "EdDSA", { claims }))).subject;
    } catch (error) {
      return error instanceof AppError ? error.code : String(error);
    }
  };
  const wait = (ms: number) => void vi.setSystemTime(Date.now() + ms);
  return { provider, outcome, wait, events: env.events };
}

const OLD = newEd("old");
const NEW = newEd("new");

describe("the keys of an issuer", () => {
  it("are fetched by the first token, once for all that come at once, and again after 10 minutes", async () => {
    const { provider, outcome, wait } = await provided([OLD]);
    expect(provider.asked).toHaveLength(0);
    expect(await Promise.all([1, 2, 3].map(() => outcome(OLD)))).toEqual(["importer", "importer", "importer"]);
    expect(provider.asked).toHaveLength(1);
    wait(9 * MINUTE);
    await outcome(OLD);
    expect(provider.asked).toHaveLength(1);
    wait(MINUTE);
    await outcome(OLD);
    expect(provider.asked).toHaveLength(2);
  });

  it("that are new are found by the first token of theirs, at most once in 30 seconds whatever is sent", async () => {
    const { provider, outcome, wait } = await provided([OLD]);
    await outcome(OLD);
    for (let i = 0; i < 10; i++) expect(await outcome(newEd(`made-up-${i}`))).toBe("unauthenticated");
    expect(provider.asked).toHaveLength(1);
    provider.publish([OLD, NEW]);
    wait(30_000);
    expect(await outcome(NEW)).toBe("importer");
    expect(provider.asked).toHaveLength(2);
  });

  it("that were withdrawn are refused after 10 minutes", async () => {
    const { provider, outcome, wait } = await provided([OLD]);
    expect(await outcome(OLD)).toBe("importer");
    provider.publish([NEW]);
    wait(10 * MINUTE);
    expect(await outcome(OLD)).toBe("unauthenticated");
  });

  it.each([["failing"], ["garbled"], ["huge"]] as const)("serve on for a day while the issuer is %s", async (state) => {
    const { provider, outcome, wait, events } = await provided([OLD]);
    expect(await outcome(OLD)).toBe("importer");
    provider.become(state);
    wait(23 * HOUR);
    expect(await outcome(OLD)).toBe("importer");
    expect(await outcome(NEW)).toBe("unauthenticated");
    // It is left alone for a while, whatever comes.
    expect(provider.asked).toHaveLength(2);
    expect(events.map(({ event }) => event)).toEqual(["jwks_unavailable"]);
    wait(HOUR + 1);
    expect(await outcome(OLD)).toBe("unavailable");
    provider.become("well");
    expect(await outcome(OLD)).toBe("importer");
  });

  it.each([["failing"], ["garbled"], ["huge"]] as const)(
    "that were never read make tokens 503 while it is %s",
    async (state) => {
      const { provider, outcome } = await provided([OLD]);
      provider.become(state);
      expect(await outcome(OLD)).toBe("unavailable");
      provider.become("well");
      expect(await outcome(OLD)).toBe("importer");
    },
  );

  it("are waited for no longer than 2 seconds", async () => {
    const { provider, outcome } = await provided([OLD]);
    provider.become("silent");
    expect(await outcome(OLD)).toBe("unavailable");
    expect(provider.asked).toHaveLength(1);
  });
});
