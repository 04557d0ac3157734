/**
 * Rules of the design, each bent: what the checker must be able to catch. `npm run sim -- --mutants` looks for the first seed that
 * does; `caught.json` keeps it, and the test runs it.
 */
import type { Edit } from "../bundle.ts";

export interface Mutant {
  readonly rule: string;
  readonly edits: readonly Edit[];
}

function bent(rule: string, file: string, from: string, to: string): Mutant {
  return { rule, edits: [{ file, from, to }] };
}

const STORE = "core/store";
const INDEX = "core/index";
const writer = `${STORE}/log-writer.ts`;
const operations = `${STORE}/operations.ts`;
const pending = `${STORE}/pending.ts`;
const follower = `${INDEX}/follower.ts`;

export const MUTANTS: readonly Mutant[] = [
  bent(
    "a slot is taken only if it is free",
    pending,
    'value: encodeEntry(seq, at, bodies), condition: "absent" }',
    "value: encodeEntry(seq, at, bodies) }",
  ),
  bent(
    "entry and listings go in one commit",
    writer,
    "const { committed } = await this.#space.commit(this.#board, writes, signal);",
    "await this.#space.commit(this.#board, writes.slice(1), signal); const { committed } = await this.#space.commit(this.#board, writes.slice(0, 1), signal);",
  ),
  bent(
    "the revision is the number of the entry",
    operations,
    "    revision: context.seq,\n    changedBy: context.operation,\n    content,",
    "    revision: record.revision + 1,\n    changedBy: context.operation,\n    content,",
  ),
  bent(
    "the same content commits nothing",
    operations,
    'if (contentHash === record.contentHash) return { action: "unchanged", keep: record };',
    "",
  ),
  bent(
    "a slot that carries my operation is my success",
    writer,
    "if (stored !== undefined) this.#resolve(pending, stored);",
    "if (stored !== undefined) pending.doubt = undefined;",
  ),
  bent(
    "a slot that is absent is tried again",
    writer,
    "if (slot === undefined) return hasFailed",
    "if (slot === undefined) this.#head.reached(seq);\n    if (slot === undefined) return hasFailed",
  ),
  bent(
    "out of attempts, doubt is an unknown outcome",
    writer,
    "this.#reject(pending, pending.doubt === undefined ? error : unknownOutcome(cause));",
    "this.#reject(pending, error);",
  ),
  bent(
    "a change is made on the revision that it names",
    operations,
    'if (precondition === "any" || precondition.includes(record.revision)) return;',
    "if (record.revision > 0) return;",
  ),
  bent(
    "the end of the log is found by a range, not by an absent slot",
    `${STORE}/tail.ts`,
    "if (next === undefined && tail !== undefined) return tail;",
    "if (tail !== undefined) return searchTail(tail, exists);",
  ),
  bent(
    "a log's end that was seen long ago is looked up again",
    `${STORE}/log-head.ts`,
    "this.#seq === undefined || !this.#isTrusted()",
    "this.#seq === undefined",
  ),
  bent(
    "making a board writes entry 0",
    `${STORE}/board.ts`,
    '{ key: entryKey(0), value: encodeEntry(0, env.now(), []), condition: "absent" },',
    "",
  ),
  bent("trimming stops at the oldest snapshot", `${STORE}/trim.ts`, "item.key >= entryKey(floor) || ", ""),
  bent("trimming stops at 30 days", `${STORE}/trim.ts`, " || decodeEntry(item).at >= oldest", ""),
  bent(
    "tombstones stay for 30 days",
    `${STORE}/trim.ts`,
    'stored.kind === "tombstone" && stored.deletedAt < oldest',
    'stored.kind === "tombstone" && oldest > 0',
  ),
  bent(
    "a gap is read once more before it counts as trimmed",
    `${STORE}/changes.ts`,
    "if (attempt === 2) throw trimmed(point);",
    "if (attempt >= 1) throw trimmed(point);",
  ),
  bent(
    "a reader does not go on behind a gap",
    `${STORE}/changes.ts`,
    "entries.every((entry, i) => entry.seq === first.seq + i)",
    "entries.every((entry, i) => entry.seq >= first.seq + i)",
  ),
  bent(
    "half an entry is taken up where it was left",
    `${STORE}/changes.ts`,
    "(point.taken ?? entry.changes.length) : 0",
    "entry.changes.length : 0",
  ),
  bent(
    "an idempotency key determines the id",
    `${STORE}/board.ts`,
    "const id = sourced ?? repeatable ?? randomId(env);",
    "const id = sourced ?? randomId(env);",
  ),
  bent(
    "a source determines the id, whichever request creates",
    `${STORE}/board.ts`,
    "const id = sourced ?? repeatable ?? randomId(env);",
    "const id = repeatable ?? sourced ?? randomId(env);",
  ),
  bent(
    "a key that was used with another body is refused",
    operations,
    "if (context.mark !== undefined && context.mark.requestHash !== requestHash) throw keyMismatch();",
    "",
  ),
  bent(
    "a key has had its effect, whoever made the listing since",
    operations,
    "if (current !== undefined && context.mark !== undefined)",
    "if (current !== undefined && context.mark === null)",
  ),
  bent(
    "a tombstone keeps who created the listing",
    operations,
    "createdBy: current.createdBy,",
    'createdBy: { operation: context.operation, requestHash: "" },',
  ),
  bent(
    "a change of settings looks at the slots that it doubts",
    `${STORE}/settings.ts`,
    "if (entry.operation === operation && entry.settings !== undefined) return entry.settings;",
    "",
  ),
  bent(
    "what has changed since it was looked at is not archived",
    operations,
    "if (!isMeant || current.revision > asOf)",
    "if (!isMeant)",
  ),
  bent(
    "only what expired long ago is deleted",
    `${STORE}/expire.ts`,
    "env.now() - keepExpiredDays * DAY_MS",
    "env.now()",
  ),
  bent("a copy follows the log behind what it has read", `${STORE}/copy.ts`, "await follow(copy, start, reached);", ""),
  bent(
    "of two copiers only the later goes on",
    `${STORE}/mirror.ts`,
    "layout.making.by === by) return layout;",
    "by !== undefined) return layout;",
  ),
  bent(
    "every commit of a copy rests on its layout",
    `${STORE}/layout-record.ts`,
    'const condition = item === undefined ? "absent" : { token: item.token };',
    "const condition = undefined as never;",
  ),
  bent(
    "the pointer is swapped under the token that was read first",
    `${STORE}/pointer.ts`,
    "if (now.token !== read.token || (newest?.position ?? 0) > snapshot.position) return { result: false };",
    "void newest; void read;",
  ),
  bent(
    "a blob is put before anything names it",
    `${INDEX}/publish.ts`,
    "  await blobs.put(snapshot.name, bytes, signal);\n",
    "",
  ),
  bent(
    "a scan is followed from the head that was read before it",
    `${INDEX}/scan-index.ts`,
    "  index.position = start;",
    "  index.position = Math.max(start, await board.head({ signal }));",
  ),
  bent(
    "what is replaced or deleted is masked",
    "core/search/listing-index.ts",
    "    const before = this.facts.find(id);\n",
    "    const before = record === undefined ? undefined : this.facts.find(id);\n",
  ),
  bent(
    "entries are applied whole",
    `${INDEX}/apply-log.ts`,
    "page.next.taken === undefined ? page.next.seq : page.next.seq - 1",
    "page.next.seq",
  ),
  bent(
    "only blobs that the pointer does not name are deleted",
    `${INDEX}/prune.ts`,
    "old.filter((name) => !names.has(name))",
    'old.filter((name) => names.size >= 0 && name !== "")',
  ),
  bent(
    "young blobs stay, also if nothing names them yet",
    `${INDEX}/prune.ts`,
    "at !== undefined && env.now() - at > KEPT_MS",
    "at !== undefined && env.now() - at > 0 * KEPT_MS",
  ),
  bent(
    "what fails its checksum is not read",
    `${INDEX}/snapshot/pages.ts`,
    "if (xxh32(own) !== this.#options.checksums[page]) {",
    "if (xxh32(own) === -1) {",
  ),
  bent(
    "a lost snapshot gives way to the one before, or to a scan",
    `${INDEX}/load-index.ts`,
    "if (!(error instanceof LostSnapshot)) throw error;\n        distrust(snapshot, error.message);",
    'if (!(error instanceof LostSnapshot) || snapshot.name !== "") throw error;',
  ),
  bent(
    "a view behind a trimmed log is built anew",
    follower,
    'else if (!isAppError(error, "cursor_expired")) throw error;',
    "else throw error;",
  ),
  bent(
    "a request that asks for a position waits for it",
    follower,
    "if (index.position < minPosition) throw behind(minPosition, index.position);",
    "",
  ),
  bent(
    "a process sees what it wrote itself",
    follower,
    "else if (position < board.lastWritten()) await refreshWithin(OWN_WRITES_WAIT_MS, signal);",
    "",
  ),
  bent(
    "an old view is refreshed before it answers",
    follower,
    "freshAt = startedAt;",
    "freshAt = momentOf(env); void startedAt;",
  ),
  bent(
    "an index that moves to a newer snapshot takes the log along",
    follower,
    "while (loaded === from && newer.index.position < from.index.position) {",
    "while (loaded !== from && newer.index.position < from.index.position) {",
  ),
  bent(
    "visibility follows the clock",
    "core/search/visibility.ts",
    "if (now >= this.#since && now < this.#before) return this.#published;",
    "if (this.#since < Number.POSITIVE_INFINITY) return this.#published;",
  ),
  {
    rule: "the next page is not older than the page before",
    edits: [
      {
        file: "core/search/cursor.ts",
        from: "return readCursor(context, text).position;",
        to: "return Math.min(0, readCursor(context, text).position);",
      },
      {
        file: "core/search/execute.ts",
        from: "if (cursor !== undefined && index.position < cursor.position) {",
        to: "if (cursor !== undefined && index.position < 0) {",
      },
    ],
  },
  bent(
    "a walk goes on at the instant of its first page",
    "core/search/execute.ts",
    "Math.min(now, cursor?.now ?? now)",
    "Math.max(now, cursor?.now ?? now)",
  ),
  bent(
    "a restored log begins above every number of the backup",
    `${STORE}/restore.ts`,
    "const head = Math.max(highest, tail ?? 0) + 1;",
    "const head = (tail ?? 0) + 1;",
  ),
  bent(
    "what the log knows newer goes into the listings of a restored board",
    `${STORE}/restore.ts`,
    "writes: [...puts, ...deletions], result",
    "writes: deletions, result",
  ),
  bent(
    "a restored board is another line of history",
    `${STORE}/restore.ts`,
    "return { layout: { ...rest, incarnation }, result: incarnation };",
    "return { layout: rest, result: incarnation };",
  ),
  bent(
    "what a source names is not archived",
    "functions/import/retain.ts",
    "published.filter((id) => !named.has(id))",
    "published.slice()",
  ),
  bent(
    "a retaining import goes by the end of the log",
    "functions/import/retain.ts",
    "const minPosition = await board.head({ signal });",
    "const minPosition = 0;",
  ),
  bent(
    "a page ends at all of its sort values",
    "core/search/rank/result-order.ts",
    "[valuesOf(Uint32Array.of(doc))[0] ?? 0, facts.postedAt(doc)]",
    "[valuesOf(Uint32Array.of(doc))[0] ?? 0, 0]",
  ),
  bent(
    "the slot of another is no success of mine",
    writer,
    "else if (pending.doubt === entry.seq) pending.doubt = undefined;",
    "else if (pending.doubt === entry.seq) this.#resolve(pending, entry.changes[0] as never);",
  ),
  bent(
    "marks of idempotency keys stay for 30 days",
    `${STORE}/trim.ts`,
    "(item) => decodeMark(item).at < oldest)",
    "(item) => decodeMark(item).at > 0 * oldest)",
  ),
  bent(
    "a sealed board takes no writes",
    writer,
    "return writeRefusal(layout, this.#incarnation) ?? layout.settings;",
    "void writeRefusal; return layout.settings;",
  ),
  bent(
    "a seal takes the slot of whatever was decided before it",
    `${STORE}/seal.ts`,
    "sealed: { ...sealed, seq } }, writes, result: seq };",
    "sealed: { ...sealed, seq: seq - 1 } }, writes: writes.slice(1), result: seq - 1 };",
  ),
  bent(
    "a replay of the log leaves listings that are newer",
    `${STORE}/replay.ts`,
    "if (item !== undefined && decodeListing(item).revision >= stored.revision) return [];",
    "void decodeListing;",
  ),
  bent(
    "a replay of the log leaves settings that are newer",
    `${STORE}/replay.ts`,
    " || newest.seq <= (layout.settingsRevision ?? 0)",
    "",
  ),
  bent(
    "a copy deletes what its source has no more",
    `${STORE}/mirror.ts`,
    "return [...puts, ...deletions].sort(",
    "return [...puts, ...deletions.slice(0, 0)].sort(",
  ),
  bent("a copy follows the log up to the seal", `${STORE}/copy.ts`, "await follow(copy, reached, last);", ""),
  bent(
    "entries behind the walk bring their marks to a copy",
    `${STORE}/copy.ts`,
    "...entries.map(({ item }) => item), ...marks]",
    "...entries.map(({ item }) => item), ...marks.slice(marks.length)]",
  ),
  bent(
    "what the log said in its last 15 days is news to a restored board",
    `${STORE}/restore.ts`,
    "const NEWS_MS = RETENTION_MS / 2;",
    "const NEWS_MS = 0 * RETENTION_MS;",
  ),
  bent(
    "what the log said before its last 15 days is no news to a restored board",
    `${STORE}/restore.ts`,
    "old.filter(({ at }) => at >= newsSince)",
    "old.filter(({ at }) => at >= newsSince || at < newsSince)",
  ),
  bent(
    "a snapshot has a new name with every attempt",
    `${INDEX}/snapshot-name.ts`,
    "Array.from(env.randomBytes(ATTEMPT_BYTES), (byte)",
    "Array.from(new Uint8Array(ATTEMPT_BYTES), (byte)",
  ),
  bent(
    "only an import far ahead of the snapshots is refused",
    `${INDEX}/publisher.ts`,
    "if (entries <= ENTRIES_BELOW_BOUND) return false;",
    "if (entries <= ENTRIES_BELOW_BOUND) return true;",
  ),
  {
    rule: "a snapshot does not say when it was made",
    edits: [
      {
        file: `${INDEX}/build-index.ts`,
        from: "listings, engineVersion: ENGINE_VERSION };",
        to: "listings, engineVersion: ENGINE_VERSION, madeAt: env.now() };",
      },
      {
        file: `${INDEX}/snapshot/root.ts`,
        from: "...{ board, incarnation, position,",
        to: "...header, ...{ board, incarnation, position,",
      },
    ],
  },
  {
    rule: "a view that could not be refreshed says so",
    edits: [
      { file: follower, from: "      () => {\n        isStale = true;\n      },\n", to: "      () => undefined,\n" },
      { file: follower, from: "isStale = true;\n      if (error instanceof", to: "if (error instanceof" },
    ],
  },
  // What the simulation has found in this code, as it was.
  bent("scores of another instant are another view", "core/search/execute.ts", " || cursor.now !== now", ""),
  bent(
    "a write that was given up is left out of the commit",
    writer,
    "decided.filter(({ pending }) => !pending.isAnswered)",
    "decided.slice()",
  ),
  bent(
    "a board that is being made has not lost its layout",
    `${STORE}/board.ts`,
    "if ((await readLayout({ space, env, board: name, signal })) !== undefined) return;",
    "",
  ),
  {
    rule: "a view tells the age that it has when it answers",
    edits: [
      { file: follower, from: "const seenAt = freshAt;", to: "const seenAt = freshAt; const age = ageMs();" },
      { file: follower, from: "return elapsedMs(env, loaded?.index === index ? freshAt : seenAt);", to: "return age;" },
    ],
  },
  bent(
    "a patch leaves alone what it does not name",
    operations,
    "const input = parse(mergePatch(record.content, patch));",
    "const input = { ...parse(mergePatch(record.content, patch)), tags: [], locations: [], compensation: [] };",
  ),
  bent(
    "no change of an entry is handed out again",
    `${STORE}/changes.ts`,
    "const behind = entry.seq === point.seq ? (point.taken ?? entry.changes.length) : 0;",
    "const behind = entry.seq === point.seq ? Math.max(0, (point.taken ?? entry.changes.length) - 1) : 0;",
  ),
  bent(
    "a copy has the settings of its source",
    `${STORE}/copy.ts`,
    'layout: { ...unsealed, making: { kind: "copy", of: mirror.of, by: mirror.by } },',
    'layout: { ...unsealed, settings: {}, making: { kind: "copy", of: mirror.of, by: mirror.by } },',
  ),
  bent(
    "what was extended since it was read is not deleted",
    `${STORE}/expire.ts`,
    "await board.remove(id, [revision], { signal });",
    'await board.remove(id, revision === 0 ? [] : "any", { signal });',
  ),
];
