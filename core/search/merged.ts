/** Two lists in one order as one list in that order; of equals the first list's come first. */
export function merged(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  isBefore: (ofB: number, ofA: number) => boolean,
  most = Number.POSITIVE_INFINITY,
): number[] {
  const all: number[] = [];
  for (let i = 0, j = 0; all.length < most && (i < a.length || j < b.length); ) {
    const [ofA, ofB] = [a[i], b[j]];
    const isFromB = ofA === undefined || (ofB !== undefined && isBefore(ofB, ofA));
    all.push((isFromB ? ofB : ofA) ?? 0);
    if (isFromB) j++;
    else i++;
  }
  return all;
}
