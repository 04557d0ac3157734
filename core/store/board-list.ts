/** The list of the boards of a store. */
import { AppError } from "../errors.ts";
import type { RangePage, Value } from "../ports.ts";
import { BOARDS_PARTITION } from "./keys.ts";
import type { BoardPlace } from "./layout-record.ts";
import { retryRead } from "./retry.ts";

const BOARD_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

const BOARDS_PER_READ = 500;

/** Whether a board can have this name. */
export function isBoardName(name: string): boolean {
  return BOARD_NAME.test(name);
}

/** @throws AppError `invalid_id` for a name that no board can have. */
export function assertBoardName(name: string): void {
  if (isBoardName(name)) return;
  throw new AppError("invalid_id", `board name ${JSON.stringify(name.slice(0, 80))} must be 1 to 63 of a-z 0-9 -`);
}

/** A board's line as it stands in the list, or as a new board's would. */
export async function boardLine({ space, env, board, signal }: BoardPlace): Promise<Value> {
  const [line] = await retryRead(env, signal, () => space.get(BOARDS_PARTITION, [board], signal));
  return line?.value ?? newLine(board);
}

/** Puts a new board into the list. Not repeated here: whoever makes a board repeats all of it. */
export async function listNewBoard({ space, board, signal }: BoardPlace): Promise<void> {
  await space.commit(BOARDS_PARTITION, [{ key: board, value: newLine(board) }], signal);
}

/** Puts a board into the list. The same line again changes nothing, so it is repeated like a read. */
export async function listBoard(on: BoardPlace, line: Value = newLine(on.board)): Promise<void> {
  const { space, env, board, signal } = on;
  await retryRead(env, signal, () => space.commit(BOARDS_PARTITION, [{ key: board, value: line }], signal));
}

/** Names in the list, ascending. One may be of a board that was never finished: opening it says so. */
export async function boardNames({ space, env, signal }: Omit<BoardPlace, "board">): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const after = names.at(-1);
    const range = { limit: BOARDS_PER_READ, ...(after === undefined ? {} : { after }) };
    const page: RangePage = await retryRead(env, signal, () => space.range(BOARDS_PARTITION, range, signal));
    names.push(...page.items.map(({ key }) => key));
    if (page.end || page.items.length === 0) return names;
  }
}

function newLine(board: string): Value {
  return { kind: "board", id: board, body: JSON.stringify({ board }) };
}
