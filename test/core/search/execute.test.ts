import { describe, expect, it } from "vitest";
import { requiredPosition } from "../../../core/search/cursor.ts";
import { search } from "../../../core/search/execute.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import { boardOf, contextOf, DAY, idOf, NOW, type RequestFields, recordOf, requestOf } from "./records.ts";

function put(index: ListingIndex, record: ReturnType<typeof recordOf>): boolean {
  return index.apply({ id: record.id, revision: record.revision, record });
}

function buckets(index: ListingIndex, name: "tag" | "city" | "country", fields: RequestFields = {}) {
  const answer = search(index, requestOf({ ...fields, facets: [{ name, size: 10 }] }), contextOf());
  return answer.facets[0]?.buckets.map(({ value, count }) => `${value} ${count}`);
}

describe("lifecycle", () => {
  const totalAt = (index: ListingIndex, now: number) => search(index, requestOf(), contextOf({ now })).total;

  it("shows a listing from its first instant to the last before its end, cut to the minute", () => {
    const index = boardOf({ visibleFrom: NOW, visibleUntil: NOW + DAY });
    const at = [NOW - 1, NOW, NOW + 59_999, NOW + DAY - 1, NOW + DAY, NOW - 1, NOW];
    expect(at.map((now) => totalAt(index, now))).toEqual([0, 1, 1, 1, 0, 0, 1]);
  });

  it("shows nothing of a second that begins within the minute before the next one", () => {
    const index = boardOf({ visibleFrom: NOW + 30_000 });
    expect([NOW + 45_000, NOW + 60_000].map((now) => totalAt(index, now))).toEqual([0, 1]);
  });

  it("follows listings that come and go between two searches of one minute", () => {
    const index = boardOf({}, { visibleUntil: NOW + 60_000 });
    expect(totalAt(index, NOW)).toBe(2);
    put(index, recordOf(2, { visibleFrom: NOW + 120_000 }, 10));
    put(index, recordOf(3, { visibleUntil: NOW + 1 }, 11));
    index.apply({ id: idOf(0), revision: 12 });
    expect([0, 1, 2].map((minutes) => totalAt(index, NOW + minutes * 60_000))).toEqual([2, 0, 1]);
  });

  it("finds other states only when they are asked for", () => {
    const index = boardOf(
      { state: "draft" },
      { visibleFrom: NOW + DAY },
      { visibleUntil: NOW },
      { state: "paused" },
      {},
    );
    const total = (...effectiveStates: ("draft" | "scheduled" | "expired" | "paused")[]) =>
      search(index, requestOf({ effectiveStates }), contextOf()).items.map(({ id }) => id);
    expect(total("draft")).toEqual([idOf(0)]);
    expect(total("scheduled", "expired")).toEqual([idOf(2), idOf(1)]);
    expect(total("paused")).toEqual([idOf(3)]);
  });
});

describe("a mistake that a hidden listing makes too", () => {
  const manager = { title: "Manager" };
  const hidden = [{ state: "draft" }, { visibleFrom: NOW + DAY }, { visibleUntil: NOW }, { state: "paused" }] as const;
  const asked = (index: ListingIndex, fields: RequestFields) => {
    const { items, corrections } = search(index, requestOf(fields), contextOf());
    return { found: items.map(({ id }) => id), corrections };
  };

  it.each(hidden)("is corrected all the same: %j", (state) => {
    const index = boardOf(manager, { title: "Manger", ...state }, { title: "Mangers", ...state });
    const corrections = [{ from: "manger", to: "manager" }];
    expect(asked(index, { q: "manger" })).toEqual({ found: [idOf(0)], corrections });
    expect(asked(index, { q: "title:manger" })).toEqual({ found: [idOf(0)], corrections });
    expect(asked(index, { q: "manger", typo: "off" })).toEqual({ found: [], corrections: [] });
  });

  it("is none for those who search among such listings", () => {
    const index = boardOf(manager, { title: "Manger", state: "draft" });
    const q = "manger";
    expect(asked(index, { q, effectiveStates: ["draft"] })).toEqual({ found: [idOf(1)], corrections: [] });
    expect(asked(index, { q, effectiveStates: ["draft", "published"] })).toEqual({ found: [idOf(1)], corrections: [] });
  });

  it("is taken for the nearest word that readers can find, however near a hidden one is", () => {
    const index = boardOf({ title: "Developers" }, { title: "Developer", state: "draft" });
    const { found, corrections } = asked(index, { q: "develper" });
    expect(corrections).toEqual([{ from: "develper", to: "developers" }]);
    expect(found).toEqual([idOf(0)]);
  });

  it("in another listing that was replaced is none at all", () => {
    const index = boardOf(manager, { title: "Manger" });
    expect(asked(index, { q: "manger" }).found).toEqual([idOf(1)]);
    put(index, recordOf(1, { title: "Gardener" }, 10));
    expect(asked(index, { q: "manger" }).found).toEqual([idOf(0)]);
  });
});

