/** What a clock on a wall shows, minute by minute: slow, obvious, and independent of `core/listing/time.ts`. */

const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The date in a zone at an instant, as YYYY-MM-DD; Swedish writes dates that way. */
function localDate(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** The first minute at which the zone's clocks show the date or a later one, by looking at every minute around it. */
export function firstMinuteOf(date: string, timeZone: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  // No zone is 27 hours off, and zones that skip a day jump by 24.
  for (let at = noon - 39 * 60 * MINUTE_MS; ; at += MINUTE_MS) if (localDate(at, timeZone) >= date) return at;
}

/** Days of a year on which the zone changes its offset, found by asking at every noon and midnight. */
export function daysOfChange(year: number, timeZone: string): readonly string[] {
  const days: string[] = [];
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const offset = (at: number) => format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value;
  const end = Date.UTC(year + 1, 0, 1);
  for (let at = Date.UTC(year, 0, 1); at < end; at += 1_440 * MINUTE_MS) {
    if (offset(at) === offset(at + 1_440 * MINUTE_MS)) continue;
    for (const near of [-1, 0, 1, 2]) days.push(new Date(at + near * 1_440 * MINUTE_MS).toISOString().slice(0, 10));
  }
  return days;
}
