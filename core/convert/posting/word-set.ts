/** A set of the words of a text: lists of words read better without a pair of quotes each. */
export function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
