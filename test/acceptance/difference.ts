/** Where two transcripts of one series differ, in few words: bodies of a hundred listings are no help in a failure. */
import type { Entry } from "./transcript.ts";

export interface Difference {
  readonly step: string;
  readonly expected: string;
  readonly found: string;
}

/** Characters shown before the first that differs, and behind it. */
const BEFORE = 60;
const BEHIND = 200;

export function differences(entries: readonly Entry[], reference: readonly Entry[]): Difference[] {
  const length = Math.max(entries.length, reference.length);
  return Array.from({ length }, (_, i) => difference(entries[i], reference[i])).filter((one) => one !== undefined);
}

function difference(entry: Entry | undefined, reference: Entry | undefined): Difference | undefined {
  const [found, expected] = [entry, reference].map(asText);
  if (found === expected || found === undefined || expected === undefined) return undefined;
  const at = firstDifference(found, expected);
  const [from, to] = [Math.max(0, at - BEFORE), at + BEHIND];
  const step = `${(entry ?? reference)?.name}`;
  return { step, expected: expected.slice(from, to), found: found.slice(from, to) };
}

function asText(entry: Entry | undefined): string {
  if (entry === undefined) return "no answer";
  const { name, request, status, headers, body } = entry;
  const lines = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  return [name, request, status, ...lines.map(([header, value]) => `${header}: ${value}`), "", body].join("\n");
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (a[at] === b[at]) at++;
  return at;
}
