/** Counts of one field over all postings (micro average). */
export interface Score {
  readonly hits: number;
  readonly falsePositives: readonly string[];
  readonly misses: readonly string[];
}

/** Compares found with labelled values, each written `file: value`, without regard to case. */
export function scoreOf(found: readonly string[], labelled: readonly string[]): Score {
  const foundKeys = new Set(found.map((value) => value.toLowerCase()));
  const labelledKeys = new Set(labelled.map((value) => value.toLowerCase()));
  return {
    hits: labelled.filter((value) => foundKeys.has(value.toLowerCase())).length,
    falsePositives: found.filter((value) => !labelledKeys.has(value.toLowerCase())),
    misses: labelled.filter((value) => !foundKeys.has(value.toLowerCase())),
  };
}

/** "precision 0.970 (97/100), recall 0.900 (90/100)"; the fractions keep a small sample honest. */
export function describeScore({ hits, falsePositives, misses }: Score): string {
  const part = (name: string, of: number) => `${name} ${of === 0 ? "-" : (hits / of).toFixed(3)} (${hits}/${of})`;
  return `${part("precision", hits + falsePositives.length)}, ${part("recall", hits + misses.length)}`;
}

/** `file: value` lines gathered by value, the most frequent first. */
export function byValue(lines: readonly string[]): string[] {
  const files = new Map<string, string[]>();
  for (const line of lines) {
    const [file = "", value = ""] = line.split(": ");
    files.set(value, [...(files.get(value) ?? []), file]);
  }
  return [...files]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([value, names]) => `  ${names.length} ${value}  (${names.slice(0, 3).join(", ")})`);
}
