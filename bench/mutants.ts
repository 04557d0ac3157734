/**
 * Takes each rule of the log and of its snapshots out of the code, one at a time, and says which tests notice.
 * `npm run bench -- mutants [--only NAME]`; exits with 1 when a rule could go without any test failing.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const TESTS = ["test/core/store", "test/core/index"];

interface Mutant {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The tests that are run; default: those of the log and of the snapshots. */
  readonly tests?: readonly string[];
}

const FOLLOWERS = ["test/core/index/follower.test.ts", "test/core/index/follower-snapshots.test.ts"];
const PUBLISHERS = ["test/core/index/publish.test.ts", "test/core/index/publisher.test.ts"];

const writer = "core/store/log-writer.ts";
const operations = "core/store/operations.ts";

export const MUTANTS: readonly Mutant[] = [
  {
    rule: "a slot is taken only if absent",
    file: "core/store/pending.ts",
    from: 'value: encodeEntry(seq, at, bodies), condition: "absent" }',
    to: "value: encodeEntry(seq, at, bodies) }",
  },
  {
    rule: "a listing is written under its token",
    file: "core/store/pending.ts",
    from: "const listing: Write = { key, value, condition: asRead(token) };",
    to: 'const listing: Write = token === undefined ? { key, value, condition: "absent" } : { key, value };',
  },
  {
    rule: "listing and entry go in one commit",
    file: writer,
    from: "const { committed } = await this.#space.commit(this.#board, writes, signal);",
    to: "await this.#space.commit(this.#board, writes.slice(0, 1), signal); const { committed } = await this.#space.commit(this.#board, writes.slice(1), signal);",
  },
  {
    rule: "the revision is the number of the entry",
    file: operations,
    from: "revision: context.seq,\n    changedBy: context.operation,\n    content,",
    to: "revision: record.revision + 1,\n    changedBy: context.operation,\n    content,",
  },
  {
    rule: "the same content commits nothing",
    file: operations,
    from: 'if (contentHash === record.contentHash) return { action: "unchanged", keep: record };',
    to: "",
  },
  {
    rule: "a listing that carries my operation is my success",
    file: writer,
    from: "if (current?.changedBy === pending.operation) {",
    to: "if (false as boolean && current !== undefined) {",
  },
  {
    rule: "a slot that carries my operation is my success",
    file: writer,
    from: "if (stored !== undefined) this.#resolve(pending, stored);",
    to: "if (stored !== undefined) pending.doubt = undefined;",
  },
  {
    rule: "another's slot settles the attempt: go on",
    file: writer,
    from: "else if (pending.doubt === entry.seq) pending.doubt = undefined;",
    to: "else if (pending.doubt === entry.seq) this.#reject(pending, unknownOutcome());",
  },
  {
    rule: "a slot that is absent is tried again",
    file: writer,
    from: "if (slot === undefined) return hasFailed ? this.#repeatIfPaid(this.#refusal, signal) : this.#pauseAfterLoss(signal);",
    to: "if (slot === undefined) { this.#head.reached(seq); return this.#pauseAfterLoss(signal); }",
  },
  {
    rule: "slots left behind are looked at before anything is judged",
    file: writer,
    from: "if (!(await this.#settleDoubts(batch, seq, stop.signal))) return;",
    to: "",
  },
  {
    rule: "nothing is refused while an attempt may still land",
    file: writer,
    from: "this.#reject(pending, pending.doubt === undefined ? error : unknownOutcome());\n    }\n    return undefined;",
    to: "this.#reject(pending, error);\n    }\n    return undefined;",
  },
  {
    rule: "after its attempts, doubt is outcome_unknown",
    file: writer,
    from: "pending.doubt === undefined ? error : unknownOutcome(cause));",
    to: "error);",
  },
  {
    rule: "surely not applied is unavailable",
    file: writer,
    from: "notApplied();\n      if (error.code",
    to: "if (error.code",
  },
  {
    rule: "at most 8 attempts",
    file: writer,
    from: "if (pending.attempts >= MAX_ATTEMPTS) this.#giveUp(pending, undefined);",
    to: "if (pending.attempts >= 1) this.#giveUp(pending, undefined);",
  },
  {
    rule: "pauses grow and are jittered",
    file: "core/store/retry.ts",
    from: "attemptMs) * 2 ** attempt",
    to: "attemptMs)",
  },
  {
    rule: "operations submitted together share an entry",
    file: writer,
    from: "const MAX_BATCH_LISTINGS = 40;",
    to: "const MAX_BATCH_LISTINGS = 1;",
  },
  {
    rule: "at most 40 listings an entry",
    file: writer,
    from: "const MAX_BATCH_LISTINGS = 40;",
    to: "const MAX_BATCH_LISTINGS = 60;",
  },
  {
    rule: "at most 128 KB an entry, a larger listing alone",
    file: writer,
    from: "if (planned.length > 0 && bytes > MAX_BATCH_BYTES) break;",
    to: "",
  },
  {
    rule: "an entry changes a listing once",
    file: writer,
    from: "if (own.some((key) => keys.has(key))) continue;",
    to: "",
  },
  {
    rule: "stale changes are dropped before they commit",
    file: operations,
    from: 'if (precondition === "any" || precondition.includes(record.revision)) return;',
    to: "if (record.revision > 0) return;",
  },
  {
    rule: "the tail is looked for behind the last known entry by a range",
    file: "core/store/tail.ts",
    from: "if (next === undefined && tail !== undefined) return tail;",
    to: "if (tail !== undefined) return searchTail(tail, exists);",
  },
  {
    rule: "a tail learned long ago is looked up again",
    file: "core/store/log-head.ts",
    from: "this.#seq === undefined || !this.#isTrusted()",
    to: "this.#seq === undefined",
  },
  {
    rule: "the tail is bracketed, then cut",
    file: "core/store/tail.ts",
    from: "if (missing !== -1) return cut(low, probes[missing] ?? low + 1, exists);",
    to: "if (missing !== -1) return low;",
  },
  {
    rule: "the creation of a board writes entry 0",
    file: "core/store/board.ts",
    from: '{ key: entryKey(0), value: encodeEntry(0, env.now(), []), condition: "absent" },',
    to: "",
  },
  {
    rule: "the newest entry is never deleted",
    file: "core/store/trim.ts",
    from: "const superseded = seen.slice(0, -1);",
    to: "const superseded = seen;",
  },
  {
    rule: "a gap is read once more before it counts as trimmed",
    file: "core/store/changes.ts",
    from: "if (attempt === 2) throw trimmed(point);",
    to: "throw trimmed(point);",
  },
  {
    rule: "a gap counts as trimmed",
    file: "core/store/changes.ts",
    from: "(first.seq === next && entries.every(",
    to: "(first.seq === next || entries.every(",
  },
  {
    rule: "a point above the log's end is refused",
    file: "core/store/changes.ts",
    from: "(isMet || point.seq <= on.lastKnown)) return",
    to: "(isMet || point.seq >= 0)) return",
  },
  {
    rule: "half an entry is taken up again where it was left",
    file: "core/store/changes.ts",
    from: "(point.taken ?? entry.changes.length)",
    to: "entry.changes.length",
  },
  { rule: "trimming stops at the floor", file: "core/store/trim.ts", from: "item.key >= entryKey(floor) || ", to: "" },
  { rule: "trimming stops at 30 days", file: "core/store/trim.ts", from: " || decodeEntry(item).at >= oldest", to: "" },
  {
    rule: "tombstones go after 30 days",
    file: "core/store/trim.ts",
    from: 'stored.kind === "tombstone" && stored.deletedAt < oldest',
    to: 'stored.kind === "tombstone"',
  },
  {
    rule: "a position of another incarnation has expired",
    file: "core/store/position.ts",
    from: "if (match[1] !== incarnation) {",
    to: "if (match[1] === undefined) {",
  },
  {
    rule: "ids of keyed creates are derived",
    file: "core/store/board.ts",
    from: "const id = sourced ?? repeatable ?? randomId(env);",
    to: "const id = sourced ?? randomId(env);",
  },
  {
    rule: "the principal is part of a create's identity",
    file: "core/store/board.ts",
    from: 'derivedId(env, "create", name, idempotency.principal, idempotency.key)',
    to: 'derivedId(env, "create", name, idempotency.key)',
  },
  {
    rule: "the source determines the id, whichever route creates",
    file: "core/store/board.ts",
    from: "const id = sourced ?? repeatable ?? randomId(env);",
    to: "const id = repeatable ?? randomId(env);",
  },
  {
    rule: "the same key with another body is refused",
    file: operations,
    from: "if (current.createdBy.requestHash !== requestHash) throw keyMismatch();",
    to: "",
  },
  {
    rule: "a keyed create of what was deleted since is gone",
    file: operations,
    from: "if (current !== undefined && current.createdBy.operation === repeatable) {",
    to: 'if (current?.kind === "listing" && current.createdBy.operation === repeatable) {',
  },
  {
    rule: "a source is fixed at creation",
    file: operations,
    from: "if (source.name === fixed?.name && source.externalId === fixed.externalId) return content;",
    to: "if (fixed !== undefined) return content;",
  },
  {
    rule: "a tombstone keeps who created the listing",
    file: operations,
    from: "createdBy: current.createdBy,",
    to: 'createdBy: { operation: context.operation, requestHash: "" },',
  },
  {
    rule: "the end of the log is an empty range, not an absent probe",
    file: "core/store/tail.ts",
    from: "tail = await searchTail(seqOfKey(next.key), exists);",
    to: "return searchTail(seqOfKey(next.key), exists);",
  },
  {
    rule: "the end of a busy log is right behind what was found",
    file: "core/store/tail.ts",
    from: "if (isFound && next.key === entryKey((tail ?? 0) + 1)) return seqOfKey(next.key);",
    to: "",
  },
  {
    rule: "what lies behind a gap of the log is no end of it",
    file: "core/store/tail.ts",
    from: "if (isFound && next.key === entryKey((tail ?? 0) + 1))",
    to: "if (isFound)",
  },
  {
    rule: "what is missing below an entry that is there was trimmed",
    file: "core/store/tail.ts",
    from: "probes.find((seq) => seq > low && !found.has(seq))",
    to: "probes.find((seq) => !found.has(seq))",
  },
  {
    rule: "a trim that loses a commit stops",
    file: "core/store/trim.ts",
    from: "if (!result.committed) return count;",
    to: "",
  },
  {
    rule: "a change of settings looks at the slots it doubts",
    file: "core/store/settings.ts",
    from: "if (entry.operation === operation && entry.settings !== undefined) return entry.settings;",
    to: "",
  },
  {
    rule: "a writer far behind looks for the end of the log",
    file: writer,
    from: "if (beyond.at(-1) !== undefined) this.#head.distrust();",
    to: "",
  },
  {
    rule: "operations of a batch that fails as a whole are tried one by one",
    file: writer,
    from: "if (!isPassing && batch.length > 1) {",
    to: "if (batch.length > 1_000) {",
  },
  {
    rule: "a page of changes is bounded by what is stored",
    file: "core/store/changes.ts",
    from: "room.bytes -= bytes;",
    to: "",
  },
  {
    rule: "an idempotency key is marked, whatever id its listing has",
    file: operations,
    from: "...(repeatable === undefined ? {} : { mark: { id, requestHash, at: now } })",
    to: "...{}",
  },
  {
    rule: "a second effect of an idempotency key renews its mark",
    file: operations,
    from: "...(repeatable === undefined ? {} : { mark: { id, requestHash, at: now } })",
    to: "...(repeatable === undefined || context.mark !== undefined ? {} : { mark: { id, requestHash, at: now } })",
  },
  {
    rule: "a sealed board takes no writes",
    file: writer,
    from: "return writeRefusal(layout, this.#incarnation) ?? layout.settings;",
    to: "return layout.settings;",
  },
  {
    rule: "a seal takes the slot of whatever was decided before it",
    file: "core/store/seal.ts",
    from: "sealed: { ...sealed, seq } }, writes, result: seq };",
    to: "sealed: { ...sealed, seq } }, writes: [], result: seq - 1 };",
  },
  {
    rule: "a seal turns writers away before it competes with them for a slot",
    file: "core/store/seal.ts",
    from: "return { layout: { ...layout, sealed }, result };",
    to: "return endLog(on, { ...layout, sealed }).then((end) => ({ ...end, result }));",
  },
  {
    rule: "what is being copied or restored is not opened",
    file: "core/store/board.ts",
    from: "if (refusal !== undefined) throw refusal;",
    to: "",
  },
  {
    rule: "no new log over the records of a board that lost its layout",
    file: "core/store/board.ts",
    from: "if (items.every(({ key }) => key === LAYOUT_KEY)) return;",
    to: "if (items.length >= 0) return;",
  },
  {
    rule: "a replay: the higher revision wins",
    file: "core/store/replay.ts",
    from: "if (item !== undefined && decodeListing(item).revision >= stored.revision) return [];",
    to: "",
  },
  {
    rule: "a replay: newer settings stay",
    file: "core/store/replay.ts",
    from: " || newest.seq <= (layout.settingsRevision ?? 0)",
    to: "",
  },
  {
    rule: "a copy: every commit rests on the layout",
    file: "core/store/layout-record.ts",
    from: "const own: Write = { key: LAYOUT_KEY, value: encodeLayout(layout), condition };",
    to: "const own: Write = { key: LAYOUT_KEY, value: encodeLayout(layout), ...(condition === 'absent' ? { condition } : {}) };",
  },
  {
    rule: "a copy: only the run that began last goes on",
    file: "core/store/mirror.ts",
    from: "layout.making.by === by) return layout;",
    to: "by !== undefined) return layout;",
  },
  {
    rule: "a copy: what is extra is deleted",
    file: "core/store/mirror.ts",
    from: "return [...puts, ...deletions].sort(",
    to: "return [...puts, ...deletions.slice(0, 0)].sort(",
  },
  {
    rule: "a copy: the log is walked again when it was trimmed meanwhile",
    file: "core/store/mirror.ts",
    from: "if (last !== undefined && seq !== last + 1) gap ??= last;",
    to: "",
  },
  {
    rule: "a copy: the log behind the walk is followed",
    file: "core/store/copy.ts",
    from: "await follow(copy, start, reached);",
    to: "",
  },
  {
    rule: "a copy: the log up to the seal is followed",
    file: "core/store/copy.ts",
    from: "await follow(copy, reached, last);",
    to: "",
  },
  {
    rule: "a copy: entries behind the walk bring their marks",
    file: "core/store/copy.ts",
    from: "...entries.map(({ item }) => item), ...marks]",
    to: "...entries.map(({ item }) => item), ...marks.slice(marks.length)]",
  },
  {
    rule: "a copy: the slot of a takeover never becomes free again",
    file: "core/store/mirror.ts",
    from: "!wanted.has(key) && key !== TAKEOVER_KEY);",
    to: "!wanted.has(key));",
  },
  {
    rule: "a copy: one that says something else stays closed",
    file: "core/store/copy.ts",
    from: 'begun.kind === "open" && comparison.isEqual;',
    to: 'begun.kind === "open";',
  },
  {
    rule: "a copy: a fork is a line of history of its own",
    file: "core/store/copy.ts",
    from: "isMove ? mirror.of : newIncarnation(options.env);",
    to: "isMove ? mirror.of : mirror.of;",
  },
  {
    rule: "a copy: an untouched board is taken over by its next slot",
    file: "core/store/copy-target.ts",
    from: "writes: [takeover(places.to)] };",
    to: "writes: [takeover(places.to)].slice(1) };",
  },
  {
    rule: "a restore begins above every revision",
    file: "core/store/restore.ts",
    from: "Math.max(highest, tail ?? 0) + 1",
    to: "(tail ?? 0) + 1",
  },
  {
    rule: "a restore has a new incarnation",
    file: "core/store/restore.ts",
    from: "return { layout: { ...rest, incarnation }, result: incarnation };",
    to: "return { layout: rest, result: incarnation };",
  },
  {
    rule: "a restore puts back what only the log knows, before it deletes it",
    file: "core/store/restore.ts",
    from: "writes: [...puts, ...deletions], result };",
    to: "writes: deletions, result };",
  },
  {
    rule: "a newer format is refused",
    file: "core/store/codec.ts",
    from: "if (layout.format > FORMAT) {",
    to: "if (layout.format < 0) {",
  },
  {
    rule: "marks of idempotency keys go after 30 days",
    file: "core/store/trim.ts",
    from: "(item) => decodeMark(item).at < oldest)",
    to: "(item) => decodeMark(item).at > 0 * oldest)",
    tests: ["test/core/store/board.test.ts"],
  },
  {
    rule: "a restore takes nothing for news that an old entry says",
    file: "core/store/restore.ts",
    from: "old.filter(({ at }) => at >= newsSince)",
    to: "old.filter(({ at }) => at >= newsSince || at < newsSince)",
    tests: ["test/core/store/restore.test.ts"],
  },
  {
    rule: "a restore beside another one goes by what that has left of the log",
    file: "core/store/restore.ts",
    from: "await findTail(space, board, seqOfKey(first.key), signal)",
    to: "await findTail(space, board, undefined, signal)",
    tests: ["test/core/store/restore.test.ts"],
  },
  {
    rule: "a restore does not finish what another run has begun anew",
    file: "core/store/restore.ts",
    from: "making: _making, ...rest } = assertRestoring(on, layout, head);",
    to: "making: _making, ...rest } = layout;",
    tests: ["test/core/store/restore.test.ts"],
  },
  {
    rule: "a restore that was finished by another run is finished",
    file: "core/store/restore.ts",
    from: "if (layout.making === undefined) return { result: layout.incarnation };",
    to: "",
    tests: ["test/core/store/restore.test.ts"],
  },
  {
    rule: "three snapshots are offered",
    file: "core/store/pointer.ts",
    from: "const MOST_OFFERED = 3;",
    to: "const MOST_OFFERED = 1;",
    tests: PUBLISHERS,
  },
  {
    rule: "publishing reads the newest snapshot whole before it has nothing to do",
    file: "core/index/publish.ts",
    from: "isWhole: !isRebuild && !isCursory",
    to: "isWhole: isRebuild && isCursory",
    tests: PUBLISHERS,
  },
  {
    rule: "a publisher that has lost deletes its blob",
    file: "core/index/publish.ts",
    from: "await blobs.delete(snapshot.name, signal)",
    to: "await Promise.resolve()",
    tests: ["test/core/index/publish-races.test.ts"],
  },
  {
    rule: "a publisher that does not hear whether it has lost keeps its blob",
    file: "core/index/publish.ts",
    from: "if (await board.offerSnapshot({ read, snapshot, without }, { signal })) return true;",
    to: "if (await board.offerSnapshot({ read, snapshot, without }, { signal }).catch(() => false)) return true;",
    tests: PUBLISHERS,
  },
  {
    rule: "from the soft bound on publishing is worth it",
    file: "core/index/bounds.ts",
    from: "return backlog.changes >= SOFT_BOUND.changes || backlog.bytes >= SOFT_BOUND.bytes;",
    to: "return backlog.changes < 0;",
    tests: [...FOLLOWERS, ...PUBLISHERS],
  },
  {
    rule: "behind the hard bound an import has no room",
    file: "core/index/publisher.ts",
    from: "if (await isFull(board, signal)) throw publishBehind(undefined);",
    to: "",
    tests: PUBLISHERS,
  },
  {
    rule: "behind the hard bound an import publishes first",
    file: "core/index/publisher.ts",
    from: "if (!(await isFull(board, signal))) return;",
    to: "if (signal !== null) return;",
    tests: PUBLISHERS,
  },
  {
    rule: "a request applies no more than the hard bound",
    file: "core/index/apply-log.ts",
    from: "if (most !== undefined && exceeds(applied, most))",
    to: "if (most !== undefined && exceeds(applied, { changes: 10 * most.changes, bytes: 10 * most.bytes }))",
    tests: FOLLOWERS,
  },
  {
    rule: "one refresh is shared by all who wait for one",
    file: "core/index/follower.ts",
    from: "running ??= catchUp().finally(() => {",
    to: "running = catchUp().finally(() => {",
    tests: FOLLOWERS,
  },
  {
    rule: "a search waits 150 ms for a refresh",
    file: "core/index/follower.ts",
    from: "await refreshWithin(REFRESH_WAIT_MS, signal);",
    to: "await refreshWithin(100 * REFRESH_WAIT_MS, signal);",
    tests: FOLLOWERS,
  },
  {
    rule: "a search goes on with what is loaded when the database is away",
    file: "core/index/follower.ts",
    from: "await Promise.race([refresh().catch(keepOldView), late]);",
    to: "await Promise.race([refresh(), late]);",
    tests: ["test/functions/http/outages.test.ts", "test/functions/degradation/stores-away.test.ts"],
  },
  {
    rule: "of the open boards the one that was asked longest ago is closed",
    file: "functions/open-boards.ts",
    from: "function asNewest(name: string, board: OpenBoard): void {\n    opened.delete(name);",
    to: "function asNewest(name: string, board: OpenBoard): void {",
    tests: ["test/functions/http/boards.test.ts"],
  },
];

