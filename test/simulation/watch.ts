/** Looks at everything that the stores take, at the moment at which they take it. */
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";
import type { Write } from "../../core/ports.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import type { LogEntry } from "../../core/store/entry.ts";
import { POINTER_KEY, seqOfKey } from "../../core/store/keys.ts";
import type { OfferedSnapshot } from "../../core/store/pointer.ts";
import { CLOCKS_DIFFER_MS, type Ledger } from "./ledger.ts";
import { BEGINNING } from "./life.ts";
import type { Model } from "./model.ts";
import { type Invariant, Violation } from "./violation.ts";

const RETENTION_MS = 30 * 86_400_000;

export interface Watch {
  /** A commit that the source's partition took. */
  committed(writes: readonly Write[], now: number): void;
  blobPut(name: string): void;
  blobDeleted(name: string): void;
  /** Damage that is none of the board's doing. */
  blobHurt(name: string): void;
  readonly offered: readonly OfferedSnapshot[];
}

export interface WatchOptions {
  readonly known: Model;
  readonly sent: Ledger;
  readonly count: (rule: string) => void;
  readonly checked: (invariant: Invariant) => void;
  /** A snapshot that is offered for the first time, and not hurt. */
  readonly onOffered: (snapshot: OfferedSnapshot) => void;
}

