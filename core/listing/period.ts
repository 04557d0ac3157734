/** Whether a listing ends before it starts, judged from its dates as they were written. */
import { endOf, isTimeZone, normalInstant, precisionOf, startOf } from "./time.ts";

/** Fields of a body, of which any may be missing or wrong: what is wrong has a fault of its own. */
export interface Dates {
  readonly publishAt?: unknown;
  readonly validThrough?: unknown;
  readonly datePosted?: unknown;
  readonly timeZone?: unknown;
  readonly createdAt?: unknown;
}

/** A date begins and ends up to 14 hours away from UTC's, depending on a time zone that only the board knows. */
const ZONE_SLACK_MS = 14 * 3_600_000;

/** Why the listing would end before it starts, said of `validThrough`; `undefined` when it does not. */
export function periodFault(dates: Dates): string | undefined {
  const start = startBehindEnd(dates);
  return start === undefined ? undefined : `must not be before the listing starts: it ends at or before ${start}`;
}

/** The field whose instant `validThrough` does not outlast in any time zone that may be meant; else `undefined`. */
function startBehindEnd(dates: Dates): "publishAt" | "datePosted" | undefined {
  const { validThrough: end, publishAt, datePosted, createdAt } = dates;
  const timeZone = typeof dates.timeZone === "string" && isTimeZone(dates.timeZone) ? dates.timeZone : undefined;
  if (endsBefore(end, publishAt, timeZone)) return "publishAt";
  // One that repeats the time of creation is the default, which an answer shows and GET, edit, PUT sends back.
  const isDefault = typeof createdAt === "string" && datePosted === normalInstant(createdAt);
  return !isDefault && endsBefore(end, datePosted, timeZone) ? "datePosted" : undefined;
}

function endsBefore(end: unknown, start: unknown, timeZone: string | undefined): boolean {
  if (typeof end !== "string" || typeof start !== "string") return false;
  const [from, until] = [startOf(start, timeZone ?? "UTC"), endOf(end, timeZone ?? "UTC")];
  if (from === undefined || until === undefined) return false;
  // Two dates move with the zone together, two instants not at all.
  const isSure = timeZone !== undefined || precisionOf(start) === precisionOf(end);
  return until + (isSure ? 0 : ZONE_SLACK_MS) <= from;
}
