/** A board that was copied over or restored is another one, and a function cannot be started again by hand: so it is looked at now and then. */
import type { Env } from "../core/env.ts";
import type { Board } from "../core/store/board.ts";
import type { RequestLimits } from "./request-limits.ts";

const TRUSTED_MS = 10_000;

export interface BoardIdentity {
  /** Whether the board is another one than was opened; asked of the store now and then. While that is away, what is loaded goes on. */
  isReplaced(): Promise<boolean>;
}

export function boardIdentity(board: Board, env: Pick<Env, "monotonic">, limits: RequestLimits): BoardIdentity {
  let lookedAt = env.monotonic();
  return {
    async isReplaced() {
      if (env.monotonic() - lookedAt < TRUSTED_MS) return false;
      lookedAt = env.monotonic();
      return board.isReplaced({ signal: AbortSignal.timeout(limits.timeoutMs) }).catch(() => false);
    },
  };
}
