/** What was accepted, against what is stored: nothing more and nothing less, by the log, by search and by the export. */
import { isDeepStrictEqual } from "node:util";
import { type Expected, get } from "./case.ts";
import type { Answer } from "./connection.ts";
import { jsonOf, linesOf } from "./judge.ts";
import type { Ask } from "./run-class.ts";

type Json = Readonly<Record<string, unknown>>;

interface Written {
  readonly caseName: string;
  /** Absent for a delete, whose answer is empty. */
  readonly id?: string;
  /** Absent for a row of an import, which is not told. */
  readonly revision?: number;
  /** Absent for what has no answer of its own. */
  readonly listing?: Json;
  readonly foundBy?: string;
}

export interface Ledger {
  /** Takes down what an answer says was written, and gives the listing if it shows one. */
  note(caseName: string, answer: Answer, expected: Expected): Json | undefined;
  all(): readonly Written[];
}

export function ledger(): Ledger {
  const written: Written[] = [];
  return {
    all: () => written,
    note(caseName, answer, { foundBy }) {
      const { status, headers } = answer;
      if (status >= 300) return undefined;
      if (headers["content-type"] === "application/x-ndjson") {
        for (const row of linesOf(answer)) {
          if (row.action === "created" || row.action === "updated") written.push({ caseName, id: String(row.id) });
        }
        return undefined;
      }
      const [, deleted] = /^"(\d+)-deleted"$/.exec(headers.etag ?? "") ?? [];
      if (deleted !== undefined) written.push({ caseName, revision: Number(deleted) });
      if (headers["rolecall-action"] === undefined && headers["idempotent-replayed"] === undefined) return undefined;
      const listing = jsonOf(answer);
      if (["created", "updated"].includes(headers["rolecall-action"] ?? "")) {
        const found = foundBy === undefined ? {} : { foundBy };
        written.push({ caseName, id: String(listing.id), revision: Number(listing.revision), listing, ...found });
      }
      return listing;
    },
  };
}

interface StoredOptions {
  /** Position before the first case. */
  readonly since: string;
  readonly written: Ledger;
  readonly isExported: boolean;
}

export async function storedFaults(ask: Ask, { since, written, isExported }: StoredOptions): Promise<string[]> {
  const log = await pages(ask, `/v1/changes?limit=1000&cursor=`, since);
  const accepted = written.all().filter(({ revision }) => revision === undefined || revision > seqOf(since));
  const last = Math.max(seqOf(since), ...log.map(({ revision }) => Number(revision)));
  const position = since.replace(/\d+$/, String(last));
  return [
    ...logFaults(log, accepted),
    ...(await searchFaults(ask, position, accepted)),
    ...(isExported ? await exportFaults(ask, accepted) : []),
  ];
}

function seqOf(position: string): number {
  return Number(/\d+$/.exec(position)?.[0]);
}

function logFaults(log: readonly Json[], accepted: readonly Written[]): string[] {
  const isOf = (change: Json, { id, revision }: Written) =>
    id === undefined
      ? change.kind === "delete" && change.revision === revision
      : change.kind === "put" && change.id === id && (revision === undefined || change.revision === revision);
  const unasked = log.filter((change) => !accepted.some((one) => isOf(change, one)));
  const lost = accepted.filter((one) => !log.some((change) => isOf(change, one)));
  return [
    ...unasked.map((change) => `the log has what nothing accepted says: ${JSON.stringify(change)}`),
    ...lost.map(({ caseName, id }) => `${caseName}: was accepted, and the log has no change of ${id ?? "it"}`),
  ];
}

async function searchFaults(ask: Ask, position: string, accepted: readonly Written[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { caseName, id, foundBy } of accepted) {
    if (foundBy === undefined) continue;
    const path = `/v1/search?q=${encodeURIComponent(foundBy)}&highlight=true&limit=100&minPosition=${position}`;
    const answer = await ask(get(path));
    const { items } = jsonOf(answer);
    const isFound = Array.isArray(items) && items.some((item: Json) => item.id === id);
    if (!isFound)
      faults.push(`${caseName}: ${foundBy} does not find it: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  return faults;
}

async function exportFaults(ask: Ask, accepted: readonly Written[]): Promise<string[]> {
  const items = await pages(ask, "/v1/exports?limit=1000&cursor=", undefined);
  const exported = new Map(items.map((item) => [item.id, item]));
  return accepted
    .filter(({ id, listing }) => listing !== undefined && !isDeepStrictEqual(exported.get(id), listing))
    .map(({ caseName, id }) => `${caseName}: is exported as ${JSON.stringify(exported.get(id))?.slice(0, 300)}`);
}

/** The items of all pages; without a cursor from the first on. */
async function pages(ask: Ask, path: string, from: string | undefined): Promise<Json[]> {
  const items: Json[] = [];
  let cursor = from;
  for (;;) {
    const answer = await ask(get(cursor === undefined ? path.replace(/&cursor=$/, "") : `${path}${cursor}`));
    const page = jsonOf(answer);
    if (answer.status !== 200 || !Array.isArray(page.items))
      throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
    items.push(...page.items);
    // Of changes there is always a next cursor; what is null ends an export.
    if (typeof page.nextCursor !== "string" || page.more === false) return items;
    cursor = page.nextCursor;
  }
}
