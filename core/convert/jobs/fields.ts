/** What the readers of others' jobs have in common: nothing is guessed, and what has no field of its own is kept. */
import { type AppError, faultError } from "../../errors.ts";
import { isCountry } from "../../listing/codes.ts";
import { isObject } from "../../listing/is-object.ts";
import { jsonBytes, LISTING_LIMITS } from "../../listing/limits.ts";
import { notOneLine, tooLong } from "../../listing/text-faults.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** The object without fields that say nothing; `undefined` when none is left. */
export function filled(fields: Fields): Record<string, unknown> | undefined {
  const kept = Object.entries(fields).filter(([, value]) => !isNothing(value));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return Array.isArray(value) && value.length === 0;
}

/** A list as it is, one thing as a list of it, nothing as none. */
export function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isNothing(value) ? [] : [value];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** An id, which some write as a number. */
export function idOf(value: unknown): unknown {
  return typeof value === "number" ? String(value) : value;
}

export function countryCode(value: unknown): string | undefined {
  const code = textOf(value);
  return code !== undefined && isCountry(code) ? code : undefined;
}

/** A text that can stand in a field of one line; longer ones are kept elsewhere. */
export function lineOf(value: unknown, max: number): string | undefined {
  const text = textOf(value);
  return text !== undefined && tooLong(text, max) === undefined && notOneLine(text) === undefined ? text : undefined;
}

/** What of a job has no field: kept under the format's name, unless it is more than `extra` may hold. */
export function extraOf(format: string, rest: Fields): Fields | undefined {
  const kept = filled(rest);
  const extra = kept === undefined ? undefined : { [format]: kept };
  return extra === undefined || jsonBytes(extra) > LISTING_LIMITS.extraBytes ? undefined : extra;
}

export function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

export function html(value: unknown): Fields | undefined {
  return isNothing(value) ? undefined : { format: "html", value };
}

/** A team is the category of a job without a department, and else an attribute beside it. */
export function teamOf({ department, team }: Fields): Fields {
  if (textOf(department) === undefined) return { category: team };
  return { category: department, attributes: filled({ team: listed(team) }) };
}

/** The jobs of an answer `{"jobs": [...]}`. @throws AppError `invalid_body` for another one. */
export function jobsIn(format: string, answer: unknown): readonly unknown[] {
  if (!isObject(answer)) throw wrongShape(format, "must be an object with jobs", "");
  if (!Array.isArray(answer.jobs)) throw wrongShape(format, "must be a list of jobs", "/jobs");
  return answer.jobs;
}

/** @throws AppError `invalid_body`: the answer is not what the format's documentation shows. */
export function wrongShape(format: string, requirement: string, pointer: string): AppError {
  const detail = `this is no answer of ${format}: ${pointer === "" ? "it" : pointer} ${requirement}`;
  return faultError("invalid_body", { code: "invalid_type", detail, pointer });
}
