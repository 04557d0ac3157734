/** Why a hit has its score, and why a listing is or is not in a result. */
import { AppError } from "../errors.ts";
import type { Bitmap } from "./bitmap.ts";
import type { CompiledAlternative, CompiledLeaf } from "./compiled-query.ts";
import { IMPACTS } from "./impact.ts";
import type { ListingIndex } from "./listing-index.ts";
import type { Matches } from "./matches.ts";
import type { MatchKind } from "./query/query.ts";
import { promotionBoost, recencyBoost, roundedScore } from "./rank/boost.ts";
import type { SearchRequest } from "./request.ts";
import { refusedBy } from "./values/filter.ts";

/** One term that counted. `score` is weight × rarity × impact. */
export interface TermExplanation {
  /** As typed. */
  readonly query: string;
  readonly kind: MatchKind;
  readonly term: string;
  readonly weight: number;
  readonly rarity: number;
  /** 0 to 1. */
  readonly impact: number;
  readonly score: number;
}

export interface HitExplanation {
  /** Sum of the terms' scores. */
  readonly text: number;
  /** What the text's score is multiplied by, less 1. */
  readonly promotionBoost: number;
  readonly recencyBoost: number;
  readonly terms: readonly TermExplanation[];
}

export interface Reason {
  readonly code: "status" | "query" | "excluded" | "filter" | "partial" | "duplicate";
  readonly detail: string;
}

export interface Explained {
  readonly id: string;
  readonly found: boolean;
  /** From 1, among all results; of a listing that is found. */
  readonly rank?: number;
  /** What keeps it out; empty when it is found. */
  readonly reasons: readonly Reason[];
}

export function explainHit(
  index: ListingIndex,
  leaves: readonly CompiledLeaf[],
  doc: number,
  now: number,
): HitExplanation {
  const { facts } = index;
  const terms = leaves.flatMap((leaf) => explainLeaf(index, leaf, doc));
  const [promotion, postedAt] = [facts.promotion(doc), facts.postedAt(doc)];
  return {
    text: roundedScore(terms.reduce((sum, { score }) => sum + score, 0)),
    promotionBoost: roundedScore(promotionBoost(promotion)),
    recencyBoost: roundedScore(recencyBoost(postedAt, now)),
    terms: terms.map((term) => ({
      ...term,
      rarity: roundedScore(term.rarity),
      impact: roundedScore(term.impact),
      score: roundedScore(term.score),
    })),
  };
}

/** The terms of the alternative that is worth most. */
function explainLeaf(index: ListingIndex, { leaf, compiled }: CompiledLeaf, doc: number): TermExplanation[] {
  let [best, highest]: [TermExplanation[], number] = [[], 0];
  for (const alternative of compiled) {
    const terms = explainAlternative(index, leaf.text, alternative, doc);
    const sum = terms.reduce((total, { score }) => total + score, 0);
    if (sum > highest) [best, highest] = [terms, sum];
  }
  return best;
}

function explainAlternative(
  index: ListingIndex,
  query: string,
  { kind, weight, terms, docs }: CompiledAlternative,
  doc: number,
): TermExplanation[] {
  if (docs?.has(doc) === false) return [];
  return terms.flatMap(({ term, rarity }) => {
    const impact = IMPACTS[impactIn(index, term, doc)] ?? 0;
    return impact === 0 ? [] : [{ query, kind, term, weight, rarity, impact, score: weight * (impact * rarity) }];
  });
}

/** The impact byte of a term in a document; 0 when the document lacks it. */
function impactIn({ terms, facts }: ListingIndex, term: string, doc: number): number {
  let impact = 0;
  if (!facts.isBase(doc)) {
    terms.tail.forEach(term, (other, byte) => {
      if (other === doc - facts.tailStart) impact = byte;
    });
    return impact;
  }
  const ordinal = terms.ordinalOf(term);
  const place = ordinal === undefined ? -1 : terms.base.lists.indexOf(ordinal, doc);
  return ordinal === undefined || place === -1
    ? 0
    : (terms.base.impacts[terms.base.lists.before(ordinal) + place] ?? 0);
}

/** `results` are those of the whole answer, `rankOf` their places from 1. @throws AppError `not_found` for a listing that the index lacks. */
export function explainListing(
  index: ListingIndex,
  request: SearchRequest,
  matches: Matches,
  results: Bitmap,
  rankOf: (doc: number) => number,
  now: number,
): Explained | undefined {
  const { explainId: id } = request;
  if (id === undefined) return undefined;
  const needs = index.facts.base.needs();
  index.facts.needIds(needs);
  index.facts.needStates(needs);
  needs.settle();
  const doc = index.facts.find(id);
  const state = doc === undefined ? undefined : index.visibility.stateOf(doc, now);
  const isHidden = request.view === "public" && doc !== undefined && isUnknownToReaders(index, doc, state, now);
  if (doc === undefined || isHidden) throw new AppError("not_found", `there is no listing ${id}`);
  if (results.has(doc)) return { id, found: true, rank: rankOf(doc), reasons: [] };
  const reasons: Reason[] = [];
  if (state !== undefined && !request.effectiveStates.includes(state)) {
    reasons.push({ code: "status", detail: `the listing is ${state}, not ${request.effectiveStates.join(" or ")}` });
  }
  reasons.push(...clauseReasons(matches, doc), ...filterReasons(index, request, doc, now));
  if (reasons.length === 0) reasons.push(lastReason(matches, doc));
  return { id, found: false, reasons };
}

/** As `GET /v1/listings/{id}` has it: a draft, and whatever is to be published later. */
function isUnknownToReaders(
  { visibility }: ListingIndex,
  doc: number,
  state: string | undefined,
  now: number,
): boolean {
  return state === "draft" || now < visibility.instantsOf(doc)[0];
}

function clauseReasons({ clauses, broadened }: Matches, doc: number): Reason[] {
  const held = clauses.map(({ clause, docs }) => ({ clause, holds: docs.has(doc) }));
  const isAnyHeld = held.some(({ clause, holds }) => !clause.isExcluded && holds);
  return held.flatMap(({ clause, holds }): Reason[] => {
    const text = clause.leaves
      .map((leaf) => (leaf.scope === undefined ? leaf.text : `${leaf.scope}:${leaf.text}`))
      .join(" OR ");
    if (clause.isExcluded) return holds ? [{ code: "excluded", detail: `it has what was excluded: ${text}` }] : [];
    if (holds || (broadened && isAnyHeld)) return [];
    return [{ code: "query", detail: `it does not have: ${text}` }];
  });
}

function filterReasons(index: ListingIndex, request: SearchRequest, doc: number, now: number): Reason[] {
  return refusedBy(index, doc, request, now).map((name) => ({
    code: "filter",
    detail: `it does not pass the filter ${name}`,
  }));
}

function lastReason({ scope }: Matches, doc: number): Reason {
  if (scope.has(doc)) return { code: "duplicate", detail: "a near duplicate of it ranks before it" };
  return { code: "partial", detail: "only the newest listings were searched, the query asks for too much work" };
}
