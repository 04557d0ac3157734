/**
 * What an answer has to hold, by what its client knew when it asked. A search holds what its `minPosition` names, whatever was acknowledged
 * before the age that it states, and, unless it says that it is stale, what the process that answers has written itself.
 */
import type { Ledger } from "./ledger.ts";
import type { Reply } from "./requests.ts";

/** The number of the log entry in a position, which is opaque for everybody but a test of the log. */
export function entryOf(position: unknown): number {
  return Number(/-(\d+)$/.exec(typeof position === "string" ? position : "")?.[1]);
}

/** Notes the position that a write was acknowledged with; `by`: the address of the one process that made it, if it is known. */
export function noteWritten(ledger: Ledger, { headers }: Reply, by: string | undefined): void {
  const position = headers.get("Rolecall-Position");
  const entry = entryOf(position);
  if (position === null || Number.isNaN(entry)) return;
  ledger.written.push({ at: performance.now(), newest: Math.max(entry, ledger.written.at(-1)?.newest ?? 0), position });
  if (by !== undefined) ledger.ownWrites.set(by, Math.max(entry, ledger.ownWrites.get(by) ?? 0));
}

export interface Asked {
  readonly sentAt: number;
  /** Newest entry that the process asked has acknowledged as its own; 0 where several answer under one address. */
  readonly own: number;
  /** Of `minPosition`; 0 without. */
  readonly minEntry: number;
}

/** The age is rounded to milliseconds. */
const ROUNDING_MS = 1;

/** Number of the log entry that a search's answer has to reach. */
export function mustHold({ written }: Ledger, { sentAt, own, minEntry }: Asked, headers: Headers): number {
  const completeAt = sentAt - Number(headers.get("Rolecall-Age-Ms")) - ROUNDING_MS;
  const acknowledged = written.findLast(({ at }) => at < completeAt)?.newest ?? 0;
  const isStale = headers.get("Rolecall-Stale") === "true";
  return Math.max(minEntry, acknowledged, isStale ? 0 : own);
}

/** What is missing from the headers that say how fresh a search's answer is. */
export function headerFault(headers: Headers): string | undefined {
  if (Number.isNaN(entryOf(headers.get("Rolecall-Position")))) return "no Rolecall-Position";
  if (!/^\d+$/.test(headers.get("Rolecall-Age-Ms") ?? "")) return "no Rolecall-Age-Ms";
  return /^(?:true|false)$/.test(headers.get("Rolecall-Stale") ?? "") ? undefined : "no Rolecall-Stale";
}
