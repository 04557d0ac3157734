/** A key space that promises what `core/ports.ts` says and nothing more. */
import { AppError } from "../../core/errors.ts";
import type { CommitResult, Item, KeySpace, RangeOptions, RangePage, Write } from "../../core/ports.ts";
import { LIMITS } from "../../core/ports.ts";
import { cutShort, type Network } from "./network.ts";

export interface WeakKeysOptions {
  readonly truth: KeySpace;
  readonly network: Network;
  /** Whether the service is away just now. */
  readonly isAway: () => boolean;
  /** Told of what a caller does not hear. */
  readonly onUnheard: (writes: readonly Write[]) => void;
  readonly onLostRace: (writes: readonly Write[], isLate: boolean) => void;
}

export function weakKeys(options: WeakKeysOptions): KeySpace {
  const { truth, network, isAway, onUnheard, onLostRace } = options;
  const { chance } = network;

  async function read<T>(label: string, cut: () => Promise<T>, both: (a: T, b: T) => T): Promise<T> {
    await network.there(label);
    if (isAway() || network.meets("throttled", 0.02)) {
      await network.back(label);
      throw new AppError("unavailable", "throttled");
    }
    const early = await cut();
    if (!network.meets("torn reads", 0.2)) {
      await network.back(label);
      return early;
    }
    await network.stay(`${label} goes on`);
    const late = await cut();
    await network.back(label);
    return both(early, late);
  }

  /** A page of a range that went on while others wrote: of what changed meanwhile it may have either. */
  function mixed(early: readonly Item[], late: readonly Item[]): Item[] {
    const [before, after] = [early, late].map((items) => new Map(items.map((item) => [item.key, item])));
    const keys = [...new Set([...early, ...late].map(({ key }) => key))].sort();
    return keys.flatMap((key) => {
      const [a, b] = [before?.get(key), after?.get(key)];
      if (a === b || (a !== undefined && b !== undefined && a.token === b.token)) return a ?? [];
      // What was there before and is there after appears, as one or the other; what came or went meanwhile may not.
      return (chance.chance(0.5) ? a : b) ?? [];
    });
  }

  function page(items: readonly Item[], { limit }: RangeOptions): RangePage {
    const most = network.meets("short pages", 0.2) ? 1 + chance.below(Math.max(1, limit)) : limit;
    const taken = items.slice(0, Math.min(limit, most));
    // Perhaps nothing follows: who asks for the rest finds that out.
    const isUnsure = taken.length > 0 && network.meets("short pages", 0.05);
    return { items: taken, end: taken.length === items.length && !isUnsure };
  }

  async function all(partition: string, options: RangeOptions): Promise<readonly Item[]> {
    const { items, end } = await truth.range(partition, { ...options, limit: LIMITS.itemsPerRange });
    if (!end) throw new RangeError(`a simulated range of more than ${LIMITS.itemsPerRange} items`);
    return items;
  }

  async function found(partition: string, writes: readonly Write[]): Promise<CommitResult> {
    const keys = writes.map(({ key }) => key).filter(() => chance.chance(0.5));
    const items = await truth.get(partition, keys);
    return { committed: false, found: new Map(keys.map((key, i) => [key, items[i]])) };
  }

  async function apply(partition: string, writes: readonly Write[], isLate: boolean): Promise<boolean> {
    const { committed } = await truth.commit(partition, writes);
    if (!committed) onLostRace(writes, isLate);
    return committed;
  }

  async function commit(partition: string, writes: readonly Write[]): Promise<CommitResult> {
    const label = `commit ${writes[0]?.key}`;
    await network.there(label);
    const again = () => void apply(partition, writes, true);
    if (isAway() || network.meets("throttled", 0.02)) {
      await network.back(label);
      throw new AppError("unavailable", "throttled");
    }
    if (network.meets("contention", 0.03)) {
      await network.back(label);
      return found(partition, writes);
    }
    if (network.meets("not sent", 0.02)) return unheard(label, writes);
    if (network.meets("applied late", 0.02)) {
      network.late(label, again);
      return unheard(label, writes);
    }
    const isTwice = network.meets("applied twice", 0.02);
    const committed = await apply(partition, writes, false);
    if (isTwice) network.late(label, again);
    if (isTwice || network.meets("answer lost", 0.04)) return unheard(label, writes);
    await network.back(label);
    return committed ? { committed: true } : found(partition, writes);
  }

  async function unheard(label: string, writes: readonly Write[]): Promise<never> {
    onUnheard(writes);
    await network.back(label);
    throw new AppError("outcome_unknown", "no answer");
  }

  return {
    get: (partition, keys, signal) =>
      cutShort(signal, "unavailable", () =>
        read(
          `get ${keys[0]}`,
          () => truth.get(partition, keys),
          // Not one cut: each of its own moment.
          (early, late) => early.map((item, i) => (chance.chance(0.5) ? item : late[i])),
        ),
      ),
    range: (partition, range, signal) =>
      cutShort(signal, "unavailable", async () =>
        page(await read(`range ${range.after}`, () => all(partition, range), mixed), range),
      ),
    commit: (partition, writes, signal) => cutShort(signal, "outcome_unknown", () => commit(partition, writes)),
    close: () => truth.close(),
  };
}
