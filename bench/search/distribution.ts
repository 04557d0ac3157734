/** Drawing from measured distributions. */

/** How often the word of a rank (from 1) occurs among all words. */
export interface RankPoint {
  readonly rank: number;
  readonly frequency: number;
}

/** Draws ranks, from 0, of a curve that is straight between its points when both axes are logarithmic (Zipf in pieces). */
export class RankSampler {
  readonly #cumulative: Float64Array;
  /** For each of equal parts of the probability, the first rank in it: a draw then looks at one or two ranks. */
  readonly #guide: Uint32Array;

  constructor(points: readonly RankPoint[]) {
    const ranks = points.at(-1)?.rank ?? 0;
    this.#cumulative = new Float64Array(ranks);
    let [sum, piece] = [0, 0];
    for (let rank = 1; rank <= ranks; rank++) {
      while (rank > (points[piece + 1]?.rank ?? ranks)) piece++;
      sum += between(points[piece], points[piece + 1], rank);
      this.#cumulative[rank - 1] = sum;
    }
    for (let i = 0; i < ranks; i++) this.#cumulative[i] = (this.#cumulative[i] ?? 0) / sum;
    this.#guide = new Uint32Array(ranks);
    for (let i = 0, rank = 0; i < ranks; i++) {
      while ((this.#cumulative[rank] ?? 1) < i / ranks) rank++;
      this.#guide[i] = rank;
    }
  }

  /** `random` is at least 0 and below 1. */
  draw(random: number): number {
    let rank = this.#guide[Math.floor(random * this.#guide.length)] ?? 0;
    while (rank < this.#cumulative.length - 1 && (this.#cumulative[rank] ?? 1) <= random) rank++;
    return rank;
  }
}

function between(from: RankPoint | undefined, to: RankPoint | undefined, rank: number): number {
  if (from === undefined) return 0;
  if (to === undefined) return from.frequency;
  const slope = Math.log(to.frequency / from.frequency) / Math.log(to.rank / from.rank);
  return from.frequency * (rank / from.rank) ** slope;
}

/** A value by its quantiles at equal distances, straight between them. */
export function fromQuantiles(quantiles: readonly number[], random: number): number {
  const at = random * (quantiles.length - 1);
  const low = quantiles[Math.floor(at)] ?? 0;
  const high = quantiles[Math.floor(at) + 1] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** Draws numbers below `count` by Zipf's law: the one of rank r in proportion to r ** -exponent. */
export function zipf(count: number, exponent: number): RankSampler {
  return new RankSampler([
    { rank: 1, frequency: 1 },
    { rank: count, frequency: count ** -exponent },
  ]);
}
