/** What raises a listing beside its text, bounded so that a listing twice as relevant stays ahead. */

const DAY_MS = 86_400_000;

/** At the end of the scale; half of it at a promotion of 20, where the values of real boards end. */
const PROMOTION = 0.25;
const HALF_PROMOTION = 20;

/** Of a listing of now; half of it after 30 days. */
const RECENCY = 0.15;
const HALF_RECENCY_DAYS = 30;

/** -0.25 to 0.25; it grows with the promotion. */
export function promotionBoost(promotion: number): number {
  return (PROMOTION * promotion) / (Math.abs(promotion) + HALF_PROMOTION);
}

/** 0 to 0.15; it falls with the age. Both in milliseconds since 1970. */
export function recencyBoost(postedAt: number, now: number): number {
  const days = Math.max(0, now - postedAt) / DAY_MS;
  return (RECENCY * HALF_RECENCY_DAYS) / (HALF_RECENCY_DAYS + days);
}

/** What the score of the text is multiplied by. */
export function boostOf(promotion: number, postedAt: number, now: number): number {
  return 1 + promotionBoost(promotion) + recencyBoost(postedAt, now);
}

/** Six decimals: far below any difference that means something, far above the noise of a sum of doubles. */
const SCORE_UNITS = 1e6;

/** So that what is shown as equal ranks as equal. */
export function roundedScore(score: number): number {
  return Math.round(score * SCORE_UNITS) / SCORE_UNITS;
}
