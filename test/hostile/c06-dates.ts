/** C6: dates and instants, in every field that takes them. */
import { badField, created, type Expected, fixed, type HostileCase, importOf, post, rejected, rows } from "./case.ts";

const FIELDS = ["publishAt", "validThrough", "datePosted"] as const;

/** Neither an RFC 3339 instant nor a full date that the calendar has. */
const NONE: readonly unknown[] = [
  "",
  " ",
  "now",
  "today",
  "tomorrow",
  "2023-02-29",
  "1900-02-29",
  "2024-02-30",
  "2024-04-31",
  "2024-13-01",
  "2024-00-01",
  "2024-01-00",
  "2024-01-32",
  "0000-01-01",
  "10000-01-01",
  "-0001-01-01",
  "+2024-01-01",
  "24-01-01",
  "2024-1-1",
  "2024-001",
  "2024-W01-1",
  "20240101",
  "2024/01/01",
  "12/31/24",
  "31.12.2024",
  "2024-01",
  "2024",
  " 2024-01-01",
  "2024-01-01 ",
  "2024-01-01\n",
  "2024-01-01T00:00:00",
  "2024-01-01T00:00Z",
  "2024-01-01T00Z",
  "2024-01-01 00:00:00Z",
  "2024-01-01T24:00:00Z",
  "2024-01-01T25:00:00Z",
  "2024-01-01T12:60:00Z",
  "2024-01-01T12:00:60Z",
  "2024-01-01T12:00:61Z",
  "2024-01-01T12:00:00.Z",
  "2024-01-01T12:00:00,5Z",
  "2024-01-01T12:00:00.1234567890Z",
  "2024-01-01T12:00:00+14:01",
  "2024-01-01T12:00:00+25:00",
  "2024-01-01T12:00:00+01:60",
  "2024-01-01T12:00:00+0100",
  "2024-01-01T12:00:00+01",
  "2024-01-01T12:00:00 UTC",
  "2024-01-01T12:00:00ZZ",
  "2024-01-01T12:00:00[Europe/Berlin]",
  "0001-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-00:01",
  "２０２４-01-01",
  "2024-01-01T00:00:00Z; DROP TABLE listings",
  "1704067200",
  1_704_067_200,
  1_704_067_200_000,
  -1,
  1e15,
  true,
  [],
  {},
  ["2024-01-01"],
  { $date: "2024-01-01" },
];

/** Odd, and a date all the same: what is stored of it. */
const DATES: readonly (readonly [given: string, stored: string])[] = [
  ["2024-02-29", "2024-02-29"],
  ["2000-02-29", "2000-02-29"],
  ["2024-01-01t12:00:00z", "2024-01-01T12:00:00Z"],
  ["2024-01-01T12:00:00+14:00", "2023-12-31T22:00:00Z"],
  ["2024-01-01T12:00:00-12:00", "2024-01-02T00:00:00Z"],
  ["2024-01-01T12:00:00-00:00", "2024-01-01T12:00:00Z"],
  ["2024-01-01T12:00:00.123456789Z", "2024-01-01T12:00:00.123456789Z"],
  ["0001-01-01", "0001-01-01"],
  ["9999-12-31", "9999-12-31"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
];

const inFields: readonly HostileCase[] = FIELDS.flatMap((field) => [
  ...NONE.map((value) =>
    fixed(`${JSON.stringify(value)} in ${field}`, post({ [field]: value }), badField(`/${field}`)),
  ),
  ...DATES.map(([given, stored]) =>
    fixed(`${given} in ${field}`, post({ [field]: given }), created({ [field]: stored })),
  ),
]);

const ZONES = [
  "Etc/Bogus",
  "Mars/Olympus",
  "+01:00",
  "UTC+1",
  "",
  " ",
  "../../etc/passwd",
  "Europe/Berlin\n",
  "europe berlin",
  "x".repeat(1_000),
  1,
  {},
];

const period = (name: string, fields: Readonly<Record<string, unknown>>, expected: Expected) =>
  fixed(name, post(fields), expected);

const together: readonly HostileCase[] = [
  ...ZONES.map((timeZone) =>
    fixed(`the zone ${JSON.stringify(timeZone).slice(0, 40)}`, post({ timeZone }), badField("/timeZone")),
  ),
  period(
    "an end before the beginning",
    { publishAt: "2030-01-02", validThrough: "2030-01-01" },
    badField("/validThrough"),
  ),
  period(
    "an end before the posting",
    { datePosted: "2030-01-02T00:00:00Z", validThrough: "2030-01-01T00:00:00Z" },
    badField("/validThrough"),
  ),
  period(
    "an end at the beginning",
    { publishAt: "2030-01-01T00:00:00Z", validThrough: "2030-01-01T00:00:00Z" },
    badField("/validThrough"),
  ),
  period("one day", { publishAt: "2030-01-01", validThrough: "2030-01-01" }, created()),
  period(
    "a day that a zone does not have",
    { validThrough: "2011-12-30", datePosted: "2011-12-01", timeZone: "Pacific/Apia" },
    created(),
  ),
  period(
    "a midnight that a zone does not have",
    { validThrough: "2018-11-03", datePosted: "2018-01-01", timeZone: "America/Sao_Paulo" },
    created(),
  ),
  ...["2024-02-30", "1e15", "now", "-1e300", "12:30:45", "[1]", "{a: 1}"].map((value) =>
    fixed(
      `a file whose timestamp is ${value}`,
      importOf(
        "text/markdown",
        `---\ntitle: a\ncompanyName: b\nurl: https://example.com/c6\ntimestamp: ${value}\n---\n`,
      ),
      rows(rejected()),
    ),
  ),
];

export const cases: readonly HostileCase[] = [...inFields, ...together];
