/** What was acknowledged, and what was found otherwise. Each version of a listing carries a marker that no other has. */

export interface Entry {
  readonly key: string;
  id?: string;
  marker: string;
  revision: number;
  isDeleted: boolean;
  /** A write is under way whose outcome is not known. */
  isBusy: boolean;
  /** Counts the writes: what was read while one went on is no evidence. */
  version: number;
}

export interface Ledger {
  readonly entries: readonly Entry[];
  readonly wrong: readonly string[];
  readonly acknowledged: number;
  add(): Entry;
  newMarker(): string;
  /** A listing that nobody writes to; `undefined` if the one that was drawn is in use. */
  atRest(draw: number): Entry | undefined;
  acknowledge(entry: Entry, change: Partial<Entry>): void;
  found(what: string): void;
  /** The live listings of the board, as an export tells them, against what was acknowledged. */
  compare(live: ReadonlyMap<string, string>): { readonly lost: number; readonly doubled: number };
}

const MAX_WRONG = 50;

export function newLedger(): Ledger {
  const entries: Entry[] = [];
  const wrong: string[] = [];
  let markers = 0;
  let acknowledged = 0;

  const found = (what: string) => {
    if (wrong.length < MAX_WRONG) wrong.push(what);
  };
  const newMarker = () => `m${(markers++).toString(36)}`;
  return {
    entries,
    wrong,
    get acknowledged() {
      return acknowledged;
    },
    found,
    newMarker,
    add() {
      const entry: Entry = {
        key: `soak-${entries.length}`,
        marker: newMarker(),
        revision: 0,
        isDeleted: false,
        isBusy: true,
        version: 0,
      };
      entries.push(entry);
      return entry;
    },
    atRest(draw) {
      const entry = entries[Math.floor(draw * entries.length)];
      return entry === undefined || entry.isBusy ? undefined : entry;
    },
    acknowledge(entry, change) {
      Object.assign(entry, change);
      entry.isBusy = false;
      entry.version++;
      acknowledged++;
    },
    compare(live) {
      let lost = 0;
      const expected = new Set<string>();
      for (const entry of entries) {
        const { id, marker, isDeleted, isBusy } = entry;
        if (id !== undefined) expected.add(id);
        // Its last write was not answered before the end: it may be there or not.
        if (isBusy || id === undefined) continue;
        const shown = live.get(id);
        if (isDeleted ? shown !== undefined : shown !== marker) {
          lost++;
          found(`${id} should be ${isDeleted ? "deleted" : marker} and is ${shown ?? "not there"}`);
        }
      }
      const unanswered = entries.filter(({ isBusy }) => isBusy).length;
      const unknown = [...live.keys()].filter((id) => !expected.has(id));
      return { lost, doubled: Math.max(0, unknown.length - unanswered) };
    },
  };
}
