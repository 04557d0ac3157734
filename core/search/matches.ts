/** Which documents meet a request: those that readers can see, that the filters let through, and that hold the query. */
import { Bitmap } from "./bitmap.ts";
import { type CompiledClause, compile, type ExpandedClause, workOf } from "./compiled-query.ts";
import type { ListingIndex } from "./listing-index.ts";
import { byDate } from "./rank/order.ts";
import type { SearchRequest } from "./request.ts";
import { allBut, type FilteredSet, filtered } from "./values/filter.ts";

export interface Matches {
  readonly expanded: readonly ExpandedClause[];
  readonly clauses: readonly CompiledClause[];
  readonly set: FilteredSet;
  readonly partial: boolean;
  /** What was searched of the visible documents: all, or so many of the newest. */
  readonly scope: Bitmap;
  readonly broadened: boolean;
}

/** `now` cut to the minute; `expanded`: the request's query by `expandQuery`, if it has one. */
export function findMatches(
  index: ListingIndex,
  request: SearchRequest,
  expanded: readonly ExpandedClause[] | undefined,
  now: number,
  workLimit: number,
): Matches {
  const visible = index.visible(now, request.effectiveStates);
  if (expanded === undefined) {
    return { ...NOTHING_ASKED, scope: visible, set: filtered(index, visible, request, now) };
  }
  const { scope, upTo, partial } = searchScope(index, expanded, visible, workLimit);
  const clauses = compile(index, expanded, upTo);
  const [wanted, excluded] = [clauses.filter(isWanted), clauses.filter((clause) => !isWanted(clause))];
  const allowed = excluded.reduce(
    (docs, { docs: out }) => docs.andNot(out),
    clauses.length === 0 ? new Bitmap() : scope,
  );
  const strict = wanted.reduce((docs, { docs: held }) => docs.and(held), allowed);
  const set = filtered(index, strict, request, now);
  const found = { expanded, clauses, partial, scope };
  if (wanted.length < 2 || !allBut(set).isEmpty) return { ...found, set, broadened: false };
  const any = wanted.reduce((docs, { docs: held }) => docs.or(held), new Bitmap());
  return { ...found, set: filtered(index, allowed.and(any), request, now), broadened: true };
}

const NOTHING_ASKED = { expanded: [], clauses: [], partial: false, broadened: false } as const;

function isWanted({ clause }: CompiledClause): boolean {
  return !clause.isExcluded;
}

/** All that is visible, or so many of the newest as the work limit allows for: whatever is base and what is tail. */
function searchScope(index: ListingIndex, clauses: readonly ExpandedClause[], visible: Bitmap, workLimit: number) {
  const { facts } = index;
  const { work, terms } = workOf(index, clauses);
  if (work <= workLimit) return { scope: visible, upTo: facts.baseCount, partial: false };
  const scope = new Bitmap(facts.end);
  let upTo = 0;
  for (const { doc } of byDate(facts, visible, Math.floor(workLimit / terms))) {
    scope.add(doc);
    if (facts.isBase(doc)) upTo = doc + 1;
  }
  return { scope, upTo, partial: true };
}
