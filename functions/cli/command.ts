/** What every command has in common. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { KeySpace } from "../../core/ports.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { openKeySpace } from "../addresses.ts";
import { configuration } from "../configuration.ts";
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

/** Opens the configured board for one piece of work and closes its store afterwards. */
export async function withBoard<T>(work: (open: OpenBoard) => Promise<T>): Promise<T> {
  const { store, board: name } = configuration();
  const env = nodeEnv();
  const space = await openKeySpace(store);
  try {
    return await work({ board: await openBoard({ space, env, name }), space, env });
  } finally {
    await space.close();
  }
}
