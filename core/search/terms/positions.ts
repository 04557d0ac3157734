/**
 * Where a term stands in a listing, for phrases and for `field:`. A scope has a range of numbers of its own, and texts of one
 * scope are kept a step apart, so that words of two texts are never neighbours. A posting's positions are a run: 16 bits
 * each, ascending, the top bit set on the last. So runs are read where they lie, without decoding, and are passed over by
 * adding up top bits. Variable-length distances take a fifth less, and phrases three times as long: no processor can guess
 * where such a number ends.
 */
import type { Uint16List } from "../growable.ts";
import { SCOPES, type Scope } from "../query/query.ts";

/** On the last position of a run. */
export const LAST = 0x8000;
export const POSITION = LAST - 1;

/**
 * First position of each scope, ordered; a multiple of `GRAIN`. What of a listing lies beyond has the scope's last position:
 * of descriptions the words after 22,500, which in spaced scripts are 100,000 characters, the most that one may have; of tags, skills and
 * places what no reader would look at.
 */
const STARTS: Readonly<Record<Scope, number>> = {
  body: 0,
  title: 22_528,
  company: 23_040,
  tag: 23_296,
  skill: 26_624,
  location: 29_696,
};
const POSITIONS_END = POSITION + 1;
const GRAIN = 256;

/** In the order of their positions. */
export const SCOPES_BY_POSITION: readonly Scope[] = SCOPES.toSorted((a, b) => STARTS[a] - STARTS[b]);

export function scopeStart(scope: Scope): number {
  return STARTS[scope];
}

/** Exclusive. */
export function scopeEnd(scope: Scope): number {
  const next = SCOPES_BY_POSITION[SCOPES_BY_POSITION.indexOf(scope) + 1];
  return next === undefined ? POSITIONS_END : STARTS[next];
}

const scopeAt: readonly Scope[] = SCOPES_BY_POSITION.flatMap((scope) =>
  new Array<Scope>((scopeEnd(scope) - scopeStart(scope)) / GRAIN).fill(scope),
);

/** A number for each position, by its scope. */
export function byPosition(of: (scope: Scope) => number): (position: number) => number {
  const values = Int32Array.from(scopeAt, of);
  return (position) => values[(position / GRAIN) | 0] ?? 0;
}

/** Adds a run. @param positions ascending; equal ones count once; the first `count` */
export function pushRun(units: Uint16List, positions: Int32Array, count: number): void {
  let last = -1;
  for (let i = 0; i < count; i++) {
    const position = positions[i] ?? 0;
    if (position === last) continue;
    units.push(position);
    last = position;
  }
  units.set(units.length - 1, last | LAST);
}

/** Where the run begins that is `count` runs behind the one at `at`. */
export function laterRun(units: Uint16Array, at: number, count: number): number {
  let next = at;
  for (let left = count; left > 0; next++) left -= (units[next] ?? LAST) >>> 15;
  return next;
}

/** Whether a run has a position from `start` to `end` (exclusive). */
export function runMeets(units: Uint16Array, at: number, start: number, end: number): boolean {
  for (let next = at; ; next++) {
    const unit = units[next] ?? LAST;
    const position = unit & POSITION;
    if (position >= start) return position < end;
    if (unit >= LAST) return false;
  }
}
