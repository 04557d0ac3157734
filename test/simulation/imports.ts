/** Many listings at once: rows that share commits, and what a source says that it still has. */
import { AppError } from "../../core/errors.ts";
import type { Follower, View } from "../../core/index/follower.ts";
import { effectiveState } from "../../core/listing/lifecycle.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import type { NameRow } from "../../functions/import/names.ts";
import { runRetain } from "../../functions/import/retain.ts";
import type { RowResult } from "../../functions/import/row.ts";
import { type ImportSummary, runImport } from "../../functions/import/run.ts";
import type { Told } from "./ask.ts";
import { ask, body, type Client, EXTERNAL_IDS, marker, remember, SOURCE, type Window } from "./client.ts";
import type { Services } from "./instances.ts";
import type { Sent } from "./ledger.ts";
import { Violation } from "./violation.ts";
import type { World } from "./world.ts";

const IMPORT_MS = 30_000;
/** Entries behind the newest snapshot up to which no import is refused: as `bundle.ts` scales it. */
const ENTRIES_BELOW_BOUND = 10;

type Result = RowResult | ImportSummary;

/** As the functions do it: only where there is room, and published afterwards unless nobody takes the answer to its end. */
async function carriedOut(
  { publisher }: Services,
  run: () => AsyncIterable<Result>,
  { signal, isDryRun, isTaken, onBegun }: Carrying,
): Promise<readonly Result[]> {
  if (!isDryRun) await publisher.assertRoom(signal);
  onBegun();
  const results: Result[] = [];
  for await (const result of run()) results.push(result);
  if (!isDryRun && isTaken) await publisher.afterImport(results.length, signal);
  return results;
}

interface Carrying {
  readonly signal: AbortSignal;
  readonly isDryRun: boolean;
  readonly isTaken: boolean;
  readonly onBegun: () => void;
}

/** A burst of rows, which share commits. */
export async function importRows(of: Client): Promise<void> {
  const { world, chance } = of;
  const texts = Array.from({ length: 2 + chance.below(8) }, (_, i) => `${marker(of, of.steps)}-${i}`);
  const rows = texts.map((text, index) => {
    const source = { name: "import", externalId: String(chance.below(12)) };
    const { publishAt: _publishAt, ...fields } = body(of, text);
    return { index, body: { ...fields, source } };
  });
  const sent = rows.map((row, i) => {
    const given = { kind: "whole", input: parseListing(row.body), isUpsert: true } as const;
    return world.sent.send({ kind: "write", marker: texts[i] ?? "", given });
  });
  const isTaken = chance.chance(0.7);
  const published = newestOffered(world);
  let isBegun = false;
  const onBegun = () => {
    isBegun = true;
  };
  await ask(
    of,
    `import ${texts[0]} to ${texts.at(-1)}`,
    IMPORT_MS,
    (services, signal) => {
      const options = { isDryRun: false, signal, startedAt: services.env.monotonic(), source: undefined };
      const carrying = { signal, isDryRun: false, isTaken, onBegun };
      return carriedOut(services, () => runImport(services, rows, options), carrying);
    },
    (answer) => {
      if (answer.kind === "refused") {
        judgeRefusal(world, answer, published);
        if (!isBegun) for (const one of sent) world.sent.refuse(one);
        return;
      }
      for (const result of answer.value) {
        if (result.kind !== "row") continue;
        if (result.id !== undefined) remember(of, result.id);
        judgeRow(world, sent[result.index], result.action);
      }
    },
  );
}

function newestOffered({ seen }: World): number {
  return seen.offered[0]?.position ?? 0;
}

/** An import is turned away only of a board whose log is far ahead of what is published. */
function judgeRefusal(
  { known, checked, rule }: World,
  { error }: Told<unknown> & { kind: "refused" },
  published: number,
): void {
  if (error.code !== "publish_behind") return;
  checked("answers are of their time");
  rule("imports refused for want of publishing");
  if (known.head - published > ENTRIES_BELOW_BOUND) return;
  throw new Violation(
    "answers are of their time",
    `${error}, and the log had ${known.head} entries, ${published} in a snapshot`,
  );
}

function judgeRow({ sent: all, checked }: World, sent: Sent | undefined, action: string): void {
  if (sent === undefined) return;
  if (action === "rejected") {
    all.refuse(sent);
    return;
  }
  checked("acknowledged writes are there");
  const effects = all.effects("write", sent.marker);
  if (action === "unchanged" ? effects === 0 : effects !== 1)
    throw new Violation("acknowledged writes are there", `row ${sent.marker} is ${action}, and has ${effects} effects`);
}

/** What a retaining import has to go by: the published listings of the source when its index answered. */
interface Looked {
  readonly published: number;
  readonly missing: readonly string[];
}

