/** An entry of `compensation` as amounts a year, in which all salaries are compared. */
import type { Compensation, PayUnit } from "../../listing/content.ts";

/** What most job boards and statistics offices count with: 40 hours, 5 days, 52 weeks. */
const UNITS_A_YEAR: Readonly<Record<PayUnit, number>> = { hour: 2_080, day: 260, week: 52, month: 12, year: 1 };

export interface YearlyRange {
  /** `currencyNumber`. */
  readonly currency: number;
  readonly min: number;
  readonly max: number;
}

/** A missing end equals the other one; `undefined` for an entry of words alone. */
export function yearlyRangeOf({ currency, min, max, unit = "year" }: Compensation): YearlyRange | undefined {
  const [low, high] = [min ?? max, max ?? min];
  if (currency === undefined || low === undefined || high === undefined) return undefined;
  const [number, factor] = [currencyNumber(currency), UNITS_A_YEAR[unit]];
  return number === undefined ? undefined : { currency: number, min: Number(low) * factor, max: Number(high) * factor };
}

/** A code of three upper-case letters in 16 bits; `undefined` for any other text. */
export function currencyNumber(code: string): number | undefined {
  if (!/^[A-Z]{3}$/.test(code)) return undefined;
  const letter = (at: number) => code.charCodeAt(at) - 0x41;
  return (letter(0) * 26 + letter(1)) * 26 + letter(2);
}
