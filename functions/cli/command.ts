/** What every command has in common. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { AppError, isAppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { boardNames } from "../../core/store/board-list.ts";
import { openKeySpace } from "../addresses.ts";
import { configuration, DEFAULT_BOARD } from "../configuration.ts";
import { nodeEnv } from "../node-env.ts";

/** Takes the words behind its name, answers the exit status. */
export type Command = (args: readonly string[]) => Promise<number>;

export class UsageError extends Error {
  override readonly name = "UsageError";
}

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** @throws UsageError for unknown options and values of the wrong kind. */
export function readArguments<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options: { json: { type: "boolean" }, ...options }, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export interface OpenBoard {
  readonly board: Board;
  readonly space: KeySpace;
  readonly env: ReturnType<typeof nodeEnv>;
}

/** Opens the configured board for one piece of work and closes its store afterwards. Throws as `openNamed`. */
export function withBoard<T>(work: (open: OpenBoard) => Promise<T>): Promise<T> {
  return withOpen(openNamed, work);
}

/** As `withBoard`; a board that is not there is made. Throws as `openBoard`. */
export function withMadeBoard<T>(work: (open: OpenBoard) => Promise<T>): Promise<T> {
  return withOpen(openBoard, work);
}

type Place = Pick<OpenBoard, "space" | "env"> & { readonly name: string };

async function withOpen<T>(open: (place: Place) => Promise<Board>, work: (open: OpenBoard) => Promise<T>): Promise<T> {
  const { store, board: name } = configuration();
  const env = nodeEnv();
  const space = await openKeySpace(store);
  try {
    return await work({ board: await open({ space, env, name }), space, env });
  } finally {
    await space.close();
  }
}

/** Boards that are named to whoever has mistyped one. */
const MOST_NAMED = 20;

/**
 * Opens a board that is there, for a name that was mistyped must not become one. Only `default`, which is nobody's slip, is made.
 * @throws AppError as `openBoard`; its `not_found` names the boards that there are.
 */
export async function openNamed({ space, env, name }: Place): Promise<Board> {
  try {
    return await openBoard({ space, env, name, mustExist: name !== DEFAULT_BOARD });
  } catch (cause) {
    if (!isAppError(cause, "not_found")) throw cause;
    const names = await boardNames({ space, env });
    const shown = [...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ["…"] : [])].join(", ");
    const there = names.length === 0 ? "the store has none yet" : `the store has ${shown}`;
    const message = `there is no board ${name}, ${there}; \`rolecall board\` makes the one that ROLECALL_BOARD names`;
    throw new AppError("not_found", message, { cause });
  }
}
