/**
 * Where a target may answer otherwise than the reference: what the platform's own front end says before or after us, and what
 * the deployment sets. Each such case is named, has to be exactly as it is described, and may not outlive its cause.
 */
import { isDeepStrictEqual } from "node:util";
import type { Entry } from "./transcript.ts";

export interface FrontEnd {
  /** Headers that it adds to every answer, of its own making. */
  readonly adds: Readonly<Record<string, RegExp>>;
  /** Headers that it gives to an answer of ours that lacks them. */
  readonly completes: Readonly<Record<string, string>>;
  readonly cases: readonly FrontEndCase[];
}

export interface FrontEndCase {
  readonly step: string;
  readonly because: string;
  /** The target's answer, made from the reference's. */
  readonly answer: (reference: Entry) => Pick<Entry, "status" | "headers" | "body">;
}

export const NO_FRONT_END: FrontEnd = { adds: {}, completes: {}, cases: [] };

export interface Compared {
  /** The target's entries, those of the cases replaced by the reference's: now equal means equal. */
  readonly entries: readonly Entry[];
  /** Cases that are not as they are described, or do not differ any more. */
  readonly faults: readonly string[];
}

export function behindFrontEnd(entries: readonly Entry[], reference: readonly Entry[], frontEnd: FrontEnd): Compared {
  const faults: string[] = [];
  const cases = new Map(frontEnd.cases.map((one) => [one.step, one]));
  const compared = entries.map((entry, i) => {
    const expected = reference[i];
    if (expected === undefined) return entry;
    const { own, lacking } = withoutAdded(entry, expected, frontEnd);
    for (const header of lacking)
      faults.push(`${entry.name}: lacks the header ${header}, which the front end always adds`);
    const special = cases.get(entry.name);
    cases.delete(entry.name);
    if (special === undefined) return own;
    faults.push(...caseFaults(own, expected, special));
    return expected;
  });
  for (const step of cases.keys()) faults.push(`${step}: there is no such step`);
  return { entries: compared, faults };
}

function caseFaults(own: Entry, expected: Entry, { because, answer }: FrontEndCase): string[] {
  if (isDeepStrictEqual(own, expected)) return [`${own.name}: no longer answered otherwise (${because})`];
  const described = { ...expected, ...answer(expected) };
  if (isDeepStrictEqual(own, described)) return [];
  return [`${own.name}: ${shown(own)}, which is not what is known of it: ${shown(described)}`];
}

function withoutAdded(entry: Entry, expected: Entry, { adds, completes }: FrontEnd) {
  const lacking = Object.entries(adds).filter(([name, form]) => !form.test(entry.headers[name] ?? ""));
  const isOwn = ([name, value]: readonly [string, string]) =>
    !Object.hasOwn(adds, name) && !(completes[name] === value && expected.headers[name] === undefined);
  const headers = Object.fromEntries(Object.entries(entry.headers).filter(isOwn));
  const missed = Object.keys(completes).filter((name) => entry.headers[name] === undefined);
  return { own: { ...entry, headers }, lacking: [...lacking.map(([name]) => name), ...missed] };
}

function shown({ status, headers, body }: Entry): string {
  return `${status} ${JSON.stringify(headers)} ${body.slice(0, 1_000)}`;
}
