/** Ways of telling a lie over an honest key space. */
import type { Item, KeySpace, RangePage, Token, Value, Write } from "../../core/ports.ts";
import type { KeySpaceHarness } from "./key-space-case.ts";

export type OpenKeySpace = () => Promise<KeySpace>;

/** The liar over an honest store, as the suite opens it. */
export type Liar = (open: OpenKeySpace) => KeySpaceHarness;

/** The honest store, each handle with some calls replaced. */
export function over(lie: (honest: KeySpace) => Partial<KeySpace>): Liar {
  return (open) => ({
    async open() {
      const honest = await open();
      return { ...honest, ...lie(honest) };
    },
  });
}

/** Only what commit is given, or what it answers, is false. */
export function overWrites(change: (writes: readonly Write[]) => readonly Write[]): Liar {
  return over((honest) => ({
    commit: (partition, writes, signal) => honest.commit(partition, change(writes), signal),
  }));
}

export function overValues(change: (value: Value) => Value): Liar {
  return overWrites((writes) =>
    writes.map((write) => (write.value === undefined ? write : { ...write, value: change(write.value) })),
  );
}

export function overPages(change: (page: RangePage, options: { after?: string; upTo?: string }) => RangePage): Liar {
  return over((honest) => ({
    async range(partition, options, signal) {
      return change(await honest.range(partition, options, signal), options);
    },
  }));
}

export function unconditional({ key, value }: Write): Write {
  return { key, value };
}

/** Shows other tokens than the honest ones and takes them back for conditions. */
export function overTokens(tokenOf: (item: Item) => Token, onWrite: (write: Write) => void = () => {}): Liar {
  function shown(item: Item | undefined): Item | undefined {
    return item === undefined ? undefined : { ...item, token: tokenOf(item) };
  }
  return over((honest) => {
    /** The write under the honest token, or `undefined` when the shown one does not fit. */
    async function honestly(partition: string, write: Write): Promise<Write | undefined> {
      if (write.condition === undefined || write.condition === "absent") return write;
      const [item] = await honest.get(partition, [write.key]);
      if (item === undefined || tokenOf(item) !== write.condition.token) return undefined;
      return { ...write, condition: { token: item.token } };
    }
    return {
      async get(partition, keys) {
        return (await honest.get(partition, keys)).map(shown);
      },
      async commit(partition, writes) {
        const translated: Write[] = [];
        for (const write of writes) {
          const honestWrite = await honestly(partition, write);
          if (honestWrite === undefined) return { committed: false, found: new Map() };
          translated.push(honestWrite);
        }
        const result = await honest.commit(partition, translated);
        if (result.committed) writes.forEach(onWrite);
        else return { committed: false, found: new Map([...result.found].map(([key, item]) => [key, shown(item)])) };
        return result;
      },
    };
  });
}

export function countedPerKey(open: OpenKeySpace): KeySpaceHarness {
  const versions = new Map<string, number>();
  const count = overTokens(
    (item) => `v${versions.get(item.key)}`,
    ({ key, value }) => {
      if (value === undefined) versions.delete(key);
      else versions.set(key, (versions.get(key) ?? 0) + 1);
    },
  );
  return count(open);
}

/** What a handle writes is seen by none that is opened later: each has partitions of its own. */
export function emptyEachTime(open: OpenKeySpace): KeySpaceHarness {
  let handles = 0;
  const forget = over((honest) => {
    const own = `-${handles++}`;
    return {
      get: (partition, keys, signal) => honest.get(partition + own, keys, signal),
      range: (partition, options, signal) => honest.range(partition + own, options, signal),
      commit: (partition, writes, signal) => honest.commit(partition + own, writes, signal),
    };
  });
  return forget(open);
}