describe("facets", () => {
  it("do not apply their own filter, but all others", () => {
    const index = boardOf(
      { tags: ["a"], category: "x" },
      { tags: ["b"], category: "x" },
      { tags: ["b", "c"], category: "y" },
    );
    expect(buckets(index, "tag", { values: { tag: ["a"], category: ["x"] } })).toEqual(["a 1", "b 1"]);
    expect(buckets(index, "tag", { values: { tag: ["a"] }, filters: { tagAll: ["b"] } })).toEqual(["b 2", "c 1"]);
  });

  it("of places count only those that the filters on the other parts hold for", () => {
    const index = boardOf(
      {
        locations: [
          { country: "DE", city: "Berlin" },
          { country: "FR", city: "Paris" },
        ],
      },
      {
        locations: [
          { country: "US", city: "Berlin" },
          { country: "US", city: "Berlin" },
        ],
      },
    );
    expect(buckets(index, "country", { values: { city: ["berlin"] } })).toEqual(["DE 1", "US 1"]);
    expect(buckets(index, "city", { values: { country: ["FR"], city: ["berlin"] } })).toEqual(["Paris 1"]);
  });

  it("of salaries count a listing in every step that it pays, in yearly amounts of the currency", () => {
    const pay = (fields: object) => ({ compensation: [{ currency: "EUR", unit: "year" as const, ...fields }] });
    const index = boardOf(
      pay({ min: "39999", max: "40000" }),
      pay({ max: "25", unit: "hour" }),
      pay({ min: "2000000" }),
      pay({ min: "50000", currency: "USD" }),
    );
    const asked = requestOf({ currency: "EUR", facets: [{ name: "salary", size: 10 }] });
    expect(search(index, asked, contextOf()).facets).toEqual([
      {
        name: "salary",
        buckets: [
          { value: "40000", count: 2, from: 40_000, to: 60_000 },
          { value: "1000000", count: 1, from: 1_000_000 },
          { value: "20000", count: 1, from: 20_000, to: 40_000 },
        ],
        missing: 1,
      },
    ]);
  });

  it("name a value as most published listings write it, and forget what nobody writes any more", () => {
    const index = boardOf({ tags: ["react"] }, { tags: ["React", "REACT"] }, { tags: ["REACT"], state: "draft" });
    expect(buckets(index, "tag")).toEqual(["React 2"]);
    put(index, recordOf(3, { tags: ["react"] }, 10));
    expect(buckets(index, "tag")).toEqual(["react 3"]);
    index.apply({ id: idOf(3), revision: 11 });
    put(index, recordOf(0, { tags: ["reacT"] }, 12));
    expect(buckets(index, "tag")).toEqual(["React 2"]);
    put(index, recordOf(1, { tags: ["reacT"] }, 13));
    expect(buckets(index, "tag")).toEqual(["reacT 2"]);
  });
});

