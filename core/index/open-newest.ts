/** The snapshot that building goes on from. */
import type { Env } from "../env.ts";
import type { OfferedSnapshot, Pointer } from "../store/pointer.ts";
import { LostSnapshot, orLost } from "./lost-snapshot.ts";
import { isUsable, type OfferedOptions, openOffered } from "./open-offered.ts";
import type { Snapshot } from "./snapshot/open.ts";

/** The newest snapshot that this engine can go on from, if any can be opened; the names of newer ones that cannot. */
export interface Newest {
  readonly offered?: OfferedSnapshot;
  readonly snapshot?: Snapshot;
  readonly lost: Set<string>;
}

export interface NewestOptions extends OfferedOptions {
  /** Every byte of it is read: damage behind what opening reads is a loss too. Default: no. */
  readonly isWhole?: boolean;
}

/** @throws AppError `unavailable` while the blob store is away. */
export async function openNewest(options: NewestOptions, { offered }: Pointer): Promise<Newest> {
  const lost = new Set<string>();
  for (const candidate of offered.filter(isUsable)) {
    try {
      const snapshot = await openOffered(options, candidate);
      if (options.isWhole) await orLost(() => snapshot.loadAll(options.signal));
      return { offered: candidate, snapshot, lost };
    } catch (error) {
      noteLost(options.env, lost, candidate, error);
    }
  }
  return { lost };
}

/** Throws what is no loss. */
export function noteLost(env: Env, lost: Set<string>, { name }: OfferedSnapshot, error: unknown): void {
  if (!(error instanceof LostSnapshot)) throw error;
  env.log("snapshot_lost", { snapshot: name, error: error.message });
  lost.add(name);
}