export function watch({ known, sent, count, checked, onOffered }: WatchOptions): Watch {
  const operations = new Set<string>();
  const creations = new Set<string>();
  /** What keys were used for, and when by the clock of who used them. */
  const marks = new Map<string, number>();
  /** Ids by source identity. */
  const sources = new Map<string, string>();
  const blobs = new Set<string>();
  const hurt = new Set<string>();
  const digests = new Map<number, string>();
  let offered: readonly OfferedSnapshot[] = [];

  function appended(entry: LogEntry, writes: readonly Write[], now: number): void {
    if (known.isSealed) throw new Violation("a sealed board stays as it is", `entry ${entry.seq} came behind the seal`);
    checked("the log is dense");
    checked("revisions are positions");
    if (entry.seq !== known.head + 1)
      throw new Violation("the log is dense", `entry ${entry.seq} came behind entry ${known.head}`);
    const stored = new Map(writes.map(({ key, value }) => [key, value?.body]));
    if (new Set(entry.changes.map(({ id }) => id)).size < entry.changes.length)
      throw new Violation("revisions are positions", `entry ${entry.seq} changes a listing twice`);
    for (const change of entry.changes) {
      if (change.revision !== entry.seq)
        throw new Violation("revisions are positions", `entry ${entry.seq} has revision ${change.revision}`);
      checked("the log is the listings");
      if (stored.get(`d:${change.id}`) !== JSON.stringify(change))
        throw new Violation("the log is the listings", `entry ${entry.seq} and listing ${change.id} differ`);
      assertNew(change, now);
    }
    sent.judge(entry, now);
    known.append(entry, now);
    if (entry.changes.length > 1) count("writes that shared an entry");
  }

  /** Whether its key may not have another effect yet. */
  function isHeld(operation: string, now: number): boolean {
    const usedAt = marks.get(`k:${operation}`);
    return usedAt !== undefined && !isOld(usedAt, now);
  }

  function assertNew(change: StoredListing, now: number): void {
    const before = known.now(change.id);
    checked("one effect per operation");
    if (operations.has(change.changedBy))
      throw new Violation("one effect per operation", `operation ${change.changedBy} was applied twice`);
    operations.add(change.changedBy);
    if (change.kind === "listing") assertSource(change);
    if (change.kind === "listing" && before?.kind === "listing" && before.contentHash === change.contentHash)
      throw new Violation("one effect per operation", `revision ${change.revision} of ${change.id} changes nothing`);
    if (before?.kind === "listing" && before.createdBy.operation !== change.createdBy.operation)
      throw new Violation("one effect per idempotency key", `${change.id} changed who created it`);
    if (before?.kind === "listing") return;
    const { operation } = change.createdBy;
    checked("one effect per idempotency key");
    if (change.kind === "tombstone")
      throw new Violation("writes meet their preconditions", `${change.id} was deleted, and was not there`);
    if (before?.kind === "tombstone") count("listings made again");
    // A key is forgotten after 30 days, also where the listing was made again by others since.
    if (creations.has(operation) && (isHeld(operation, now) || before?.createdBy.operation === operation))
      throw new Violation("one effect per idempotency key", `creation ${operation} was done again`);
    creations.add(operation);
  }

  function assertSource({ id, content: { source } }: ListingRecord): void {
    if (source === undefined) return;
    checked("a source names one listing");
    const identity = `${source.name} ${source.externalId}`;
    const named = sources.get(identity) ?? id;
    sources.set(identity, named);
    if (named !== id) throw new Violation("a source names one listing", `${identity} is ${named}, and ${id}`);
  }

  function assertForgettable({ key }: Write, now: number): void {
    checked("only the old is forgotten");
    if (key.startsWith("l:")) {
      const seq = seqOfKey(key);
      const floor = Math.min(...offered.map(({ position }) => position));
      if (seq !== known.first) throw new Violation("the log is dense", `entry ${seq} went before ${known.first}`);
      if (seq >= known.head) throw new Violation("only the old is forgotten", `the newest entry ${seq} is gone`);
      if (!(seq < floor) || !isOld(known.entries[seq]?.at ?? now, now))
        throw new Violation("only the old is forgotten", `entry ${seq} is gone, snapshots start at ${floor}`);
      known.trimmed(seq);
      count("entries trimmed");
    }
    if (key.startsWith("d:")) {
      const stored = known.now(key.slice(2));
      if (stored?.kind !== "tombstone" || !isOld(stored.deletedAt, now))
        throw new Violation("only the old is forgotten", `${stored?.kind} ${key} is gone`);
      known.forget(stored.id);
      count("tombstones forgotten");
    }
    if (key.startsWith("k:")) {
      if (!isOld(marks.get(key) ?? 0, now)) throw new Violation("only the old is forgotten", `${key} is gone`);
      marks.delete(key);
    }
  }

  function swapped(snapshots: readonly OfferedSnapshot[]): void {
    const before = new Set(offered.map(({ name }) => name));
    const [newest] = snapshots;
    checked("the pointer never goes back");
    if ((newest?.position ?? -1) < (offered[0]?.position ?? -1))
      throw new Violation("the pointer never goes back", `from ${offered[0]?.position} to ${newest?.position}`);
    for (const snapshot of snapshots) {
      if (before.has(snapshot.name)) continue;
      if (snapshot.position > known.head)
        throw new Violation("snapshots equal the log", `${snapshot.position} is above the log's end ${known.head}`);
      checked("offered blobs stay");
      if (!blobs.has(snapshot.name) && !hurt.has(snapshot.name))
        throw new Violation("offered blobs stay", `${snapshot.name} is offered and not there`);
      assertSameBytes(snapshot);
      count("snapshots offered");
      if (!hurt.has(snapshot.name)) onOffered(snapshot);
    }
    offered = snapshots;
  }

  /** Whatever the route to it: equal positions, equal bytes. */
  function assertSameBytes({ position, digest, engineVersion }: OfferedSnapshot): void {
    if (engineVersion !== ENGINE_VERSION) return;
    const known = digests.get(position) ?? digest;
    digests.set(position, known);
    if (known !== digest) throw new Violation("snapshots equal the log", `two different snapshots of ${position}`);
  }

  return {
    get offered() {
      return offered;
    },
    committed(writes, now) {
      const listings = writes.filter(({ key, value }) => key.startsWith("d:") && value !== undefined);
      const entries = writes.filter(({ key, value }) => key.startsWith("l:") && value !== undefined);
      known.committed();
      const changed = new Set<string>();
      for (const { value } of entries) {
        const entry: LogEntry = JSON.parse(value?.body ?? "");
        appended(entry, writes, now);
        for (const { id } of entry.changes) changed.add(`d:${id}`);
      }
      const silent = listings.find(({ key }) => !changed.has(key));
      if (silent !== undefined) throw new Violation("the log is the listings", `no entry tells of ${silent.key}`);
      for (const write of writes) {
        if (write.value === undefined) assertForgettable(write, now);
        else if (write.key.startsWith("k:")) marks.set(write.key, JSON.parse(write.value.body).at);
        else if (write.key === POINTER_KEY) swapped(JSON.parse(write.value.body).snapshots);
      }
    },
    blobPut: (name) => void blobs.add(name),
    blobDeleted(name) {
      blobs.delete(name);
      checked("offered blobs stay");
      if (offered.some((snapshot) => snapshot.name === name))
        throw new Violation("offered blobs stay", `${name} was deleted and is offered`);
      count("blobs deleted");
    },
    blobHurt: (name) => void hurt.add(name),
  };
}

/** Whether it may be forgotten, by a clock that differs from the one that wrote it. */
function isOld(at: number, now: number): boolean {
  return at <= BEGINNING + now - RETENTION_MS + CLOCKS_DIFFER_MS;
}