describe("order", () => {
  it("ends with promotion, date and id where the score is equal", () => {
    const index = boardOf(
      {},
      { promotion: 1 },
      { datePosted: "2026-01-11" },
      {},
      { title: "Engineer engineer engineer" },
    );
    const ids = (fields: RequestFields) =>
      search(index, requestOf(fields), contextOf()).items.map(({ id }) => Number(id));
    expect(ids({ q: "engineer" })).toEqual([4, 1, 2, 3, 0]);
    expect(ids({})).toEqual([2, 4, 3, 1, 0]);
    expect(ids({ q: "engineer", sort: "newest" })).toEqual([2, 4, 3, 1, 0]);
  });

  it("by salary and by distance puts the unknown last, and ends with date and id", () => {
    const index = boardOf(
      { compensation: [{ currency: "EUR", min: "10", unit: "hour" }] },
      { locations: [{ lat: 52.5, lng: 13.4 }] },
      { locations: [{ lat: -17, lng: 179.9 }], compensation: [{ currency: "EUR", max: "90000", unit: "year" }] },
      { locations: [{ lat: 52.5, lng: 13.4 }], datePosted: "2026-01-11" },
      { compensation: [{ currency: "USD", max: "90000", unit: "year" }] },
    );
    const near = { lat: -17, lng: -179.9 };
    const ids = (fields: RequestFields) =>
      search(index, requestOf(fields), contextOf()).items.map(({ id }) => Number(id));
    expect(ids({ sort: "salary", currency: "EUR" })).toEqual([2, 0, 3, 4, 1]);
    expect(ids({ sort: "distance", near })).toEqual([2, 3, 1, 4, 0]);
    // Across the date line, and not around the world.
    expect(search(index, requestOf({ sort: "distance", near }), contextOf()).items[0]?.distanceKm).toBeCloseTo(
      21.267,
      2,
    );
  });

  it("is not turned around by promotion and date: a listing twice as relevant stays ahead", () => {
    // A word in a body of 800 words has less than half the impact of a title of its own.
    const body = { format: "text" as const, value: `Rust ${"word ".repeat(799)}` };
    const index = boardOf(
      { title: "Rust", datePosted: "2020-01-01", promotion: -1_000 },
      { title: "Job", description: body, datePosted: "2026-01-15", promotion: 1_000 },
    );
    const [first, second] = search(index, requestOf({ q: '"rust"' }), contextOf()).items;
    expect([Number(first?.id), Number(second?.id)]).toEqual([0, 1]);
  });

  it("prefers a title to a tag, and a tag to the body", () => {
    const index = boardOf({ title: "Job", summary: "Rust" }, { title: "Job", tags: ["Rust"] }, { title: "Rust job" });
    expect(search(index, requestOf({ q: "rust" }), contextOf()).items.map(({ id }) => Number(id))).toEqual([2, 1, 0]);
  });
});

