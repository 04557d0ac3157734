/** How the results of one request are ordered. */
import type { Bitmap } from "../bitmap.ts";
import type { ListingIndex } from "../listing-index.ts";
import type { SearchRequest } from "../request.ts";
import { distancesOf } from "../values/distance.ts";
import { highestPay } from "../values/salary.ts";
import { byDate, byValue, type Ranked, type SortKey } from "./order.ts";
import { byRelevance } from "./relevance.ts";
import type { Scorer } from "./scorer.ts";

export interface ResultOrder {
  /** The first `count` of `docs` behind `after`. */
  first(docs: Bitmap, count: number, after?: SortKey): Ranked[];
  /** The sort values of a document, the most important first; the highest rank first. */
  keyOf(doc: number, score: number): readonly number[];
}

/** Sort value of a listing without a salary in the currency: below every amount. */
const UNKNOWN_SALARY = -1;
/** Of one without coordinates, negated: behind the far side of the earth. */
const UNKNOWN_DISTANCE = -1e9;

export function resultOrder(index: ListingIndex, request: SearchRequest, scorer: Scorer | undefined): ResultOrder {
  const { facts } = index;
  switch (request.sort) {
    case "relevance":
      return {
        first: (docs, count, after) => byRelevance(facts, scorer, docs, count, after),
        keyOf: (doc, score) => [score, facts.promotion(doc), facts.postedAt(doc)],
      };
    case "newest":
      return {
        first: (docs, count, after) => byDate(facts, docs, count, after),
        keyOf: (doc) => [facts.postedAt(doc)],
      };
    case "salary":
      return valueOrder(index, salaryValues(index, request));
    case "distance":
      return valueOrder(index, distanceValues(index, request));
  }
}

/** Sort values of documents, one for each. */
type ValuesOf = (docs: Uint32Array) => Float64Array;

function valueOrder({ facts }: ListingIndex, valuesOf: ValuesOf): ResultOrder {
  return {
    first: (docs, count, after) => byValue(facts, docs, count, valuesOf, after),
    keyOf: (doc) => [valuesOf(Uint32Array.of(doc))[0] ?? 0, facts.postedAt(doc)],
  };
}

function salaryValues(index: ListingIndex, { currency = "" }: SearchRequest): ValuesOf {
  return (docs) => highestPay(index, docs, currency).map((pay) => Math.max(UNKNOWN_SALARY, pay));
}

function distanceValues(index: ListingIndex, { near }: SearchRequest): ValuesOf {
  if (near === undefined) return (docs) => new Float64Array(docs.length).fill(UNKNOWN_DISTANCE);
  return (docs) => distancesOf(index, docs, near).map((metres) => Math.max(UNKNOWN_DISTANCE, -metres));
}
