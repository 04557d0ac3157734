/** How far a word is from another one, in the slips of a hand: a letter too many, too few, wrong, or two swapped. */

const SHORTEST_FOR_ONE = 4;
const SHORTEST_FOR_TWO = 8;

/** Edits that a word may be away and still be meant; none for short words and those with digits. Folded, without signs. */
export function editsAllowed(term: string): 0 | 1 | 2 {
  if (term.length < SHORTEST_FOR_ONE || /\p{N}/u.test(term)) return 0;
  const letters = codePointsOf(term).length;
  if (letters < SHORTEST_FOR_ONE) return 0;
  return letters < SHORTEST_FOR_TWO ? 1 : 2;
}

/** The distance of any word from `word`, as `EditTable` has it. */
export function editsTo(word: string, limit: 1 | 2): (candidate: string) => number {
  const table = new EditTable(word, limit);
  return (candidate) => table.distance(readCodePoints(candidate, table.room));
}

/**
 * Optimal string alignment over code points (Damerau 1964, no letter edited twice). Only the cells within `limit` of the
 * diagonal are filled, in rows that are used again for every candidate, since a dictionary has thousands.
 */
export class EditTable {
  /** Where a candidate is written: as much as a word within the limit can have. */
  readonly room: Uint32Array;
  readonly #word: Uint32Array;
  readonly #limit: number;
  readonly #rows: readonly [Uint8Array, Uint8Array, Uint8Array];

  constructor(word: string, limit: 1 | 2) {
    this.#word = codePointsOf(word);
    this.#limit = limit;
    this.room = new Uint32Array(this.#word.length + limit);
    const row = () => new Uint8Array(this.room.length + 2);
    this.#rows = [row(), row(), row()];
  }

  /** Of the first `length` code points in `room`; `limit + 1` for all that are further away. */
  distance(length: number): number {
    const [word, limit, far] = [this.#word, this.#limit, this.#limit + 1];
    if (length > this.room.length || length < word.length - limit) return far;
    let [before, above, row] = this.#rows;
    for (let j = 0; j <= length; j++) above[j] = Math.min(j, far);
    for (let i = 1; i <= word.length; i++) {
      // All of a row too far away: so is whatever lies below.
      if (fillRow(i, word, this.room, length, limit, before, above, row) >= far) return far;
      const oldest = before;
      before = above;
      above = row;
      row = oldest;
    }
    return above[length] ?? far;
  }
}

/** Fills row `i` near the diagonal from the two above it; returns its least value. */
function fillRow(
  i: number,
  word: Uint32Array,
  candidate: Uint32Array,
  length: number,
  limit: number,
  before: Uint8Array,
  above: Uint8Array,
  row: Uint8Array,
): number {
  const far = limit + 1;
  const last = Math.min(length, i + limit);
  const first = Math.max(1, i - limit);
  const letter = word[i - 1];
  let left = first === 1 ? Math.min(i, far) : far;
  let least = left;
  row[first - 1] = left;
  for (let j = first; j <= last; j++) {
    const replaced = (above[j - 1] ?? far) + (letter === candidate[j - 1] ? 0 : 1);
    let edits = Math.min(replaced, (above[j] ?? far) + 1, left + 1, far);
    if (i > 1 && j > 1 && letter === candidate[j - 2] && word[i - 2] === candidate[j - 1]) {
      edits = Math.min(edits, (before[j - 2] ?? far) + 1);
    }
    row[j] = edits;
    left = edits;
    if (edits < least) least = edits;
  }
  // The next row looks one cell further.
  row[last + 1] = far;
  return least;
}

/** How many there are; above the length of `into` if they do not fit, then counted no further. */
function readCodePoints(text: string, into: Uint32Array): number {
  let length = 0;
  for (let at = 0; at < text.length; length++) {
    if (length === into.length) return length + 1;
    const code = text.codePointAt(at) ?? 0;
    into[length] = code;
    at += code > 0xffff ? 2 : 1;
  }
  return length;
}

function codePointsOf(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  return points.subarray(0, readCodePoints(text, points));
}
