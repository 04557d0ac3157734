/** Salaries as yearly amounts in one currency: filter, sort and facet. Without a range in it, a salary is unknown. */
import { Bitmap } from "../bitmap.ts";
import type { SalaryFilter } from "../request.ts";
import type { ValuesIndex } from "./listing-columns.ts";
import type { PayColumn } from "./pay-column.ts";
import { currencyNumber } from "./yearly-range.ts";

/** Buckets of the facet, in the unit of the currency; the last one has no end. */
const STEP = 20_000;
const LAST_STEP = 1_000_000;
const STEPS = LAST_STEP / STEP + 1;

/** No document has it. */
const NO_CURRENCY = 0xffff;

/** Of `docs`, those that the filter lets through. */
export function paidWithin(index: ValuesIndex, docs: Bitmap, currency: string, filter: SalaryFilter): Bitmap {
  const { pay } = index.values;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, includesUnknown } = filter;
  const wanted = currencyNumber(currency) ?? NO_CURRENCY;
  const passing = new Bitmap(docs.words.length << 5);
  for (const doc of docs.toArray()) {
    let isKnown = false;
    let passes = false;
    for (let range = pay.start(doc), end = pay.end(doc); range < end; range++) {
      if (pay.currencyAt(range) !== wanted) continue;
      isKnown = true;
      if (pay.maxAt(range) >= min && pay.minAt(range) <= max) passes = true;
    }
    if (passes || (includesUnknown && !isKnown)) passing.add(doc);
  }
  return passing;
}

/** The highest yearly end of each of `docs`; -Infinity where it is unknown. */
export function highestPay(index: ValuesIndex, docs: Uint32Array, currency: string): Float64Array {
  const { pay } = index.values;
  const wanted = currencyNumber(currency) ?? NO_CURRENCY;
  const highest = new Float64Array(docs.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    for (let range = pay.start(doc), end = pay.end(doc); range < end; range++) {
      if (pay.currencyAt(range) !== wanted) continue;
      const max = pay.maxAt(range);
      if (max > (highest[i] ?? 0)) highest[i] = max;
    }
  }
  return highest;
}

interface SalaryStep {
  readonly count: number;
  readonly from: number;
  /** Exclusive; the last step has none. */
  readonly to?: number;
}

/** How many documents pay something of each step, each once a step, and how many pay nobody knows what. */
export function salarySteps({ values: { pay } }: ValuesIndex, docs: Uint32Array, currency: string) {
  const wanted = currencyNumber(currency) ?? NO_CURRENCY;
  // How many more documents count in a step than in the one before it: a wide range costs no more than a narrow one.
  const changes = new Int32Array(STEPS + 1);
  let missing = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    let [ranges, own] = [0, 0];
    for (let range = pay.start(doc), end = pay.end(doc); range < end; range++) {
      if (pay.currencyAt(range) !== wanted) continue;
      ranges++;
      own = range;
    }
    if (ranges === 0) missing++;
    else if (ranges === 1) addSteps(changes, stepOf(pay.minAt(own)), stepOf(pay.maxAt(own)));
    else for (const step of stepsOf(pay, doc, wanted)) addSteps(changes, step, step);
  }
  let count = 0;
  const steps = Array.from({ length: STEPS }, (_, step): SalaryStep => {
    const from = step * STEP;
    count += changes[step] ?? 0;
    return from === LAST_STEP ? { count, from } : { count, from, to: from + STEP };
  });
  return { steps, missing };
}

function addSteps(changes: Int32Array, first: number, last: number): void {
  changes[first] = (changes[first] ?? 0) + 1;
  changes[last + 1] = (changes[last + 1] ?? 0) - 1;
}

/** Of several ranges, which may overlap. */
function stepsOf(pay: PayColumn, doc: number, currency: number): Set<number> {
  const steps = new Set<number>();
  for (let range = pay.start(doc), end = pay.end(doc); range < end; range++) {
    if (pay.currencyAt(range) !== currency) continue;
    for (let step = stepOf(pay.minAt(range)), last = stepOf(pay.maxAt(range)); step <= last; step++) steps.add(step);
  }
  return steps;
}

function stepOf(amount: number): number {
  return Math.max(0, Math.min(STEPS - 1, Math.floor(amount / STEP)));
}
