/**
 * The API keys of a board: records of their own in its partition, under a prefix of their own. They are no listings and no
 * part of the log, so an export, a copy or a digest of the board has none, and trimming leaves them alone.
 */
import { AppError, isAppError } from "../errors.ts";
import type { RangePage } from "../ports.ts";
import { decodeApiKey, encodeApiKey } from "./codec.ts";
import { API_KEYS_END, API_KEYS_START, apiKeyKey } from "./keys.ts";
import type { BoardPlace } from "./layout-record.ts";
import { assertInTime, MAX_ATTEMPTS, pause, retryRead } from "./retry.ts";

/** What is stored of a key: nothing from which it could be made again. */
export interface ApiKey {
  readonly id: string;
  /** What its operators call it. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the secret, hexadecimal: a secret of 256 random bits needs no slow hash. */
  readonly secretHash: string;
  /** Milliseconds since 1970, as are the others. */
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
}

const KEYS_PER_READ = 500;

/** One strongly consistent get. */
export async function readApiKey({ space, env, board, signal }: BoardPlace, id: string): Promise<ApiKey | undefined> {
  const [item] = await retryRead(env, signal, () => space.get(board, [apiKeyKey(id)], signal));
  return item === undefined ? undefined : decodeApiKey(item);
}

/** All keys, also those that are revoked or expired, by id. */
export async function readApiKeys({ space, env, board, signal }: BoardPlace): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  for (let after = API_KEYS_START; ; ) {
    const range = { after, upTo: API_KEYS_END, limit: KEYS_PER_READ };
    const page: RangePage = await retryRead(env, signal, () => space.range(board, range, signal));
    keys.push(...page.items.map(decodeApiKey));
    after = page.items.at(-1)?.key ?? after;
    if (page.end) return keys;
  }
}

/** @throws AppError `conflict` for an id that is taken, `unavailable` and `outcome_unknown` of the store. */
export async function addApiKey(on: BoardPlace, key: ApiKey): Promise<ApiKey> {
  return updateApiKey(on, key.id, (found) => {
    if (found === undefined || found.secretHash === key.secretHash) return found ?? key;
    throw new AppError("conflict", `there is a key ${key.id} already`);
  });
}

/** Revoking again changes nothing. @throws AppError `not_found`, `unavailable` and `outcome_unknown` of the store. */
export async function revokeApiKey(on: BoardPlace, id: string): Promise<ApiKey> {
  return updateApiKey(on, id, (found) => {
    if (found === undefined) throw new AppError("not_found", `board ${on.board} has no key ${id}`);
    return found.revokedAt === undefined ? { ...found, revokedAt: on.env.now() } : found;
  });
}

/** `plan` finds its own work done, and gives back what it was given, when an attempt whose answer was lost had landed. */
async function updateApiKey(on: BoardPlace, id: string, plan: (found: ApiKey | undefined) => ApiKey): Promise<ApiKey> {
  const { env, board, signal } = on;
  for (let attempt = 1; ; attempt++) {
    assertInTime(signal);
    try {
      const done = await attemptUpdate(on, id, plan);
      if (done !== undefined) return done;
    } catch (error) {
      const isPassing = isAppError(error, "unavailable") || isAppError(error, "outcome_unknown");
      if (!isPassing || attempt >= MAX_ATTEMPTS) throw error;
    }
    if (attempt >= MAX_ATTEMPTS) throw new AppError("unavailable", `others keep changing key ${id} of board ${board}`);
    await pause(env, attempt, signal);
  }
}

async function attemptUpdate(
  { space, board, signal }: BoardPlace,
  id: string,
  plan: (found: ApiKey | undefined) => ApiKey,
): Promise<ApiKey | undefined> {
  const key = apiKeyKey(id);
  const [item] = await space.get(board, [key], signal);
  const found = item === undefined ? undefined : decodeApiKey(item);
  const planned = plan(found);
  if (planned === found) return found;
  const condition = item === undefined ? "absent" : { token: item.token };
  const { committed } = await space.commit(board, [{ key, value: encodeApiKey(planned), condition }], signal);
  return committed ? planned : undefined;
}