describe("a cursor", () => {
  const asked = requestOf({ q: "engineer", limit: 1 });
  const first = (index: ListingIndex, now = NOW) => search(index, asked, contextOf({ now })).nextCursor ?? "";
  const next = (index: ListingIndex, cursor: string, fields: RequestFields = {}, context = contextOf()) =>
    search(index, { ...asked, ...requestOf({ ...asked, filters: {}, values: {}, ...fields }), cursor }, context);

  it("says which position it needs, and is refused by an older view", () => {
    const cursor = first(boardOf({}, {}, {}));
    expect(requiredPosition(contextOf(), cursor)).toBe(3);
    expect(() => next(boardOf({}, {}), cursor)).toThrow(expect.objectContaining({ code: "behind" }));
  });

  it("says by relevance when the view changed under it", () => {
    const index = boardOf({}, {}, {});
    const cursor = first(index);
    expect(next(index, cursor).viewChanged).toBe(false);
    put(index, recordOf(9, {}, 9));
    index.position = 9;
    expect(next(index, cursor)).toMatchObject({ viewChanged: true, position: 9, total: 4 });
  });

  it("meets every listing by relevance, once, when the clock of the next process is behind", () => {
    const index = boardOf({}, { datePosted: new Date(NOW - 45 * DAY).toISOString() }, {}, {});
    const met: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 4; pages++) {
      const context = contextOf({ now: NOW - pages * DAY });
      const page = cursor === undefined ? search(index, asked, context) : next(index, cursor, {}, context);
      met.push(...page.items.map(({ id }) => id));
      expect(page.viewChanged).toBe(pages > 0);
      cursor = page.nextCursor ?? undefined;
    }
    expect(met.sort()).toEqual([0, 1, 2, 3].map(idOf));
  });

  it("keeps the moment of its first page, but does not look ahead of the clock", () => {
    const index = boardOf({ visibleUntil: NOW + 60_000 }, {}, { visibleFrom: NOW + DAY });
    expect(next(index, first(index), {}, contextOf({ now: NOW + 5 * DAY })).items).toHaveLength(1);
    const ahead = first(index, NOW + 2 * DAY);
    expect(next(index, ahead).total).toBe(2);
  });

  it("belongs to one query, whatever the page size and the facets", () => {
    const index = boardOf({}, {}, {});
    const cursor = first(index);
    expect(next(index, cursor, { limit: 2, facets: [{ name: "tag", size: 1 }] }).items).toHaveLength(2);
    const others: RequestFields[] = [
      { q: "engineers" },
      { sort: "newest" },
      { typo: "off" },
      { values: { tag: ["a"] } },
      { filters: { excludeIds: [idOf(1)] } },
      { effectiveStates: ["draft"] },
    ];
    for (const other of others) {
      expect(() => next(index, cursor, other)).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
    }
  });

  it("of another incarnation has expired", () => {
    const index = boardOf({}, {});
    const context = contextOf({ incarnation: "second" });
    expect(() => next(index, first(index), {}, context)).toThrow(expect.objectContaining({ code: "cursor_expired" }));
  });

  it("is refused when any character of it is changed, lost or added, and when it is garbage", () => {
    const index = boardOf({}, {});
    const cursor = first(index);
    const damaged = ["", "x", "=", "🚀", "A".repeat(10_000), `${cursor}A`, `${cursor}=`, ` ${cursor}`, cursor.slice(1)];
    for (let i = 0; i < cursor.length; i++) {
      damaged.push(cursor.slice(0, i), cursor.slice(0, i) + (cursor[i] === "A" ? "B" : "A") + cursor.slice(i + 1));
    }
    for (const text of damaged) {
      expect(() => next(index, text)).toThrow(expect.objectContaining({ code: "invalid_cursor" }));
    }
  });

  it("by date passes every listing that stays exactly once while others come and go", () => {
    const index = boardOf(...Array.from({ length: 12 }, (_, i) => ({ datePosted: `2026-01-0${1 + (i % 3)}` })));
    const seen: number[] = [];
    let revision = 100;
    for (let cursor: string | undefined = "", page = 0; cursor !== undefined && page < 20; page++) {
      const request = requestOf({ limit: 2, ...(cursor === "" ? {} : { cursor }) });
      const answer = search(index, request, contextOf());
      seen.push(...answer.items.map(({ id }) => Number(id)).filter((id) => id < 12));
      put(index, recordOf(100 + page, { datePosted: page % 2 === 0 ? "2026-01-05" : "2026-01-02" }, ++revision));
      index.apply({ id: idOf(99 + page), revision: ++revision });
      index.position = revision;
      cursor = answer.nextCursor ?? undefined;
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });
});

describe("an index", () => {
  it("keeps the higher revision of a listing, whatever arrives last, and ignores repetitions", () => {
    const index = new ListingIndex();
    expect(put(index, recordOf(1, { title: "New" }, 5))).toBe(true);
    expect(put(index, recordOf(1, { title: "Old" }, 4))).toBe(false);
    expect(put(index, recordOf(1, { title: "New" }, 5))).toBe(false);
    expect(index.apply({ id: idOf(1), revision: 6 })).toBe(true);
    expect(put(index, recordOf(1, { title: "Old" }, 5))).toBe(false);
    expect(index.listings).toBe(0);
    index.position = 6;
    expect(put(index, recordOf(1, { title: "Old" }, 5))).toBe(false);
    expect(put(index, recordOf(1, { title: "Again" }, 7))).toBe(true);
    expect(() => {
      index.position = 5;
    }).toThrow(RangeError);
  });
});
