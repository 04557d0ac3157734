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

/**
 * The distance of any word from `word`: optimal string alignment over code points (Damerau 1964, no letter edited twice),
 * `limit + 1` for all that are further away. Only the cells within `limit` of the diagonal are filled, in rows that are
 * used again for every candidate, since a dictionary has thousands.
 */
export function editsTo(word: string, limit: 1 | 2): (candidate: string) => number {
  const from = codePointsOf(word);
  const to = new Uint32Array(from.length + limit);
  const far = limit + 1;
  let before = new Uint8Array(to.length + 2);
  let previous = new Uint8Array(to.length + 2);
  let current = new Uint8Array(to.length + 2);

  /** Fills row `i` near the diagonal; false if all of it is too far away, and so whatever lies below. */
  const fillRow = (i: number, length: number): boolean => {
    const first = Math.max(1, i - limit);
    const last = Math.min(length, i + limit);
    let left = first === 1 ? Math.min(i, far) : far;
    let least = left;
    current[first - 1] = left;
    for (let j = first; j <= last; j++) {
      const replaced = (previous[j - 1] ?? far) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let edits = Math.min(replaced, (previous[j] ?? far) + 1, left + 1, far);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        edits = Math.min(edits, (before[j - 2] ?? far) + 1);
      }
      current[j] = edits;
      left = edits;
      if (edits < least) least = edits;
    }
    // The next row looks one cell further.
    current[last + 1] = far;
    return least < far;
  };

  return (candidate) => {
    const length = readCodePoints(candidate, to);
    if (length > to.length || length < from.length - limit) return far;
    for (let j = 0; j <= length; j++) previous[j] = Math.min(j, far);
    for (let i = 1; i <= from.length; i++) {
      if (!fillRow(i, length)) return far;
      [before, previous, current] = [previous, current, before];
    }
    return previous[length] ?? far;
  };
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
