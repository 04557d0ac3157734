/** Changing a board's settings: an entry of its own in the log, so that writers and followers learn of it in order. */
import type { Env } from "../env.ts";
import { AppError, isAppError } from "../errors.ts";
import { randomId } from "../listing/id.ts";
import type { KeySpace } from "../ports.ts";
import { decodeEntry, decodeLayout, encodeLayout, encodeSettingsEntry } from "./codec.ts";
import { entryKey, LAYOUT_KEY } from "./keys.ts";
import type { Settings } from "./layout.ts";
import type { LogHead } from "./log-head.ts";
import { MAX_ATTEMPTS, pause } from "./retry.ts";

export interface SettingsChange {
  readonly space: KeySpace;
  readonly env: Env;
  readonly board: string;
  readonly head: LogHead;
  readonly signal?: AbortSignal | undefined;
}

/** @throws AppError `unavailable` or `outcome_unknown` when the board is too busy. */
export async function changeSettings(on: SettingsChange, change: (settings: Settings) => Settings): Promise<Settings> {
  const { space, env, board, head, signal } = on;
  const operation = randomId(env);
  let isInDoubt = false;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const seq = (await head.refresh(signal)) + 1;
    const [item] = await space.get(board, [LAYOUT_KEY], signal);
    if (item === undefined) throw new AppError("not_found", `there is no board ${board}`);
    const layout = decodeLayout(item);
    const settings = change(layout.settings);
    const entry = { seq, at: env.now(), operation, settings, changes: [] };
    try {
      const result = await space.commit(
        board,
        [
          { key: entryKey(seq), value: encodeSettingsEntry(entry), condition: "absent" },
          { key: LAYOUT_KEY, value: encodeLayout({ ...layout, settings }), condition: { token: item.token } },
        ],
        signal,
      );
      if (result.committed) {
        head.met(entry);
        return settings;
      }
    } catch (error) {
      if (!isAppError(error, "unavailable") && !isAppError(error, "outcome_unknown")) throw error;
      isInDoubt ||= error.code === "outcome_unknown";
    }
    const [slot] = await space.get(board, [entryKey(seq)], signal);
    const holder = slot === undefined ? undefined : decodeEntry(slot);
    if (holder?.operation === operation && holder.settings !== undefined) return holder.settings;
    if (holder !== undefined) isInDoubt = false;
    await pause(env, attempt, signal);
  }
  throw new AppError(
    isInDoubt ? "outcome_unknown" : "unavailable",
    `board ${board} is too busy to change its settings`,
  );
}
