/**
 * What a board needs done from time to time, in one idempotent call: by schedule, on demand, by any number of processes at
 * once. Publishing snapshots will be the other half of it.
 */
import { type BoardServices, positionToken } from "./board-services.ts";

export interface Maintained {
  readonly trimmed: { readonly entries: number; readonly tombstones: number };
  readonly position: string;
}

export async function maintain(services: BoardServices, signal?: AbortSignal): Promise<Maintained> {
  const { board } = services;
  // No snapshot needs the log yet, so whatever lies below its newest entry may go once it is old enough.
  const head = await board.head({ signal });
  const trimmed = await board.trim(head, { signal });
  return { trimmed, position: positionToken(services, head) };
}
