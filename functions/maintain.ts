/**
 * What a board needs done from time to time, in one idempotent call: by schedule, on demand, by any number of processes at
 * once.
 */
import type { Env } from "../core/env.ts";
import { indexAgeSeconds } from "../core/index/index-age.ts";
import { prune } from "../core/index/prune.ts";
import { type Published, publish } from "../core/index/publish.ts";
import type { BlobStore } from "../core/ports.ts";
import { removeExpired } from "../core/store/expire.ts";
import { type BoardServices, positionToken } from "./board-services.ts";

/**
 * One call in so many also reads everything, for tombstones and marks that are due and for damage: by chance, so that nothing
 * has to remember when it was last done. With the deployments' schedule of 5 minutes that is about once a day.
 */
const CALLS_PER_SWEEP = 288;

export interface Maintained {
  readonly published: Published["outcome"];
  /** Snapshots deleted that nobody is offered any more. */
  readonly pruned: number;
  readonly trimmed: { readonly entries: number; readonly tombstones: number };
  /** Listings deleted that expired long ago. */
  readonly expired: number;
  /** Whether everything was read. */
  readonly swept: boolean;
  readonly position: string;
}

export interface MaintainOptions {
  readonly signal?: AbortSignal;
  /** Default: drawn, once in `CALLS_PER_SWEEP`. */
  readonly isThorough?: boolean;
  /** Told how far the published index was behind when the call came, also when the call then fails. */
  readonly onIndexAge?: (seconds: number) => void;
}

export interface MaintainedServices extends BoardServices {
  readonly blobs: BlobStore;
}

export async function maintain(
  services: MaintainedServices,
  { signal, isThorough = isSweepDrawn(services.env), onIndexAge }: MaintainOptions = {},
): Promise<Maintained> {
  const { board, env } = services;
  const on = { ...services, signal };
  // A board that has moved is done with: nothing has to be trimmed there, and nobody has to be alarmed every 5 minutes.
  const isSealed = (await board.seal({ signal })) !== undefined;
  const seconds = isSealed ? 0 : await indexAgeSeconds(on);
  env.log("index_age", { board: board.name, seconds });
  onIndexAge?.(seconds);
  const done = isSealed ? NOTHING_DONE : await maintained(on, isThorough);
  return { ...done, position: positionToken(services, board.lastKnown()) };
}

const NOTHING_DONE: Omit<Maintained, "position"> = {
  published: "current",
  pruned: 0,
  trimmed: { entries: 0, tombstones: 0 },
  expired: 0,
  swept: false,
};

type Work = MaintainedServices & { readonly signal: AbortSignal | undefined };

async function maintained(on: Work, isThorough: boolean): Promise<Omit<Maintained, "position">> {
  const { board, signal } = on;
  const expired = isThorough ? await removeExpired(on) : 0;
  const { outcome, offered } = await publish({ ...on, isCursory: !isThorough });
  const pruned = await prune(on);
  // Readers of any snapshot that is offered go on from the log behind it.
  const floor = offered.length === 0 ? 0 : Math.min(...offered.map(({ position }) => position));
  const trimmed = await board.trim(floor, { signal, isThorough });
  return { published: outcome, pruned, trimmed, expired, swept: isThorough };
}

function isSweepDrawn(env: Env): boolean {
  const [high = 0, low = 0] = env.randomBytes(2);
  return high * 256 + low < 65_536 / CALLS_PER_SWEEP;
}
