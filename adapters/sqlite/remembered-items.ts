/**
 * Items that were read lately, for as long as they are what is stored: SQLite says, in one step, whether any other connection has committed
 * since, and what this one commits it forgets itself. So what is read from here is as strongly consistent as what is read from the file,
 * at a fifth of the cost.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Item } from "../../core/ports.ts";
import { recentMap } from "../../core/recent-map.ts";

/** Of bodies: some 1,300 listings of 3 KB. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

export interface RememberedItems {
  /**
   * Forgets everything if another connection has committed since the last call. What is read from the file afterwards may be remembered: it is as
   * new as this call, or newer. Calls of one run of code, with no event and no promise in between, are one moment to whoever waits outside:
   * SQLite, which takes 3 µs and three system calls, is asked by the first of them. Throws as SQLite does.
   */
  refresh(): void;
  /** Good for the moment of the last `refresh`. */
  get(partition: string, key: string): Item | undefined;
  remember(partition: string, item: Item): void;
  forget(partition: string, key: string): void;
}

/** Of one connection: the versions that two of them tell mean nothing to each other. */
export function rememberedItems(database: DatabaseSync, maxCharacters: number = MAX_CHARACTERS): RememberedItems {
  const items = recentMap<Item>(maxCharacters);
  // Other values for it, other commits by others: https://sqlite.org/pragma.html#pragma_data_version
  const dataVersion = database.prepare("PRAGMA data_version");
  // An object for each row costs as much as the pragma.
  dataVersion.setReturnArrays(true);
  let seen: unknown;
  let isChecked = false;
  const endRun = () => {
    isChecked = false;
  };
  // A blank is in no partition and in no key.
  const nameOf = (partition: string, key: string) => `${partition} ${key}`;

  return {
    refresh() {
      if (isChecked) return;
      // The statement returns arrays, which its type does not know.
      const [version] = dataVersion.get() as unknown as readonly [number];
      isChecked = true;
      queueMicrotask(endRun);
      if (version === seen) return;
      items.clear();
      seen = version;
    },
    get: (partition, key) => items.get(nameOf(partition, key)),
    remember: (partition, item) => items.set(nameOf(partition, item.key), item, item.value.body.length),
    forget: (partition, key) => items.delete(nameOf(partition, key)),
  };
}
