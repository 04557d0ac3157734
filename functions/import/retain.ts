/**
 * `mode=retain`: a source says all that it still has, and what it does not name is archived. Its published listings are those of
 * the index at the log's end (never a scan of the store), and each is judged once more when it is written.
 */
import { allDone } from "../../core/all-done.ts";
import { type AppError, faultError, isAppError } from "../../core/errors.ts";
import type { Follower } from "../../core/index/follower.ts";
import { listedOf, publishedOfSource } from "../../core/search/source-listings.ts";
import type { Outcome } from "../../core/store/pending.ts";
import { type BoardServices, positionToken } from "../board-services.ts";
import type { NameRow } from "./names.ts";
import { isOutage, type RowResult, rowResult } from "./row.ts";
import { BURST, type ImportOptions, type ImportSummary, isTimeOver, repeatedIdentity } from "./run.ts";

/** Two commits' worth at once. */
const AT_ONCE = 2 * BURST;

export interface RetainServices extends BoardServices {
  readonly follower: Follower;
}

export interface RetainOptions extends Pick<ImportOptions, "isDryRun" | "signal" | "startedAt" | "onOutage"> {
  readonly source: string;
  /** Of the source's published listings, in percent. */
  readonly maxArchivedPercent: number;
}

/**
 * The results of the rows, then the summary. Nothing is archived when a row is unreadable: it may have named anything.
 * @throws AppError before the first result: `conflict` when too many would be archived; `too_large` when the results alone are
 *   more than an answer may have; `behind`, `unavailable` without an index at the log's end.
 */
export async function* runRetain(
  services: RetainServices,
  rows: Iterable<NameRow>,
  options: RetainOptions,
): AsyncGenerator<RowResult | ImportSummary> {
  const { results, named, isSure } = judgeRows(services, rows, options.source);
  const { listed, published, asOf } = await ofSource(services, named, options);
  const missing = isSure ? missingOf(published, named, options) : [];
  for (const result of results) yield honest(result, listed);
  const outcome = options.isDryRun ? foretold(missing) : await archiveAll(services, missing, asOf, options);
  const rejected = results.filter(({ action }) => action === "rejected").length;
  yield {
    kind: "summary",
    created: 0,
    updated: 0,
    unchanged: results.length - rejected,
    rejected,
    archived: outcome.archived,
    complete: outcome.isComplete,
    // All of it again: the rest alone would say that the source has only the rest.
    ...(outcome.isComplete ? {} : { nextIndex: 0 }),
    position: positionToken(services, Math.max(asOf, services.board.lastKnown())),
  };
}

interface Judged {
  readonly results: readonly RowResult[];
  /** Ids of the listings that are to stay. */
  readonly named: ReadonlySet<string>;
  /** Whether every row says which listing it names. */
  readonly isSure: boolean;
}

function judgeRows({ board, limits }: BoardServices, rows: Iterable<NameRow>, name: string): Judged {
  const results: RowResult[] = [];
  const first = new Map<string, number>();
  let isSure = true;
  let bytes = 0;
  for (const { index, externalId, error } of rows) {
    const id = externalId === undefined ? undefined : board.idOf({ name, externalId });
    const known = id === undefined ? undefined : first.get(id);
    if (id === undefined) isSure = false;
    else if (known === undefined) first.set(id, index);
    const fault = error ?? (known === undefined ? undefined : repeatedIdentity(known));
    const result = {
      ...rowResult({ index }, undefined, fault ?? "unchanged"),
      ...(externalId === undefined ? {} : { externalId, id: id ?? "" }),
    };
    results.push(result);
    bytes += JSON.stringify(result).length;
    if (bytes > limits.importAnswerBytes) throw tooManyResults(limits.importAnswerBytes);
  }
  return { results, named: new Set(first.keys()), isSure };
}

/** A part of the list cannot be sent alone, so there is no going on in another request. */
function tooManyResults(most: number): AppError {
  const detail = `the results of these rows have more bytes than an answer may have, ${most}`;
  return faultError("too_large", { code: "too_large", detail, pointer: "" });
}

/** A name that the board has no listing for is none of its concern: nothing changes, and there is no id to read by. */
function honest({ id, ...result }: RowResult, listed: ReadonlySet<string>): RowResult {
  return id !== undefined && listed.has(id) ? { ...result, id } : result;
}

interface OfSource {
  /** Those of the named that are on the board, in whatever state. */
  readonly listed: ReadonlySet<string>;
  readonly published: readonly string[];
  /** Number of the log entry up to which the source was looked at. */
  readonly asOf: number;
}

async function ofSource(
  { board, env, follower }: RetainServices,
  named: ReadonlySet<string>,
  { source, signal }: RetainOptions,
): Promise<OfSource> {
  const minPosition = await board.head({ signal });
  return follower.answer({ minPosition, signal }, ({ index }) => ({
    listed: listedOf(index, named),
    published: publishedOfSource(index, source, env.now()),
    asOf: index.position,
  }));
}

/** @throws AppError `conflict` when they are too many. */
function missingOf(
  published: readonly string[],
  named: ReadonlySet<string>,
  { source, maxArchivedPercent }: RetainOptions,
): readonly string[] {
  const missing = published.filter((id) => !named.has(id));
  if (missing.length * 100 <= maxArchivedPercent * published.length) return missing;
  const detail =
    `${missing.length} of the ${published.length} published listings of ${source} are not named and would be archived, ` +
    `the limit is ${maxArchivedPercent} %: nothing was written; if the list is whole, send it with a higher maxArchivedPercent`;
  throw faultError("conflict", { code: "too_many_archived", detail, parameter: "maxArchivedPercent" });
}

interface Archived {
  readonly archived: number;
  readonly isComplete: boolean;
}

function foretold(missing: readonly string[]): Archived {
  return { archived: missing.length, isComplete: true };
}

/** As many as one import may write: more would leave the index too far behind the log. */
async function archiveAll(
  services: RetainServices,
  missing: readonly string[],
  asOf: number,
  options: RetainOptions,
): Promise<Archived> {
  let archived = 0;
  let isComplete = true;
  const end = Math.min(missing.length, services.limits.importRows);
  for (let at = 0; at < end; at += AT_ONCE) {
    if (isTimeOver(services, options)) return { archived, isComplete: false };
    const ids = missing.slice(at, Math.min(at + AT_ONCE, end));
    const results = await allDone(ids.map((id) => archiveOne(services, id, asOf, options)));
    archived += results.filter((result) => result === "archived").length;
    if (results.includes("changed")) isComplete = false;
    const outage = results.find((result) => isAppError(result));
    if (outage === undefined) continue;
    options.onOutage?.(outage);
    return { archived, isComplete: false };
  }
  return { archived, isComplete: isComplete && end === missing.length };
}

/** `changed`: published still, but changed since it was looked at; the list, sent again, is judged by what it is then. */
async function archiveOne(
  { board }: RetainServices,
  id: string,
  asOf: number,
  { source, signal }: RetainOptions,
): Promise<"archived" | "left" | "changed" | AppError> {
  try {
    return verdict(await board.archive(id, { source, asOf }, { signal }), asOf);
  } catch (error) {
    if (isOutage(error)) return error;
    // Deleted so long ago that nothing tells of it any more.
    if (isAppError(error, "not_found")) return "left";
    throw error;
  }
}

function verdict({ action, stored }: Outcome, asOf: number): "archived" | "left" | "changed" {
  if (action === "updated") return "archived";
  const isPublished = stored.kind === "listing" && stored.content.state === "published";
  return isPublished && stored.revision > asOf ? "changed" : "left";
}
