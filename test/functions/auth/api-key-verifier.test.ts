import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { AppError } from "../../../core/errors.ts";
import { revokeApiKey } from "../../../core/store/api-keys.ts";
import { newApiKey, readApiKeyText } from "../../../functions/auth/api-key.ts";
import {
  ABSENCE_TRUSTED_MS,
  apiKeyVerifier,
  KEY_TRUSTED_MS,
  MOST_KEYS_REMEMBERED,
} from "../../../functions/auth/api-key-verifier.ts";
import { makeKey } from "../../support/api-keys.ts";
import { testEnv } from "../../support/env.ts";

/** A board's keys over a store that counts its reads and can go away. */
function keysOfBoard(board = "default") {
  const env = testEnv();
  const store = memoryKeySpace();
  const state = { reads: 0, isAway: false };
  const space: typeof store = {
    ...store,
    async get(...call) {
      state.reads++;
      if (state.isAway) throw new AppError("unavailable", "the store is away");
      return store.get(...call);
    },
  };
  const place = { space: store, env, board };
  const { verify } = apiKeyVerifier({ space, env, board });
  /** The code that it is refused with, or who it is. */
  const outcome = (token: string) =>
    verify(token, undefined).then(
      ({ id, scopes }) => `${id} ${[...scopes].join(" ")}`,
      (error: AppError) => error.code,
    );
  return { env, place, state, verify, outcome };
}

