/**
 * A transcript in short, for the golden file: small enough to be read in a review, and with a digest wherever something was
 * left out. `UPDATE_GOLDEN=1` writes it anew; then `npm run format`.
 */
import { createHash } from "node:crypto";
import { isObject } from "../../core/listing/is-object.ts";
import type { Entry } from "./transcript.ts";

export interface Golden {
  /** Headers that nearly every answer has; a step shows what it has besides, and null for what it lacks. */
  readonly headers: Readonly<Record<string, string>>;
  readonly steps: readonly GoldenStep[];
}

interface GoldenStep {
  readonly name: string;
  readonly request: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  /** Of the whole normalised body, when `body` leaves something out. */
  readonly sha256?: string;
}

const MAX_TEXT = 100;
const MAX_ITEMS = 4;
const DIGEST_CHARS = 16;

export function goldenOf(entries: readonly Entry[]): Golden {
  const headers = commonest(entries);
  return { headers, steps: entries.map((entry) => stepOf(entry, headers)) };
}

/** Of each header that more than half of the answers have, its commonest value. */
function commonest(entries: readonly Entry[]): Record<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const [name, value] of entries.flatMap((entry) => Object.entries(entry.headers))) {
    const values = counts.get(name) ?? new Map<string, number>();
    counts.set(name, values.set(value, (values.get(value) ?? 0) + 1));
  }
  const common = [...counts].map(([name, values]) => {
    const [most = ["", 0]] = [...values].sort(([, a], [, b]) => b - a);
    return [name, ...most] as const;
  });
  return Object.fromEntries(
    common.filter(([, , count]) => count * 2 > entries.length).map(([name, value]) => [name, value]),
  );
}

function stepOf({ name, request, status, headers, body }: Entry, common: Readonly<Record<string, string>>): GoldenStep {
  const own = Object.entries(headers).filter(([header, value]) => common[header] !== value);
  const lacking = Object.keys(common).filter((header) => !(header in headers));
  const shown = { ...Object.fromEntries(own), ...Object.fromEntries(lacking.map((header) => [header, null])) };
  const short = shortBody(body);
  return {
    name,
    request,
    status,
    ...(Object.keys(shown).length === 0 ? {} : { headers: shown }),
    ...(body === "" ? {} : { body: short }),
    ...(body === "" || isWhole(short, body) ? {} : { sha256: digest(body) }),
  };
}

function isWhole(short: unknown, body: string): boolean {
  return short === body || JSON.stringify(short) === body;
}

function shortBody(body: string): unknown {
  const json = parsed(body);
  if (json !== undefined) return short(json);
  const lines = body.split("\n").map(parsed);
  return body.startsWith("{") ? short(lines.filter((line) => line !== undefined)) : short(body);
}

function short(value: unknown): unknown {
  if (typeof value === "string")
    return value.length <= MAX_TEXT ? value : `${value.slice(0, MAX_TEXT)}… ${value.length}`;
  if (Array.isArray(value)) return shortList(value);
  if (!isObject(value)) return value;
  if (typeof value.code === "string" && Array.isArray(value.errors))
    return shortProblem(value.code, value.detail, value.errors);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, short(member)]));
}

/** Type, title and status belong to the code; of the faults, their places and codes. */
function shortProblem(code: string, detail: unknown, errors: readonly unknown[]): unknown {
  const faults = errors
    .filter(isObject)
    .map(({ code: fault, pointer, parameter, header }) => `${pointer ?? parameter ?? header} ${fault}`);
  return { [code]: short(detail), ...(faults.length === 0 ? {} : { faults: faults.join(", ") }) };
}

/** Lists of listings and hits as their titles in order, the results of an import as their verdicts, others by their start. */
function shortList(items: readonly unknown[]): unknown {
  const lines = items.map(lineOf);
  if (items.length > 0 && lines.every((line) => line !== undefined)) return lines.join(" | ");
  const last = items.at(-1);
  const kept = items.slice(0, MAX_ITEMS).map(short);
  if (items.length <= MAX_ITEMS) return kept;
  return isObject(last) && last.kind === "summary"
    ? [lines.slice(0, -1).join(" | "), last]
    : [...kept, `… ${items.length}`];
}

/** A listing, hit, change or import result in a few words. */
function lineOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const { listing, score, title, revision, kind, action, id } = item;
  if (isObject(listing) && (typeof score === "number" || typeof score === "string")) return hitLine(item, listing);
  if (typeof title === "string" && revision !== undefined) return title;
  if (kind === "put" || kind === "delete") return `${kind} ${String(id).slice(0, 4)}`;
  return kind === "row" ? String(action) : undefined;
}

/** A hit with all that it says beside its card. */
function hitLine(
  { score, highlights, explain, distanceKm }: Readonly<Record<string, unknown>>,
  listing: object,
): string {
  const parts = [highlights, explain, distanceKm].filter((part) => part !== undefined);
  const title = "title" in listing ? listing.title : undefined;
  return [title, score, ...parts.map((part) => JSON.stringify(part))].join(" ");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, DIGEST_CHARS);
}
