/** The log of a board as a client reads it, and the boards that it passes through. */
import type { Content } from "./ledger.ts";
import { jsonFrom } from "./requests.ts";

export interface LoggedChange {
  readonly id: string;
  readonly revision: number;
  readonly kind: "put" | "delete";
  /** When it was made, by the clock of the process that made it. */
  readonly at: string;
  readonly listing?: Partial<Content> & { readonly effectiveState?: string };
}

/** All of it, from the beginning. */
export async function readLog(url: string): Promise<LoggedChange[]> {
  const changes: LoggedChange[] = [];
  let next = "";
  for (let more = true; more; ) {
    const page = await jsonFrom<{ items: LoggedChange[]; nextCursor: string; more: boolean }>(
      url,
      `/v1/changes?limit=1000&include=listing${next}`,
    );
    changes.push(...page.items);
    next = `&cursor=${encodeURIComponent(page.nextCursor)}`;
    more = page.more;
  }
  return changes;
}

export type State = Map<string, LoggedChange>;

/** Brings a state forward to the end of an entry; answers how many changes are behind it then. */
export function replayTo(state: State, log: readonly LoggedChange[], from: number, entry: number): number {
  let taken = from;
  for (; taken < log.length; taken++) {
    const change = log[taken];
    if (change === undefined || change.revision > entry) break;
    if (change.kind === "put") state.set(change.id, change);
    else state.delete(change.id);
  }
  return taken;
}

/** What the store itself holds, by id with the revision. */
export async function readExport(url: string): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  let next = "";
  for (;;) {
    const page = await jsonFrom<{ items: { id: string; revision: number }[]; nextCursor: string | null }>(
      url,
      `/v1/exports?limit=200${next}`,
    );
    for (const { id, revision } of page.items) stored.set(id, revision);
    if (page.nextCursor === null) return stored;
    next = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}
