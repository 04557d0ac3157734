import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateMs,
  endOf,
  instantMs,
  isTimeZone,
  normalInstant,
  precisionOf,
  startOf,
  toInstant,
} from "../../../core/listing/time.ts";
import { pointersOf } from "../../support/faults.ts";
import { listingInput } from "../../support/listings.ts";
import { daysOfChange, firstMinuteOf } from "../../support/wall-clock.ts";

const FIELDS = ["publishAt", "validThrough", "datePosted"] as const;
const ends = (date: string, zone: string) => toInstant(endOf(date, zone) ?? Number.NaN);
const starts = (date: string, zone: string) => toInstant(startOf(date, zone) ?? Number.NaN);

describe("dates and instants of a body", () => {
  const GOOD: readonly (readonly [given: string, kept: string])[] = [
    ["2024-02-29", "2024-02-29"],
    ["2000-02-29", "2000-02-29"],
    ["0001-01-01", "0001-01-01"],
    ["9999-12-31", "9999-12-31"],
    ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"],
    ["2024-01-01t00:00:00z", "2024-01-01T00:00:00Z"],
    ["2024-01-01T23:59:59Z", "2024-01-01T23:59:59Z"],
    ["2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00.1Z"],
    ["2024-01-01T00:00:00.120Z", "2024-01-01T00:00:00.120Z"],
    ["2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.123456789Z"],
    ["2024-01-01T00:00:00+14:00", "2023-12-31T10:00:00Z"],
    ["2024-01-01T00:00:00-12:00", "2024-01-01T12:00:00Z"],
    ["2024-12-31T23:30:00.5-05:30", "2025-01-01T05:00:00.5Z"],
    ["2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00Z"],
    ["1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"],
    ["0001-01-01T00:00:00-12:00", "0001-01-01T12:00:00Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ];
  it.each(GOOD)("%s is kept as %s", (given, kept) => {
    for (const field of FIELDS) expect(listingInput({ [field]: given })[field]).toBe(kept);
    expect(normalInstant(kept)).toBe(kept);
    expect(precisionOf(given)).toBe(given.length === 10 ? "date" : "instant");
  });

  const BAD: readonly unknown[] = [
    "2023-02-29",
    "2024-02-30",
    "1900-02-29",
    "2024-04-31",
    "2024-13-01",
    "2024-00-01",
    "2024-01-00",
    "2024-01-32",
    "0000-01-01",
    "10000-01-01",
    "+10000-01-01",
    "-0001-01-01",
    "2024-1-1",
    "2024-001",
    "2024-W01",
    "20240101",
    "2024-01",
    "2024",
    "12/31/24",
    "31.12.2024",
    "now",
    "today",
    "1704067200",
    "1704067200000",
    "",
    " 2024-01-01",
    "2024-01-01 ",
    "2024-01-01\n",
    "２０２４-01-01",
    "2024-01-01T24:00:00Z",
    "2024-01-01T25:00:00Z",
    "2024-01-01T00:60:00Z",
    "2024-12-31T23:59:60Z",
    "2024-01-01T00:00:61Z",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00Z",
    "2024-01-01T00Z",
    "2024-01-01 00:00:00Z",
    "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00.1234567890Z",
    "2024-01-01T00:00:00,5Z",
    "2024-01-01T00:00:00+1:00",
    "2024-01-01T00:00:00+0100",
    "2024-01-01T00:00:00+01",
    "2024-01-01T00:00:00+14:01",
    "2024-01-01T00:00:00-14:01",
    "2024-01-01T00:00:00+25:00",
    "2024-01-01T00:00:00+01:60",
    "2024-01-01T00:00:00[Europe/Berlin]",
    "2024-02-30T00:00:00Z",
    "2024-01-01T00:00:00Z\n",
    // An offset may not carry an instant out of the years that four digits can write.
    "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    1_704_067_200,
    1e15,
    -1,
    true,
    {},
    ["2024-01-01"],
  ];
  it.each(BAD)("%j is neither a date nor an instant", (value) => {
    for (const field of FIELDS) expect(pointersOf({ [field]: value }), field).toEqual([`/${field}`]);
  });

  it("are read as Date.parse reads them, to the millisecond", () => {
    for (let milli = 0; milli < 1_000; milli++) {
      const text = `2024-02-29T12:34:56.${String(milli).padStart(3, "0")}+02:30`;
      expect(instantMs(text)).toBe(Date.parse(text));
    }
    const moment = fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(moment, (date) => {
        expect(instantMs(date.toISOString())).toBe(date.getTime());
        const day = date.toISOString().slice(0, 10);
        expect(dateMs(day)).toBe(Date.parse(day));
      }),
    );
  });

  it("a normal instant is its own normal form and the same moment", () => {
    const parts = fc.record({
      at: fc.date({ min: new Date("1000-01-01"), max: new Date("3000-01-01"), noInvalidDate: true }),
      fraction: fc.constantFrom("", ".0", ".120", ".123456789"),
      zone: fc.constantFrom("Z", "z", "+00:00", "-00:00", "+05:45", "-09:30", "+14:00"),
    });
    fc.assert(
      fc.property(parts, ({ at, fraction, zone }) => {
        const given = `${at.toISOString().slice(0, 19)}${fraction}${zone}`;
        const normal = normalInstant(given);
        expect(normalInstant(normal)).toBe(normal);
        expect(instantMs(normal)).toBe(instantMs(given));
        expect(normal.endsWith(`${fraction}Z`)).toBe(true);
      }),
    );
  });
});

describe("time zones of a body", () => {
  it.each([
    "UTC",
    "Europe/Berlin",
    "America/Argentina/Buenos_Aires",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Etc/GMT+12",
  ])("%s is one", (timeZone) => {
    expect(isTimeZone(timeZone)).toBe(true);
    expect(listingInput({ timeZone }).timeZone).toBe(timeZone);
  });

  it.each([
    "Etc/Bogus",
    "Mars/Olympus",
    "Berlin",
    "+01:00",
    "GMT+1",
    "UTC+1",
    "Europe/Berlin ",
    " Europe/Berlin",
    "Europe/Berlin\n",
    "Europe\\Berlin",
    "../Europe/Berlin",
    "",
    "a".repeat(65),
  ])("%j is none", (timeZone) => {
    expect(isTimeZone(timeZone)).toBe(false);
    expect(pointersOf({ timeZone })).toEqual(["/timeZone"]);
  });
});

describe("a date covers that day in its zone", () => {
  it.each([
    ["2024-06-30", "UTC", "2024-06-30T00:00:00.000Z", "2024-07-01T00:00:00.000Z"],
    ["2024-06-30", "Europe/Berlin", "2024-06-29T22:00:00.000Z", "2024-06-30T22:00:00.000Z"],
    ["2024-12-31", "Europe/Berlin", "2024-12-30T23:00:00.000Z", "2024-12-31T23:00:00.000Z"],
    ["2024-06-30", "America/Los_Angeles", "2024-06-30T07:00:00.000Z", "2024-07-01T07:00:00.000Z"],
    ["2024-06-30", "Asia/Kathmandu", "2024-06-29T18:15:00.000Z", "2024-06-30T18:15:00.000Z"],
    ["2024-06-30", "Pacific/Kiritimati", "2024-06-29T10:00:00.000Z", "2024-06-30T10:00:00.000Z"],
    ["2024-06-30", "Etc/GMT+12", "2024-06-30T12:00:00.000Z", "2024-07-01T12:00:00.000Z"],
    // 23 and 25 hours.
    ["2024-03-31", "Europe/Berlin", "2024-03-30T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
    ["2024-10-27", "Europe/Berlin", "2024-10-26T22:00:00.000Z", "2024-10-27T23:00:00.000Z"],
    // Clocks went from 24:00 to 01:00: the day had no midnight.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-05T02:00:00.000Z"],
    ["2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00.000Z", "2018-11-04T03:00:00.000Z"],
    ["2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00.000Z", "2022-03-27T21:00:00.000Z"],
    ["2024-04-26", "Africa/Cairo", "2024-04-25T22:00:00.000Z", "2024-04-26T21:00:00.000Z"],
    // Clocks went from 24:00 back to 23:00: the day before has 25 hours.
    ["2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00.000Z", "2018-02-18T03:00:00.000Z"],
    ["2024-10-31", "Africa/Cairo", "2024-10-30T21:00:00.000Z", "2024-10-31T22:00:00.000Z"],
    // Half an hour of summer time.
    ["2024-10-06", "Australia/Lord_Howe", "2024-10-05T13:30:00.000Z", "2024-10-06T13:00:00.000Z"],
    // The day that Samoa left out: it starts and ends where the next one starts.
    ["2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00.000Z", "2011-12-30T10:00:00.000Z"],
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z", "2011-12-30T10:00:00.000Z"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z", "2011-12-31T10:00:00.000Z"],
    ["1994-12-31", "Pacific/Kiritimati", "1994-12-31T10:00:00.000Z", "1994-12-31T10:00:00.000Z"],
  ])("%s in %s starts at %s and ends at %s", (date, zone, start, end) => {
    expect(starts(date, zone)).toBe(start);
    expect(ends(date, zone)).toBe(end);
  });

  it("an instant is its own start and end, whatever the zone", () => {
    const at = Date.parse("2024-06-30T12:00:00Z");
    expect(startOf("2024-06-30T14:00:00+02:00", "Asia/Tokyo")).toBe(at);
    expect(endOf("2024-06-30T14:00:00+02:00", "Asia/Tokyo")).toBe(at);
  });

  it.each(["UTC", "Etc/GMT+12", "Pacific/Kiritimati"])(
    "the last day of all ends in a year that can be written, in %s",
    (zone) => {
      expect(ends("9999-12-31", zone)).toMatch(/^9999-12-31T/);
    },
  );

  const zones = Intl.supportedValuesOf("timeZone");
  const years = fc.integer({ min: 1975, max: 2037 });

  it("as a scan of every minute finds it, for any zone and day", () => {
    const days = fc.date({ min: new Date("1975-01-01"), max: new Date("2037-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, (zone, at) => {
        const date = at.toISOString().slice(0, 10);
        const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
        expect(startOf(date, zone)).toBe(firstMinuteOf(date, zone));
        expect(endOf(date, zone)).toBe(firstMinuteOf(next, zone));
      }),
      { numRuns: 60 },
    );
  });

  it("as a scan of every minute finds it, around the days on which a zone changes its clocks", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), years, (zone, year) => {
        for (const date of daysOfChange(year, zone)) {
          expect(toInstant(startOf(date, zone) ?? 0), `${date} in ${zone}`).toBe(toInstant(firstMinuteOf(date, zone)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Havana",
    "America/Asuncion",
    "Asia/Gaza",
    "America/St_Johns",
  ])("as a scan of every minute finds it, for clocks that change at midnight in %s", (zone) => {
    for (const year of [1992, 2007, 2009, 2014]) {
      for (const date of daysOfChange(year, zone)) {
        expect(toInstant(startOf(date, zone) ?? 0), date).toBe(toInstant(firstMinuteOf(date, zone)));
      }
    }
  });

  it("days follow each other without a gap or an overlap", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), years, fc.integer({ min: 0, max: 364 }), (zone, year, day) => {
        const date = (offset: number) => new Date(Date.UTC(year, 0, 1 + day + offset)).toISOString().slice(0, 10);
        expect(endOf(date(0), zone)).toBe(startOf(date(1), zone));
        expect(startOf(date(0), zone)).toBeLessThanOrEqual(endOf(date(0), zone) ?? 0);
      }),
    );
  });
});
