/** What a listing pays a year in a currency. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import type { SalaryFilter } from "../../../../core/search/request.ts";

const A_YEAR = { hour: 2_080, day: 260, week: 52, month: 12, year: 1 };

export interface YearlyRange {
  readonly min: number;
  readonly max: number;
}

/** A missing end equals the other one; entries without an end or in another currency are none. */
export function yearlyRanges({ content }: ListingRecord, currency: string | undefined): YearlyRange[] {
  return content.compensation.flatMap(({ currency: own, min, max, unit = "year" }) => {
    const [low, high] = [min ?? max, max ?? min];
    if (own !== currency || low === undefined || high === undefined) return [];
    return [{ min: Number(low) * A_YEAR[unit], max: Number(high) * A_YEAR[unit] }];
  });
}

export function highestPay(record: ListingRecord, currency: string | undefined): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...yearlyRanges(record, currency).map(({ max }) => max));
}

export function paysWithin(record: ListingRecord, currency: string | undefined, filter: SalaryFilter): boolean {
  const ranges = yearlyRanges(record, currency);
  if (ranges.length === 0) return filter.includesUnknown;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = filter;
  return ranges.some((range) => range.max >= min && range.min <= max);
}
