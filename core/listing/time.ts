/** Instants and dates as clients write them. The precision that was given is the precision that is kept. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;
/** A date or an instant, as JSON Schema has it: one that also exists is for `precisionOf` to say. */
export const TIMESTAMP_PATTERN =
  "^\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2}))?$";
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
// The widest offset in use is UTC+14; a larger one is a slip of the pen.
const MAX_OFFSET_MINUTES = 14 * 60;
// RFC 3339 has four digits for the year. An offset may not carry an instant out of them, and the end of 9999-12-31, which
// means "for ever", is the last instant that can be written.
const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

export type Precision = "date" | "instant";

/** `undefined` when the text is neither an RFC 3339 instant nor a full date that exists in the calendar. */
export function precisionOf(text: string): Precision | undefined {
  if (DATE.test(text)) return dateMs(text) === undefined ? undefined : "date";
  return instantMs(text) === undefined ? undefined : "instant";
}

/** Milliseconds since 1970 of an RFC 3339 instant. */
export function instantMs(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = match;
  const date = dateMs(`${year}-${month}-${day}`);
  const offset = offsetMinutes(zone);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (date === undefined || offset === undefined || h > 23 || m > 59 || s > 59) return undefined;
  const millis = Math.floor(Number(`0${fraction}`) * 1_000);
  const ms = date + h * 3_600_000 + m * MINUTE_MS + s * 1_000 + millis - offset * MINUTE_MS;
  return ms < FIRST_MS || ms > LAST_MS ? undefined : ms;
}

/** Midnight UTC of a date, or `undefined` if the calendar has no such day (years 1 to 9999). */
export function dateMs(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

/** The normal form of an instant: UTC, with the sub-second digits as written. Dates stay as they are. */
export function normalInstant(text: string): string {
  const match = INSTANT.exec(text);
  const ms = instantMs(text);
  if (match === null || ms === undefined) return text;
  return `${new Date(ms).toISOString().slice(0, 19)}${match[7] ?? ""}Z`;
}

export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** First instant of the value: of a date, the first instant of that day in the zone. */
export function startOf(text: string, timeZone: string): number | undefined {
  const day = dateMs(text);
  return day === undefined ? instantMs(text) : firstInstantOfDay(day, timeZone);
}

/** First instant after the value: an instant is its own end, a date ends with that day in the zone. */
export function endOf(text: string, timeZone: string): number | undefined {
  const day = dateMs(text);
  return day === undefined ? instantMs(text) : Math.min(firstInstantOfDay(day + DAY_MS, timeZone), LAST_MS);
}

/** Offsets such as "+01:00" are legal for Intl but are no IANA names. */
export const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

export function isTimeZone(name: string): boolean {
  if (!TIME_ZONE.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Where midnight does not exist (clocks go forward at 00:00) the day starts at the first instant after the gap. */
function firstInstantOfDay(utcMidnight: number, timeZone: string): number {
  const candidates = [utcMidnight - DAY_MS, utcMidnight, utcMidnight + DAY_MS]
    .map((at) => utcMidnight - zoneOffset(at, timeZone))
    .filter((at) => at + zoneOffset(at, timeZone) >= utcMidnight);
  let first = Math.min(...candidates);
  // With the smaller offset of a spring gap the candidate lies inside the day already: step back to the gap itself.
  while (first - MINUTE_MS + zoneOffset(first - MINUTE_MS, timeZone) >= utcMidnight) first -= MINUTE_MS;
  return first;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of the zone at an instant, in milliseconds east of UTC. */
function zoneOffset(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-u-hc-h23", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      era: "short",
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const year = part.era === "BC" ? 1 - Number(part.year) : Number(part.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  local.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
  return local.getTime() - Math.floor(at / 1_000) * 1_000;
}

function offsetMinutes(zone: string): number | undefined {
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  if (Number(zone.slice(4, 6)) > 59 || minutes > MAX_OFFSET_MINUTES) return undefined;
  return zone.startsWith("-") ? -minutes : minutes;
}
