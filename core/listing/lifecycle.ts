/** When readers may see a listing. No job has to run at midnight: the answer depends on the clock of the request alone. */
import type { State } from "./content.ts";
import type { ListingRecord } from "./record.ts";

export const EFFECTIVE_STATES = ["draft", "scheduled", "published", "paused", "filled", "expired", "archived"] as const;
export type EffectiveState = (typeof EFFECTIVE_STATES)[number];

/** The state that readers meet at `now`; `visibleUntil` is exclusive. A state other than `published` speaks for itself. */
export function effectiveState({ content, visibleFrom, visibleUntil }: ListingRecord, now: number): EffectiveState {
  return stateAt(now, content.state, visibleFrom, visibleUntil);
}

/** The same of a listing's own state and the instants between which it may be seen. */
export function stateAt(
  now: number,
  state: State,
  visibleFrom = Number.NEGATIVE_INFINITY,
  visibleUntil = Number.POSITIVE_INFINITY,
): EffectiveState {
  if (state !== "published") return state;
  if (now < visibleFrom) return "scheduled";
  return now >= visibleUntil ? "expired" : "published";
}

/** Whether searches, lists and suggestions may show it. */
export function isVisible(record: ListingRecord, now: number): boolean {
  return effectiveState(record, now) === "published";
}

/** Whether an anonymous reader who knows the id may: drafts never, and nothing before the moment it was meant for. */
export function isPublic(record: ListingRecord, now: number): boolean {
  return record.content.state !== "draft" && !(record.visibleFrom !== undefined && now < record.visibleFrom);
}

/** The next instant after `now` at which the answer of `effectiveState` may change by time alone. */
export function nextBoundary(record: ListingRecord, now: number): number | undefined {
  const ahead = [record.visibleFrom, record.visibleUntil].filter((at) => at !== undefined && at > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead.filter((at) => at !== undefined));
}