describe("the text of an API key", () => {
  it("has a prefix, an id, 260 random bits and a checksum, and is read back", () => {
    const env = testEnv();
    const { text, id, secretHash } = newApiKey(env);
    expect(text).toMatch(/^rlc_[0-9a-hjkmnp-tv-z]{12}_[0-9a-hjkmnp-tv-z]{52}_[0-9a-hjkmnp-tv-z]{6}$/);
    expect(readApiKeyText(text)).toEqual({ id, secret: text.split("_")[2] });
    expect(text).not.toContain(secretHash);
    const others = new Set(Array.from({ length: 1_000 }, () => newApiKey(env).text));
    expect(others.size).toBe(1_000);
  });

  it("with any character changed is none", () => {
    const { text } = newApiKey(testEnv());
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === "0" ? "1" : "0";
      expect(readApiKeyText(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
    }
  });
});

describe("a key of a board", () => {
  it("is its holder's name and scopes, of those that there are", async () => {
    const { place, outcome } = keysOfBoard();
    const key = await makeKey(place, { scopes: ["listings:write", "listings:writer", "public"] });
    expect(await outcome(key.text)).toBe(`key:${key.id} listings:write`);
  });

  it("is read once in a minute, and looked at by every request", async () => {
    const { env, place, state, outcome } = keysOfBoard();
    const key = await makeKey(place, { scopes: ["admin"], expiresAt: env.now() + 30_000 });
    for (let i = 0; i < 10; i++) expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
    expect(state.reads).toBe(1);
    env.advance(29_999);
    expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
    env.advance(1);
    expect(await outcome(key.text)).toBe("unauthenticated");
    expect(state.reads).toBe(1);
  });

  it("that was revoked is refused after a minute at most, by either clock", async () => {
    for (const pass of [(ms: number, { advance }: { advance(ms: number): void }) => advance(ms), undefined]) {
      const { env, place, outcome } = keysOfBoard();
      const key = await makeKey(place, { scopes: ["admin"] });
      const seenAt = env.now();
      expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
      await revokeApiKey(place, key.id);
      // The second time the monotonic clock stands still, as in a function that is frozen between two requests.
      const to = (ms: number) => (pass === undefined ? env.setClock(seenAt + ms) : pass(seenAt + ms - env.now(), env));
      to(KEY_TRUSTED_MS - 1);
      expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
      to(KEY_TRUSTED_MS);
      expect(await outcome(key.text)).toBe("unauthenticated");
    }
  });

  it("is refused with a wrong secret, without another read, and no less after that with the right one", async () => {
    const { place, state, outcome } = keysOfBoard();
    const key = await makeKey(place, { scopes: ["admin"] });
    const forged = await forgedFor(key.text);
    expect(await outcome(forged)).toBe("unauthenticated");
    expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
    expect(await outcome(forged)).toBe("unauthenticated");
    expect(state.reads).toBe(1);
  });

  it("means nothing to another board of the same store", async () => {
    const { env, place } = keysOfBoard("acme");
    const key = await makeKey(place, { scopes: ["admin"] });
    const other = apiKeyVerifier({ space: place.space, env, board: "default" });
    await expect(other.verify(key.text, undefined)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("that is mistyped is refused without a read", async () => {
    const { state, outcome } = keysOfBoard();
    expect(await outcome(`${newApiKey(testEnv()).text}x`)).toBe("unauthenticated");
    expect(state.reads).toBe(0);
  });

  it("that is not there is looked for once in 5 seconds, and works 5 seconds after it was made", async () => {
    const { env, place, state, outcome } = keysOfBoard();
    const { text, id, secretHash } = newApiKey(env);
    for (let i = 0; i < 10; i++) expect(await outcome(text)).toBe("unauthenticated");
    expect(state.reads).toBe(1);
    await makeKey(place, { scopes: ["admin"], id, secretHash });
    env.advance(ABSENCE_TRUSTED_MS - 1);
    expect(await outcome(text)).toBe("unauthenticated");
    env.advance(1);
    expect(await outcome(text)).toBe(`key:${id} admin`);
    expect(state.reads).toBe(2);
  });

  it("goes on to its minute while the store is away; others are 503 and never anonymous", async () => {
    const { env, place, state, outcome } = keysOfBoard();
    const known = await makeKey(place, { scopes: ["admin"] });
    const unknown = await makeKey(place, { scopes: ["admin"] });
    const seenAt = env.now();
    expect(await outcome(known.text)).toBe(`key:${known.id} admin`);
    state.isAway = true;
    expect(await outcome(unknown.text)).toBe("unavailable");
    env.advance(seenAt + KEY_TRUSTED_MS - 1 - env.now());
    expect(await outcome(known.text)).toBe(`key:${known.id} admin`);
    env.advance(1);
    expect(await outcome(known.text)).toBe("unavailable");
    state.isAway = false;
    expect(await outcome(known.text)).toBe(`key:${known.id} admin`);
    expect(await outcome(unknown.text)).toBe(`key:${unknown.id} admin`);
  });

  it("is one of 1,000 that are remembered, and of 1,000 that are not there, whatever is sent", async () => {
    const { place, state, outcome, env } = keysOfBoard();
    const first = newApiKey(env).text;
    const key = await makeKey(place, { scopes: ["admin"] });
    expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
    expect(await outcome(first)).toBe("unauthenticated");
    for (let i = 1; i < MOST_KEYS_REMEMBERED; i++) await outcome(newApiKey(env).text);
    expect(await outcome(first)).toBe("unauthenticated");
    expect(state.reads).toBe(MOST_KEYS_REMEMBERED + 1);
    await outcome(newApiKey(env).text);
    expect(await outcome(first)).toBe("unauthenticated");
    expect(state.reads).toBe(MOST_KEYS_REMEMBERED + 3);
    // Nobody's key was forgotten for names that are made up.
    expect(await outcome(key.text)).toBe(`key:${key.id} admin`);
    expect(state.reads).toBe(MOST_KEYS_REMEMBERED + 3);
  });
});

/** The id of a key under another secret, with the checksum that is right for both: it is no secret how to make one. */
async function forgedFor(text: string): Promise<string> {
  const { hash } = await import("node:crypto");
  const { toBase32 } = await import("../../../core/listing/id.ts");
  const [prefix, id] = text.split("_");
  const signed = `${prefix}_${id}_${"0".repeat(52)}`;
  return `${signed}_${toBase32(hash("sha256", signed, "buffer"), 6)}`;
}
