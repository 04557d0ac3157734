/** Changing a board's settings: an entry of its own in the log, so that writers and followers learn of it in order. */
import { AppError, isAppError } from "../errors.ts";
import { randomId } from "../listing/id.ts";
import type { Write } from "../ports.ts";
import { decodeEntry, decodeLayout, encodeBoardEntry, encodeLayout } from "./codec.ts";
import type { LogEntry } from "./entry.ts";
import { entryKey, LAYOUT_KEY } from "./keys.ts";
import { type Layout, type Settings, writeRefusal } from "./layout.ts";
import type { BoardPlace } from "./layout-record.ts";
import type { LogHead } from "./log-head.ts";
import { MAX_ATTEMPTS, mayRepeat, pause } from "./retry.ts";

export interface SettingsChange extends BoardPlace {
  readonly incarnation: string;
  readonly head: LogHead;
}

/**
 * @throws AppError `outcome_unknown` when an attempt may still be applied, `unavailable` when none can, or when the board
 * takes no writes; `not_found` without such a board.
 */
export async function changeSettings(on: SettingsChange, change: (settings: Settings) => Settings): Promise<Settings> {
  const { env, board, signal } = on;
  const operation = randomId(env);
  /** Slots of attempts that nobody has answered for: each is looked at before anything else is tried. */
  const doubts = new Set<number>();
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const settings = await attemptChange(on, operation, doubts, change);
      if (settings instanceof AppError) throw settings;
      if (settings !== undefined) return settings;
      await pause(env, attempt, signal);
    }
    throw new AppError("unavailable", `board ${board} is too busy to change its settings`);
  } catch (error) {
    if (doubts.size === 0 || !isAppError(error, "unavailable")) throw error;
    throw new AppError("outcome_unknown", `the settings of board ${board} may or may not have been changed`, {
      cause: error,
    });
  }
}

type SettingsEntry = LogEntry & Required<Pick<LogEntry, "settings" | "operation">>;

/** The settings once they are durable; why they cannot be changed; `undefined` when another attempt is due. */
async function attemptChange(
  { space, env, board, incarnation, head, signal }: SettingsChange,
  operation: string,
  doubts: Set<number>,
  change: (settings: Settings) => Settings,
): Promise<Settings | AppError | undefined> {
  let attempted: number | undefined;
  try {
    const seq = (await head.refresh(signal)) + 1;
    const keys = [LAYOUT_KEY, ...[...doubts].map(entryKey)];
    const [item, ...slots] = await space.get(board, keys, signal);
    for (const slot of slots) {
      if (slot === undefined) continue;
      const entry = decodeEntry(slot);
      if (entry.operation === operation && entry.settings !== undefined) return entry.settings;
      doubts.delete(entry.seq);
    }
    if (item === undefined) throw new AppError("not_found", `there is no board ${board}`);
    const layout = decodeLayout(item);
    const refusal = writeRefusal(layout, incarnation);
    if (refusal !== undefined) return refusal;
    const entry = { seq, at: env.now(), operation, settings: change(layout.settings), changes: [] };
    attempted = seq;
    const result = await space.commit(board, writesOf(entry, layout, item.token), signal);
    if (!result.committed) return undefined;
    head.reached(seq);
    head.wrote(seq);
    return entry.settings;
  } catch (error) {
    if (isAppError(error, "outcome_unknown") && attempted !== undefined) doubts.add(attempted);
    if (!mayRepeat(env, error)) throw error;
    return undefined;
  }
}

function writesOf(entry: SettingsEntry, layout: Layout, token: string): Write[] {
  const changed = { ...layout, settings: entry.settings, settingsRevision: entry.seq };
  return [
    { key: entryKey(entry.seq), value: encodeBoardEntry(entry), condition: "absent" },
    { key: LAYOUT_KEY, value: encodeLayout(changed), condition: { token } },
  ];
}
