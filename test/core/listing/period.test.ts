import { describe, expect, it } from "vitest";
import { COMPLETE, faultsOf, pointersOf } from "../../support/faults.ts";

const JUNE_10 = "2026-06-10";
const NOON = "2026-06-10T12:00:00Z";

describe("a listing that ends before it starts", () => {
  it.each([
    ["dates", "2026-06-09", JUNE_10, undefined],
    ["instants", "2026-06-10T11:59:59Z", NOON, undefined],
    ["the same instant", NOON, NOON, undefined],
    ["the same instant in another spelling", "2026-06-10T14:00:00+02:00", NOON, undefined],
    ["a date and an instant, in every zone", "2026-06-09", "2026-06-10T14:00:00Z", undefined],
    ["an instant and a date, in every zone", "2026-06-09T10:00:00Z", JUNE_10, undefined],
    ["a date and an instant in the zone given", "2026-06-09", "2026-06-09T22:00:00Z", "Europe/Berlin"],
    ["an instant and a date in the zone given", "2026-06-10T04:00:00Z", JUNE_10, "America/New_York"],
  ])("is refused: %s", (_name, validThrough, start, timeZone) => {
    const zone = timeZone === undefined ? {} : { timeZone };
    for (const field of ["publishAt", "datePosted"]) {
      expect(faultsOf({ ...COMPLETE, ...zone, validThrough, [field]: start })).toEqual([
        {
          code: "invalid_value",
          detail: `validThrough must not be before the listing starts: it ends at or before ${field}`,
          pointer: "/validThrough",
        },
      ]);
    }
  });

  it.each([
    ["the same date", JUNE_10, JUNE_10, undefined],
    ["an instant later", "2026-06-10T12:00:00.001Z", NOON, undefined],
    ["a date that has not ended yet in the west", "2026-06-09", "2026-06-10T11:00:00Z", undefined],
    ["a date that has begun already in the east", "2026-06-09T10:00:01Z", JUNE_10, undefined],
    ["a date and an instant in the zone given", "2026-06-09", "2026-06-09T21:59:59Z", "Europe/Berlin"],
    ["for ever", "9999-12-31", JUNE_10, "Asia/Tokyo"],
  ])("is not one with %s", (_name, validThrough, start, timeZone) => {
    const zone = timeZone === undefined ? {} : { timeZone };
    for (const field of ["publishAt", "datePosted"]) {
      expect(pointersOf({ validThrough, [field]: start, ...zone })).toEqual([]);
    }
  });

  it("is told beside every other fault", () => {
    const dates = { publishAt: JUNE_10, validThrough: "2026-06-09", timeZone: "Nowhere/At_All" };
    expect(pointersOf({ ...dates, tags: 1 }).toSorted()).toEqual(["/tags", "/timeZone", "/validThrough"]);
    expect(pointersOf({ publishAt: "soon", validThrough: "2026-06-09" })).toEqual(["/publishAt"]);
    expect(pointersOf({ publishAt: 1, validThrough: [] }).toSorted()).toEqual(["/publishAt", "/validThrough"]);
  });

  it("is not one that had ended when it came and repeats the date that an answer made up", () => {
    const createdAt = "2026-06-10T12:00:00.000Z";
    expect(pointersOf({ validThrough: "2020-01-01", datePosted: createdAt, createdAt })).toEqual([]);
    expect(pointersOf({ validThrough: "2020-01-01", datePosted: "2026-06-10", createdAt })).toEqual(["/validThrough"]);
  });
});
