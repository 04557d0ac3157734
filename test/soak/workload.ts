/** What callers do, in the proportions of a board that is read far more than written; each asks again until it knows the outcome. */

import { corpusListing } from "../../bench/corpus.ts";
import type { ListingContent } from "../../core/listing/content.ts";
import { entryOf } from "../faults/freshness.ts";
import type { Answer, Ask, Question } from "./client.ts";
import type { Entry, Ledger } from "./ledger.ts";

export interface Workload {
  /** Does the one thing that `draw`, of 0 to 1, falls on. */
  act(draw: number): Promise<void>;
}

export interface WorkloadOptions {
  readonly ask: Ask;
  readonly ledger: Ledger;
  readonly random: () => number;
  /** Of every request, also of those that repeat one. */
  readonly observe: (answer: Answer) => void;
  /** Nobody begins anything from then on. */
  readonly isOver: () => boolean;
}

/** Listings; from there on as many are deleted as made. */
const BOARD_SIZE = 2_000;
const IMPORT_ROWS = 20;
const MAX_PAUSE_MS = 2_000;
const WORDS = ["engineer", "nurse", "sales", "typescript", "python", "manager", "design", "data", "remote", "senior"];
const FILTERS = [
  "",
  "&workplaceType=remote",
  "&facet=tag",
  "&sort=newest",
  "&facet=country&facet=seniority",
  "&typo=off",
];

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function workload({ ask, ledger, random, observe, isOver }: WorkloadOptions): Workload {
  /** Newest log entry that was acknowledged. */
  let newest = 0;
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

  async function asked(question: Question): Promise<Answer> {
    const answer = await ask(question);
    observe(answer);
    const { status, headers } = answer;
    if (status >= 500 && status !== 503 && status !== 504)
      ledger.found(`${status} to ${question.method} ${question.path}`);
    if ((status === 503 || status === 429) && headers["retry-after"] === undefined)
      ledger.found(`${status} without Retry-After to ${question.method} ${question.path}`);
    return answer;
  }

  /** Asks until there is an outcome, as a careful client does; `undefined` if the end came before. */
  async function settled(question: Question): Promise<Answer | undefined> {
    for (;;) {
      const answer = await asked(question);
      if (![0, 429, 503, 504].includes(answer.status)) return answer;
      if (isOver()) return undefined;
      const seconds = Number(answer.headers["retry-after"] ?? 0.2);
      await sleep(Math.min(MAX_PAUSE_MS, seconds * 1_000) * (0.5 + random()));
    }
  }

  function contentOf(entry: Entry, marker: string): ListingContent {
    const number = Number(entry.key.slice("soak-".length));
    const { validThrough: _never, ...content } = corpusListing(number).content;
    return { ...content, attributes: { soak: [marker] } };
  }

  /** Read-your-writes: a search at the write's position finds this version and no other. */
  async function findsWhatIsWritten({ id, marker, isDeleted, version }: Entry, entry: Entry, position: string) {
    const path = `/v1/search?attribute=soak:${marker}&minPosition=${encodeURIComponent(position)}&limit=5`;
    const answer = await asked({ method: "GET", path });
    if (answer.status !== 200 || entry.version !== version) return;
    const { items } = JSON.parse(answer.body) as { items: { id: string }[] };
    const expected = isDeleted ? [] : [id];
    if (JSON.stringify(items.map((item) => item.id)) !== JSON.stringify(expected))
      ledger.found(`a search at ${position} for ${marker} finds ${items.map((item) => item.id).join() || "nothing"}`);
  }

  async function acknowledged(entry: Entry, answer: Answer, change: Partial<Entry>): Promise<void> {
    ledger.acknowledge(entry, change);
    const position = answer.headers["rolecall-position"];
    newest = Math.max(newest, entryOf(position) || 0);
    if (typeof position === "string" && random() < 0.25) await findsWhatIsWritten({ ...entry }, entry, position);
  }

  const JSON_TYPE = { "Content-Type": "application/json" };

  async function create(): Promise<void> {
    const entry = ledger.add();
    const body = JSON.stringify(contentOf(entry, entry.marker));
    const headers = { ...JSON_TYPE, "Idempotency-Key": entry.key };
    const answer = await settled({ method: "POST", path: "/v1/listings", headers, body });
    if (answer === undefined) return;
    if (answer.status !== 201) return ledger.found(`a create answers ${answer.status}: ${answer.body.slice(0, 200)}`);
    const { id, revision } = JSON.parse(answer.body) as { id: string; revision: number };
    await acknowledged(entry, answer, { id, revision });
  }

  async function update(): Promise<void> {
    const entry = ledger.atRest(random());
    if (entry?.id === undefined || entry.isDeleted) return create();
    entry.isBusy = true;
    const marker = ledger.newMarker();
    const path = `/v1/listings/${entry.id}`;
    const body = JSON.stringify({ attributes: { soak: [marker] } });
    const headers = { ...JSON_TYPE, "If-Match": `"${entry.revision}"` };
    const answer = await settled({ method: "PATCH", path, headers, body });
    if (answer === undefined) return;
    // An attempt whose answer was lost may have been the one that was applied.
    const found = answer.status === 412 ? await settled({ method: "GET", path: `${path}?view=full` }) : answer;
    if (found === undefined) return;
    const shown =
      found.status === 200
        ? (JSON.parse(found.body) as { revision: number; attributes?: { soak?: string[] } })
        : undefined;
    if (shown?.attributes?.soak?.[0] !== marker)
      return ledger.found(
        `an update of ${entry.id} to ${marker} answers ${answer.status}, and there is ${shown?.attributes?.soak?.[0]}`,
      );
    await acknowledged(entry, answer, { marker, revision: shown.revision });
  }

  async function remove(): Promise<void> {
    const entry = ledger.atRest(random());
    if (entry?.id === undefined || entry.isDeleted) return;
    entry.isBusy = true;
    const answer = await settled({ method: "DELETE", path: `/v1/listings/${entry.id}` });
    if (answer === undefined) return;
    if (answer.status !== 204) return ledger.found(`a delete of ${entry.id} answers ${answer.status}`);
    await acknowledged(entry, answer, { isDeleted: true });
  }

  async function importRows(): Promise<void> {
    const entries = Array.from({ length: IMPORT_ROWS }, () => ledger.add());
    const rows = entries.map((entry) =>
      JSON.stringify({ ...contentOf(entry, entry.marker), source: { name: "soak", externalId: entry.key } }),
    );
    const question: Question = {
      method: "POST",
      path: "/v1/imports",
      headers: { "Content-Type": "application/x-ndjson" },
      body: `${rows.join("\n")}\n`,
    };
    for (;;) {
      const answer = await settled(question);
      if (answer === undefined) return;
      const lines = answer.body
        .split("\n")
        .filter(Boolean)
        .map((line) => parsed(line));
      const summary = lines.find((line) => line?.kind === "summary");
      // Cut, or out of time: all of it again has one effect.
      if (summary?.complete !== true) {
        if (isOver()) return;
        continue;
      }
      const imported: Entry[] = [];
      for (const line of lines) {
        const entry = entries[line?.index ?? -1];
        if (line?.kind !== "row" || entry === undefined) continue;
        if (line.action === "rejected")
          ledger.found(`an imported row is rejected: ${JSON.stringify(line).slice(0, 300)}`);
        else imported.push(Object.assign(entry, { id: line.id ?? "" }));
      }
      return await learnRevisions(imported);
    }
  }

  /** An import tells ids and no revisions. */
  async function learnRevisions(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      const answer = await settled({ method: "GET", path: `/v1/listings/${entry.id}?view=full` });
      if (answer === undefined) return;
      if (answer.status !== 200) ledger.found(`${entry.id} was imported, and is read with ${answer.status}`);
      else ledger.acknowledge(entry, { revision: (JSON.parse(answer.body) as { revision: number }).revision });
    }
  }

  async function read(): Promise<void> {
    const entry = ledger.atRest(random());
    if (entry?.id === undefined) return search();
    const { id, marker, version, isDeleted } = entry;
    const answer = await asked({ method: "GET", path: `/v1/listings/${id}` });
    if (entry.version !== version || entry.isBusy || ![200, 404, 410].includes(answer.status)) return;
    const shown =
      answer.status === 200
        ? (JSON.parse(answer.body) as { attributes?: { soak?: string[] } }).attributes?.soak?.[0]
        : "none";
    if (shown !== (isDeleted ? "none" : marker))
      ledger.found(`${id} is read as ${shown}, and should be ${isDeleted ? "gone" : marker}`);
  }

  async function search(): Promise<void> {
    const words = [pick(WORDS), ...(random() < 0.4 ? [pick(WORDS)] : [])].join(" ");
    const path = `/v1/search?q=${encodeURIComponent(words)}${pick(FILTERS)}&postedWithin=${1 + Math.floor(random() * 3_000)}d`;
    const known = newest;
    const answer = await asked({ method: "GET", path });
    if (answer.status !== 200) return;
    const { "rolecall-position": position, "rolecall-stale": stale } = answer.headers;
    // One process after the other answers: each knows what it has written, and begins at the end of the log.
    if (stale !== "true" && !(entryOf(position) >= known))
      ledger.found(`a search at ${position} that says nothing of being stale lacks entry ${known}`);
    const { total, items } = JSON.parse(answer.body) as { total: number; items: { id: string }[] };
    if (items.length !== Math.min(20, total) || new Set(items.map(({ id }) => id)).size !== items.length)
      ledger.found(`a page of ${items.length} of ${total} for ${path}`);
  }

  const write = () => {
    const live = ledger.entries.reduce((count, { isDeleted }) => count + (isDeleted ? 0 : 1), 0);
    const draw = random();
    if (live < BOARD_SIZE) return draw < 0.3 ? importRows() : draw < 0.7 ? create() : update();
    return draw < 0.15 ? create() : draw < 0.3 ? remove() : update();
  };
  return {
    async act(draw) {
      if (draw < 0.65) return search();
      if (draw < 0.9) return read();
      return write();
    },
  };
}

interface ImportLine {
  readonly kind?: string;
  readonly index?: number;
  readonly action?: string;
  readonly id?: string;
  readonly complete?: boolean;
}

function parsed(line: string): ImportLine | undefined {
  try {
    return JSON.parse(line) as ImportLine;
  } catch {
    return undefined;
  }
}