export async function run(args: readonly string[]): Promise<void> {
  const only = args[args.indexOf("--only") + 1];
  const chosen = args.includes("--only") ? MUTANTS.filter(({ rule }) => rule.includes(only ?? "")) : MUTANTS;
  let survivors = 0;
  for (const mutant of chosen) {
    const killers = failing(mutant);
    if (killers.length === 0) survivors++;
    console.log(
      `${killers.length === 0 ? "SURVIVED" : "caught  "} ${mutant.rule}\n         ${killers.slice(0, 3).join("\n         ")}`,
    );
  }
  console.log(`${chosen.length - survivors} of ${chosen.length} rules have a test that fails without them`);
  if (survivors > 0) process.exitCode = 1;
}

/** Names of the tests that fail on a copy of the code with the rule taken out. */
function failing({ file, from, to, tests = TESTS }: Mutant): string[] {
  const copy = mkdtempSync(join(tmpdir(), "rolecall-mutant-"));
  try {
    for (const folder of ["core", "adapters", "functions", "infra", "bench", "test", "package.json", "tsconfig.json"]) {
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const source = readFileSync(join(copy, file), "utf8");
    if (!source.includes(from)) throw new Error(`${file} no longer reads: ${from}`);
    writeFileSync(
      join(copy, file),
      source.replace(from, () => to),
    );
    const report = join(copy, "report.json");
    spawnSync(
      process.execPath,
      [
        join(root, "node_modules/vitest/vitest.mjs"),
        "run",
        "--config",
        "test/vitest.config.ts",
        "--reporter=json",
        `--outputFile=${report}`,
        "--testTimeout=10000",
        ...tests,
      ],
      { cwd: copy, encoding: "utf8", timeout: 120_000 },
    );
    const results: {
      readonly testResults: readonly {
        readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
      }[];
    } = JSON.parse(readFileSync(report, "utf8"));
    return results.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
