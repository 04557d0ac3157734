/** Who holds an API key of a board: one strongly consistent get, remembered for as long as a revocation may take. */
import { timingSafeEqual } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import { elapsedMs, type Moment, momentOf } from "../../core/moment.ts";
import { type ApiKey, readApiKey } from "../../core/store/api-keys.ts";
import type { BoardPlace } from "../../core/store/layout-record.ts";
import { isGranted, type Principal } from "../http/principal.ts";
import { readApiKeyText, secretHash } from "./api-key.ts";
import { boundedMap } from "./bounded-map.ts";

/** The bound of a revocation: so long a process goes by what it has read of a key, also while the store is away. */
export const KEY_TRUSTED_MS = 60_000;
/** So long a key that is not there is not looked for again; a new key works after that at the latest. */
export const ABSENCE_TRUSTED_MS = 5_000;
/** Of either kind: some 300 KB. */
export const MOST_KEYS_REMEMBERED = 1_000;

/** What a secret is compared with when there is no such key, so that an unknown id costs the same. */
const NO_HASH = Buffer.alloc(32);

interface Remembered<Known> {
  readonly known: Known;
  /** When the read began. */
  readonly readAt: Moment;
}

export interface ApiKeyVerifier {
  /** @throws AppError `unauthenticated`; `unavailable` for a key that is not remembered while the store is away. */
  verify(token: string, signal: AbortSignal | undefined): Promise<Principal>;
}

/** Of one board: the keys of another are unknown here. */
export function apiKeyVerifier(board: Omit<BoardPlace, "signal">): ApiKeyVerifier {
  const { env } = board;
  const present = boundedMap<Remembered<ApiKey>>(MOST_KEYS_REMEMBERED);
  const absent = boundedMap<Remembered<undefined>>(MOST_KEYS_REMEMBERED);

  async function keyOf(id: string, signal: AbortSignal | undefined): Promise<ApiKey | undefined> {
    const remembered = present.get(id);
    if (remembered !== undefined && elapsedMs(env, remembered.readAt) < KEY_TRUSTED_MS) return remembered.known;
    const missed = absent.get(id);
    if (missed !== undefined && elapsedMs(env, missed.readAt) < ABSENCE_TRUSTED_MS) return undefined;
    const readAt = momentOf(env);
    const known = await read(id, signal);
    if (known === undefined) {
      present.delete(id);
      absent.set(id, { known, readAt });
    } else {
      absent.delete(id);
      present.set(id, { known, readAt });
    }
    return known;
  }

  async function read(id: string, signal: AbortSignal | undefined): Promise<ApiKey | undefined> {
    try {
      return await readApiKey({ ...board, signal }, id);
    } catch (cause) {
      // Never anonymous: whoever shows a key expects more than everybody gets.
      throw new AppError("unavailable", "the key cannot be looked up at the moment", { cause });
    }
  }

  return {
    async verify(token, signal) {
      const text = readApiKeyText(token);
      if (text === undefined) throw unknownKey();
      const key = await keyOf(text.id, signal);
      const expected = key === undefined ? NO_HASH : Buffer.from(key.secretHash, "hex");
      const isRight = expected.length === NO_HASH.length && timingSafeEqual(secretHash(text.secret), expected);
      if (key === undefined || !isRight || !isActive(key, env.now())) throw unknownKey();
      return { id: `key:${key.id}`, scopes: new Set(key.scopes.filter(isGranted)) };
    },
  };
}

/** Whether a key opens anything at that moment, in milliseconds since 1970. */
function isActive({ revokedAt, expiresAt }: ApiKey, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
}

/** One text for all reasons: which of them it is, is nobody's business who does not hold the key. */
function unknownKey(): AppError {
  return new AppError("unauthenticated", "the key is not known here: mistyped, revoked, expired, or of another board");
}
