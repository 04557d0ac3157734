/**
 * What a board needs done from time to time, in one idempotent call: by schedule, on demand, by any number of processes at
 * once. Publishing snapshots will be the other half of it.
 */
import type { Env } from "../core/env.ts";
import { type BoardServices, positionToken } from "./board-services.ts";

/**
 * One call in so many also reads everything, for tombstones and marks that are due: by chance, so that nothing has to remember
 * when it was last done. With the deployments' schedule of 5 minutes that is about once a day.
 */
const CALLS_PER_SWEEP = 288;

export interface Maintained {
  readonly trimmed: { readonly entries: number; readonly tombstones: number };
  /** Whether everything was read. */
  readonly swept: boolean;
  readonly position: string;
}

export interface MaintainOptions {
  readonly signal?: AbortSignal;
  /** Default: drawn, once in `CALLS_PER_SWEEP`. */
  readonly isThorough?: boolean;
}

export async function maintain(
  services: BoardServices,
  { signal, isThorough = isSweepDrawn(services.env) }: MaintainOptions = {},
): Promise<Maintained> {
  const { board } = services;
  // A board that has moved is done with: nothing has to be trimmed there, and nobody has to be alarmed every 5 minutes.
  if ((await board.seal({ signal })) !== undefined) {
    return {
      trimmed: { entries: 0, tombstones: 0 },
      swept: false,
      position: positionToken(services, board.lastKnown()),
    };
  }
  // No snapshot needs the log yet, so whatever lies below its newest entry may go once it is old enough.
  const head = await board.head({ signal });
  const trimmed = await board.trim(head, { signal, isThorough });
  return { trimmed, swept: isThorough, position: positionToken(services, head) };
}

function isSweepDrawn(env: Env): boolean {
  const [high = 0, low = 0] = env.randomBytes(2);
  return high * 256 + low < 65_536 / CALLS_PER_SWEEP;
}
