/** Whether an answer is what the contract has for its case. */
import { isDeepStrictEqual } from "node:util";
import type { Expected, Place, RowExpected } from "./case.ts";
import type { Answer } from "./connection.ts";

type Json = Readonly<Record<string, unknown>>;

/** A refusal may repeat what it refuses, and say this much more. */
const MAX_WORDS_BYTES = 64 * 1_024;
/** Of our code, our libraries, or a store: nobody's business. */
const INTERNALS =
  /\bat (?:\S+ )?\(?\S*\/\S*:\d+:\d+|node_modules|ValidationException|INVALID_ARGUMENT|SQLITE_|file:\/\/\//;

/** @param sentBytes size of the request. */
export function answerFaults(answer: Answer | undefined, expected: Expected, sentBytes: number): string[] {
  const status = answer?.status ?? "closed";
  if (!expected.statuses.includes(status)) {
    return [`is ${status}, not ${expected.statuses.join(" or ")}: ${answer?.text.slice(0, 300) ?? ""}`];
  }
  if (answer === undefined || expected.isForeign === true) return [];
  const faults = [...commonFaults(answer), ...(answer.status >= 400 ? problemFaults(answer, expected) : [])];
  if (answer.status >= 400 && answer.text.length > sentBytes + MAX_WORDS_BYTES) {
    faults.push(`answers ${sentBytes} bytes with ${answer.text.length}`);
  }
  if (expected.stored !== undefined) faults.push(...memberFaults(jsonOf(answer), expected.stored));
  if (expected.rows !== undefined) faults.push(...rowsFaults(linesOf(answer), expected.rows));
  return faults;
}

export function jsonOf({ text }: Answer): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** The lines of an import's answer. */
export function linesOf({ text }: Answer): Json[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => jsonOf({ text: line } as Answer));
}

/** Contract, section 1: every answer. */
function commonFaults({ headers }: Answer): string[] {
  const faults: string[] = [];
  if (!/^[A-Za-z0-9._:/+=-]{1,128}$/.test(headers["x-request-id"] ?? "")) faults.push("has no X-Request-Id");
  if (headers["x-content-type-options"] !== "nosniff") faults.push("has no X-Content-Type-Options");
  if (headers["access-control-allow-origin"] !== "*") faults.push("has no Access-Control-Allow-Origin");
  return faults;
}

function problemFaults(answer: Answer, { codes, names }: Expected): string[] {
  if (answer.headers["content-type"] !== "application/problem+json") {
    return [`is no problem but ${answer.headers["content-type"]}`];
  }
  // HEAD has none.
  if (answer.text === "") return [];
  const { type, title, status, detail, code, errors } = jsonOf(answer);
  const faults: string[] = [];
  if (codes !== undefined && !codes.includes(String(code)))
    faults.push(`has the code ${code}, not ${codes.join(" or ")}: ${detail}`);
  if (type !== `/problems/${code}` || status !== answer.status || !isText(title) || !isText(detail)) {
    faults.push(`is no sound problem: ${answer.text.slice(0, 200)}`);
  }
  if (INTERNALS.test(String(detail))) faults.push(`tells internals: ${String(detail).slice(0, 200)}`);
  if (!Array.isArray(errors) || !errors.every(isFault))
    faults.push(`has errors ${JSON.stringify(errors).slice(0, 300)}`);
  else if (names !== undefined && !errors.some((error) => hasPlace(error, names))) {
    faults.push(
      `names ${JSON.stringify(errors.map(placeOf)).slice(0, 300)}, not ${JSON.stringify(names).slice(0, 100)}`,
    );
  }
  return faults;
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

const PLACES = ["pointer", "parameter", "header"];

function isFault(error: unknown): boolean {
  const { code, detail, ...places } = error as Json;
  const given = Object.keys(places);
  return isText(code) && isText(detail) && given.length <= 1 && given.every((place) => PLACES.includes(place));
}

function placeOf({ code: _code, detail: _detail, ...place }: Json): Json {
  return place;
}

function hasPlace(error: Json, place: Place): boolean {
  return isDeepStrictEqual(placeOf(error), place);
}

function memberFaults(answer: Json, stored: Json): string[] {
  return Object.entries(stored)
    .filter(([name, value]) => !isDeepStrictEqual(answer[name], value))
    .map(([name, value]) => `gives back ${name} as ${shortJson(answer[name])}, not ${shortJson(value)}`);
}

function shortJson(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 150);
}

function rowsFaults(lines: readonly Json[], expected: readonly RowExpected[]): string[] {
  const summary = lines.at(-1);
  if (summary?.kind !== "summary" || summary.complete !== true) return [`ends with ${shortJson(summary)}, no summary`];
  const rows = lines.slice(0, -1);
  if (rows.length !== expected.length) return [`has ${rows.length} rows, not ${expected.length}`];
  return expected.flatMap((row, i) => rowFaults(rows[i] ?? {}, row, i));
}

function rowFaults(row: Json, { actions, codes, pointer }: RowExpected, index: number): string[] {
  const shown = `row ${index} is ${shortJson(row)}`;
  if (row.index !== index || !actions.includes(String(row.action))) return [`${shown}, not ${actions.join(" or ")}`];
  if (row.action !== "rejected") return [];
  const errors = Array.isArray(row.errors) ? row.errors : [];
  if (errors.length === 0 || errors.length > 20 || !errors.every(isFault)) return [`${shown}, without sound errors`];
  const isMeant = (error: Json) =>
    (codes === undefined || codes.includes(String(error.code))) && (pointer === undefined || error.pointer === pointer);
  return errors.some(isMeant) ? [] : [`${shown}, which does not say ${codes?.join(" or ") ?? ""} ${pointer ?? ""}`];
}
