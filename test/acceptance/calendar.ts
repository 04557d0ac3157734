/**
 * Dates of the listings that have to lie close to now, since searches ask for the last day, week and month: the same
 * distance in every run, and a name for each, so that two runs can be compared.
 */

export interface Calendar {
  /** An RFC 3339 instant. */
  hoursAgo(hours: number): string;
  /** Texts that a run chose, and what a transcript calls them. */
  names(): ReadonlyMap<string, string>;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** @param now when the run began, milliseconds since 1970. */
export function calendar(now: number): Calendar {
  const start = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const names = new Map<string, string>();
  return {
    hoursAgo(hours) {
      const text = `${new Date(start - hours * HOUR_MS).toISOString().slice(0, 19)}Z`;
      names.set(text, `<${hours} hours ago>`);
      // As answers have instants that are computed.
      names.set(text.replace("Z", ".000Z"), `<${hours} hours ago, computed>`);
      // As the front matter of a file has it.
      names.set(String(Date.parse(text)), `<${hours} hours ago, ms>`);
      return text;
    },
    names: () => names,
  };
}
