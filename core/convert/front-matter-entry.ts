/** One key of a front matter, and how a fault in it is reported. */
import { AppError, type Fault } from "../errors.ts";
import type { JsonValue } from "../listing/content.ts";
import { pointerTo } from "../listing/faults.ts";

export interface FrontMatterEntry {
  readonly key: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** As YAML's core schema reads it; a number that JSON cannot say (`.nan`, `1e400`) is its source text. */
  readonly value: JsonValue;
  /** Of a scalar that is not null: its text, so that `NO` and `012` can stay what was written. */
  readonly text?: string;
  /** Source texts of the plain scalars within that would not be written as they were; by JSON Pointer from the root. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** Line of the file, from 1, on which the front matter starts. */
export const FIRST_LINE = 2;

/** The refusal of a front matter at a line and, where known, a key. */
export function frontMatterError(problem: string, line: number, key?: string, code = "invalid_front_matter"): AppError {
  const fault = keyFault(problem, line, key, code);
  return new AppError("invalid_body", fault.detail, { errors: [fault] });
}

/** One fault; the pointer is the key's in the front matter, as it would be in a JSON body. */
export function keyFault(problem: string, line: number, key: string | undefined, code = "invalid_value"): Fault {
  if (key === undefined) return { code, detail: `line ${line}: ${problem}`, pointer: "" };
  const shown = key.length > 100 ? `${key.slice(0, 100)}…` : key;
  return { code, detail: `line ${line}: ${shown} ${problem}`, pointer: pointerTo([key]) };
}
