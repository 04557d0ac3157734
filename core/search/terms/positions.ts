/**
 * Where a term stands in a listing, for phrases and for `field:`. A scope has a range of numbers of its own, and texts of one
 * scope are kept a step apart, so that words of two texts are never neighbours. A posting's positions are a run of numbers:
 * the distance from the position before (from 0 for the first), 7 bits a byte, the lowest first and the top bit set, and 6 in
 * the last byte, whose bit 6 is set on the run's last position. So a run ends itself at the first byte of 01xxxxxx, and is
 * passed over with one comparison a byte. The body comes first: nine of ten postings are of it alone, and take two bytes.
 */
import type { ByteList } from "../growable.ts";
import { SCOPES, type Scope } from "../query/query.ts";

/** Positions of a scope; the body's 100,000 characters of description and 1,000 of summary may take two of them. */
export const SCOPE_BITS = 16;
const SCOPE_SIZE = 1 << SCOPE_BITS;

const SCOPE_NUMBERS: Readonly<Record<Scope, number>> = { body: 0, title: 2, company: 3, tag: 4, skill: 5, location: 6 };

/** In the order of their positions. */
export const SCOPES_BY_POSITION: readonly Scope[] = SCOPES.toSorted((a, b) => SCOPE_NUMBERS[a] - SCOPE_NUMBERS[b]);

export function scopeStart(scope: Scope): number {
  return SCOPE_NUMBERS[scope] * SCOPE_SIZE;
}

/** Exclusive. */
export function scopeEnd(scope: Scope): number {
  return scope === "body" ? scopeStart("title") : scopeStart(scope) + SCOPE_SIZE;
}

/** More bytes of this position follow. */
const MORE = 0x80;
/** The run's last position ends here. */
const LAST = 0x40;

/** Adds one position to a run; `distance` from the one before. */
export function pushPosition(bytes: ByteList, distance: number, isLast: boolean): void {
  let rest = distance;
  for (; rest >= LAST; rest >>>= 7) bytes.push((rest & 0x7f) | MORE);
  bytes.push(isLast ? rest | LAST : rest);
}

/** Behind the run that starts at `at`. */
export function runEnd(bytes: Uint8Array, at: number): number {
  let next = at;
  while (((bytes[next++] ?? LAST) & (MORE | LAST)) !== LAST);
  return next;
}

/** The positions of one posting, ascending: the first `count` of `positions`. Kept from posting to posting. */
export class Run {
  positions = new Int32Array(64);
  count = 0;
  #next = 0;

  read(bytes: Uint8Array, at: number): void {
    let [next, position, value, shift] = [at, 0, 0, 0];
    this.count = 0;
    this.#next = 0;
    for (;;) {
      const byte = bytes[next++] ?? LAST;
      if (byte >= MORE) {
        value |= (byte & 0x7f) << shift;
        shift += 7;
        continue;
      }
      position += value | ((byte & 0x3f) << shift);
      if (this.count === this.positions.length) this.#grow();
      this.positions[this.count++] = position;
      if (byte >= LAST) return;
      value = 0;
      shift = 0;
    }
  }

  /** Goes on from the position that was asked for last: what is asked for ascends. */
  has(wanted: number): boolean {
    while (this.#next < this.count && (this.positions[this.#next] ?? 0) < wanted) this.#next++;
    return this.#next < this.count && this.positions[this.#next] === wanted;
  }

  /** Whether one is from `start` to `end` (exclusive). */
  meets(start: number, end: number): boolean {
    let at = 0;
    while (at < this.count && (this.positions[at] ?? 0) < start) at++;
    return at < this.count && (this.positions[at] ?? 0) < end;
  }

  #grow(): void {
    const larger = new Int32Array(4 * this.positions.length);
    larger.set(this.positions);
    this.positions = larger;
  }
}

const probe = new Run();

/** Whether a run has a position from `start` to `end` (exclusive). */
export function runMeets(bytes: Uint8Array, at: number, start: number, end: number): boolean {
  probe.read(bytes, at);
  return probe.meets(start, end);
}
