/** A snapshot that cannot be gone on with: its blob is gone, or what it holds is not what was written. */
import { isAppError } from "../errors.ts";
import { whenLoaded } from "../search/sections.ts";

/** Told from a damaged record of the store, which no other snapshot would help against. */
export class LostSnapshot extends Error {
  override readonly name = "LostSnapshot";
}

/** Does work that reads a snapshot and nothing else. @throws LostSnapshot instead of `corrupt`. */
export async function orLost<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isAppError(cause, "corrupt")) throw new LostSnapshot(cause.message, { cause });
    throw cause;
  }
}

/** Does work on an index, loading what it reads. @throws as `orLost`. */
export function readable<T>(work: () => T, signal: AbortSignal | undefined): Promise<T> {
  return orLost(() => whenLoaded(work, signal));
}
