/** `rolecall keys`: who may write to the board, and read what is not public, over HTTP. */
import { AppError } from "../../core/errors.ts";
import { toInstant } from "../../core/listing/time.ts";
import { type ApiKey, addApiKey, readApiKeys, revokeApiKey } from "../../core/store/api-keys.ts";
import type { BoardPlace } from "../../core/store/layout-record.ts";
import { isApiKeyId, newApiKey, readApiKeyText } from "../auth/api-key.ts";
import { GRANTED_SCOPES, type GrantedScope, isGranted } from "../http/principal.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { plain, printJson, printLine } from "./output.ts";

const USAGE = "use: keys create --name NAME --scope SCOPE [--scope …] [--expires 90d], keys list, or keys revoke ID";
const MAX_NAME_CHARACTERS = 100;
const DAY_MS = 24 * 60 * 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { h: 60 * 60_000, d: DAY_MS };
const LONGEST_DAYS = 3_650;

const OPTIONS = {
  name: { type: "string" },
  scope: { type: "string", multiple: true },
  expires: { type: "string" },
} as const;

interface Given {
  readonly json?: boolean | undefined;
  readonly name?: string | undefined;
  readonly scope?: string[] | undefined;
  readonly expires?: string | undefined;
}

export const keys: Command = async (args) => {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [verb, ...words] = positionals;
  const isPlain = values.name === undefined && values.scope === undefined && values.expires === undefined;
  if (verb === "create" && words.length === 0) return create(values);
  if (verb === "list" && words.length === 0 && isPlain) return list(values);
  if (verb === "revoke" && words.length === 1 && isPlain) return revoke(values, words[0] ?? "");
  throw new UsageError(USAGE);
};

async function create({ json, name = "", scope = [], expires }: Given): Promise<number> {
  const label = checkedName(name);
  const scopes = checkedScopes(scope);
  const livesMs = expires === undefined ? undefined : duration(expires);
  return withBoard(async ({ board, space, env }) => {
    const { text, id, secretHash } = newApiKey(env);
    const createdAt = env.now();
    const ends = livesMs === undefined ? {} : { expiresAt: createdAt + livesMs };
    const key = await addApiKey(
      { space, env, board: board.name },
      { id, name: label, scopes, secretHash, createdAt, ...ends },
    );
    if (json === true) printJson({ key: text, ...shown(key, createdAt) });
    else {
      printLine(text);
      process.stderr.write("This is the only time that the key is shown: only its hash is kept.\n");
    }
    return 0;
  });
}

function list({ json }: Given): Promise<number> {
  return withBoard(async ({ board, space, env }) => {
    const all = await readApiKeys({ space, env, board: board.name });
    const items = all.sort((a, b) => a.createdAt - b.createdAt).map((key) => shown(key, env.now()));
    if (json === true) printJson({ items });
    else if (items.length === 0) printLine(`board ${board.name} has no keys: make one with rolecall keys create`);
    else for (const item of items) printLine(lineOf(item));
    return 0;
  });
}

function revoke({ json }: Given, word: string): Promise<number> {
  // Whoever finds a key where it should not be has the whole of it at hand, and not only its id.
  const id = readApiKeyText(word)?.id ?? word;
  // Not repeated in the message: it may be a secret that was mistyped.
  if (!isApiKeyId(id)) throw new UsageError("an id of a key has 12 characters: rolecall keys list shows them");
  return withBoard(async ({ board, space, env }) => {
    const place: BoardPlace = { space, env, board: board.name };
    const item = shown(await revokeApiKey(place, id), env.now());
    if (json === true) printJson(item);
    else printLine(`${lineOf(item)}\nProcesses that know the key go by what they know for up to 60 seconds.`);
    return 0;
  });
}

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly state: "active" | "expired" | "revoked";
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

/** Never the hash: nobody needs it. */
function shown({ id, name, scopes, createdAt, expiresAt, revokedAt }: ApiKey, now: number): Shown {
  const isOver = expiresAt !== undefined && now >= expiresAt;
  return {
    id,
    name,
    scopes,
    state: revokedAt !== undefined ? "revoked" : isOver ? "expired" : "active",
    createdAt: toInstant(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: toInstant(expiresAt) }),
    ...(revokedAt === undefined ? {} : { revokedAt: toInstant(revokedAt) }),
  };
}

function lineOf({ id, name, scopes, state, createdAt, expiresAt, revokedAt }: Shown): string {
  const until = revokedAt === undefined ? (expiresAt === undefined ? "" : `, expires ${expiresAt}`) : ` ${revokedAt}`;
  return `${id}  ${plain(name)}  ${scopes.join(" ")}  created ${createdAt}  ${state}${until}`;
}

function checkedName(name: string): string {
  if (name.trim() !== "" && [...name].length <= MAX_NAME_CHARACTERS) return name;
  throw new UsageError(`--name is required, 1 to ${MAX_NAME_CHARACTERS} characters: who will use the key`);
}

function checkedScopes(words: readonly string[]): readonly GrantedScope[] {
  const choice = GRANTED_SCOPES.join(", ");
  if (words.length === 0) throw new UsageError(`--scope is required, once or more: ${choice}`);
  const unknown = words.find((word) => !isGranted(word));
  if (unknown === undefined) return GRANTED_SCOPES.filter((scope) => words.includes(scope));
  throw new AppError("invalid_parameter", `there is no scope ${JSON.stringify(unknown)}; there are ${choice}`);
}

function duration(text: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,5})([dh])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNIT_MS[unit] ?? 0);
  if (ms > 0 && ms <= LONGEST_DAYS * DAY_MS) return ms;
  throw new UsageError(`--expires ${text} must be days or hours such as 90d or 12h, up to ${LONGEST_DAYS}d`);
}
