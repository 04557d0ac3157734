/** A blob store that promises what `core/ports.ts` says and nothing more. */
import { AppError } from "../../core/errors.ts";
import type { BlobInfo, BlobStore } from "../../core/ports.ts";
import { cutShort, type Network } from "./network.ts";

export interface WeakBlobsOptions {
  readonly truth: BlobStore;
  readonly network: Network;
  readonly isAway: () => boolean;
  /** Blobs that were deleted: a list may name them still. */
  readonly ghosts: ReadonlyMap<string, BlobInfo>;
}

export function weakBlobs({ truth, network, isAway, ghosts }: WeakBlobsOptions): BlobStore {
  const { chance } = network;

  async function arrive(label: string): Promise<void> {
    await network.there(label);
    if (!isAway() && !network.meets("throttled", 0.02)) return;
    await network.back(label);
    throw new AppError("unavailable", "throttled");
  }

  async function read<T>(label: string, call: () => Promise<T>): Promise<T> {
    await arrive(label);
    const answer = await call();
    await network.back(label);
    return answer;
  }

  async function write(label: string, call: () => Promise<void>): Promise<void> {
    await arrive(label);
    const isLate = network.meets("applied late", 0.03);
    const isLost = isLate || network.meets("not sent", 0.03);
    if (isLate) network.late(label, () => void call());
    if (!isLost) await call();
    const isUnheard = isLost || network.meets("answer lost", 0.04);
    await network.back(label);
    if (isUnheard) throw new AppError("outcome_unknown", "no answer");
  }

  return {
    put: (name, bytes, signal) =>
      cutShort(signal, "outcome_unknown", () => write(`put ${name}`, () => truth.put(name, bytes))),
    get: (name, range, signal) =>
      cutShort(signal, "unavailable", () => read(`blob ${name}`, () => truth.get(name, range))),
    list: (prefix, options, signal) =>
      cutShort(signal, "unavailable", () =>
        read(`list ${prefix}`, async () => {
          const { after = "", limit = 1_000 } = options ?? {};
          const { blobs } = await truth.list(prefix);
          const gone = network.meets("ghost blobs", 0.3) ? [...ghosts.values()] : [];
          const listed = new Map([...gone, ...blobs].map((blob) => [blob.name, blob]));
          const names = [...listed.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
          const most = network.meets("short pages", 0.3) ? 1 + chance.below(3) : limit;
          const page = names.slice(0, Math.min(most, limit));
          return { blobs: page.flatMap((name) => listed.get(name) ?? []), end: page.length === names.length };
        }),
      ),
    delete: (name, signal) =>
      cutShort(signal, "outcome_unknown", () => write(`delete ${name}`, () => truth.delete(name))),
    close: () => truth.close(),
  };
}