/** A source says which of its listings it still has; now and then a row says nothing that anybody can read. */
export async function retain(of: Client): Promise<void> {
  const { world, chance } = of;
  const named = Array.from({ length: EXTERNAL_IDS }, (_, i) => String(i)).filter(() => chance.chance(0.7));
  const unreadable = chance.chance(0.1)
    ? [{ index: named.length, error: new AppError("invalid_body", "no name") }]
    : [];
  const rows: NameRow[] = [...named.map((externalId, index) => ({ index, externalId })), ...unreadable];
  const given = { isDryRun: chance.chance(0.15), source: SOURCE, maxArchivedPercent: chance.pick([20, 60, 100, 100]) };
  const isTaken = chance.chance(0.7);
  const [published, { head }] = [newestOffered(world), world.known];
  let looked: Looked = { published: 0, missing: [] };
  await ask(
    of,
    `retain ${named} of ${SOURCE}, ${given.maxArchivedPercent} %`,
    IMPORT_MS,
    (services, signal) => {
      const onLooked = (asOf: number, now: number) => {
        if (asOf < head) throw new Violation("a view holds what it has to", `a source at ${asOf}, behind ${head}`);
        looked = lookedAt(world, named, asOf, now);
        if (given.isDryRun || isTooMany(looked, given.maxArchivedPercent)) return;
        for (const id of looked.missing) world.sent.send({ kind: "archive", marker: id, revision: asOf });
      };
      const watched = { ...services, follower: overheard(services, onLooked) };
      const options = { ...given, signal, startedAt: services.env.monotonic() };
      const carrying = { signal, isDryRun: given.isDryRun, isTaken, onBegun: () => undefined };
      return carriedOut(services, () => runRetain(watched, rows, options), carrying);
    },
    (answer, window) => {
      if (answer.kind === "refused") judgeRefusal(world, answer, published);
      judgeRetained(world, answer, { ...looked, ...given, isSure: unreadable.length === 0, window });
    },
  );
}

/** Tells as of which entry and instant the follower has answered. */
function overheard({ follower, env }: Services, onAnswered: (asOf: number, now: number) => void): Follower {
  return {
    ...follower,
    async answer(request, work) {
      let last = { asOf: 0, now: 0 };
      const looking = (view: View) => {
        last = { asOf: view.index.position, now: env.now() };
        return work(view);
      };
      const found = await follower.answer(request, looking);
      onAnswered(last.asOf, last.now);
      return found;
    },
  };
}

function lookedAt({ known }: World, named: readonly string[], asOf: number, now: number): Looked {
  const published = known
    .listingsAt(asOf)
    .filter((one) => one.content.source?.name === SOURCE && effectiveState(one, now) === "published");
  const missing = published.filter(({ content }) => !named.includes(content.source?.externalId ?? ""));
  return { published: published.length, missing: missing.map(({ id }) => id) };
}

function isTooMany({ published, missing }: Looked, maxArchivedPercent: number): boolean {
  return missing.length > (published * maxArchivedPercent) / 100;
}

interface Retained extends Looked {
  readonly isDryRun: boolean;
  readonly maxArchivedPercent: number;
  /** Whether every row could be read. */
  readonly isSure: boolean;
  readonly window: Window;
}

/** `archived` and `complete` are true; what is complete has left no published listing that was not named. */
function judgeRetained(world: World, answer: Told<readonly Result[]>, retained: Retained): void {
  const { missing, maxArchivedPercent, isDryRun, isSure, window } = retained;
  const { known, checked, rule } = world;
  const differs = (what: string) => new Violation("answers are of their time", `a retaining import ${what}`);
  if (answer.kind === "refused" && answer.error.code !== "conflict") return;
  checked("answers are of their time");
  if ((answer.kind === "refused") !== (isSure && isTooMany(retained, maxArchivedPercent)))
    throw differs(`of ${missing.length} that are missing among ${retained.published} ended ${answer.kind}`);
  if (answer.kind === "refused") return;
  const summary = answer.value.at(-1);
  if (summary?.kind !== "summary") throw differs("has no summary");
  const { archived, complete } = summary;
  if (archived > (isSure ? missing.length : 0)) throw differs(`archived ${archived} of ${missing.length}`);
  if (isDryRun && isSure && archived !== missing.length) throw differs(`foretold ${archived} of ${missing.length}`);
  if (isDryRun || !isSure) return;
  checked("acknowledged writes are there");
  const gone = missing.filter((id) => known.during(id, window.asked, window.told).some(isRetired));
  if (gone.length < archived || (complete && gone.length < missing.length))
    throw new Violation(
      "acknowledged writes are there",
      `${archived} archived, ${gone.length} of ${missing.length} gone`,
    );
  if (archived > 0) rule("listings that a source named no more");
  if (!complete) rule("retaining imports to be sent again");
}

function isRetired(stored: StoredListing | undefined): boolean {
  return stored?.kind !== "listing" || stored.content.state !== "published";
}
