import { beforeEach, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import type { Follower } from "../../../core/index/follower.ts";
import { NotLoaded, whenLoaded } from "../../../core/search/sections.ts";
import { openBoard } from "../../../core/store/board.ts";
import { encodePosition } from "../../../core/store/position.ts";
import { createApp } from "../../../functions/http/app.ts";
import { indexOf, recordOf } from "../../core/search/records.ts";
import { testEnv } from "../../support/env.ts";
import { type Answer, type TestService, testService, UNKNOWN_ID } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const search = (query: string) => service.call("GET", `/v1/search?${query}`);
const titles = ({ json }: Answer) => json.items.map(({ listing }: { listing: { title: string } }) => listing.title);
const idOf = async (fields: Readonly<Record<string, unknown>>): Promise<string> =>
  (await service.create(fields)).json.id;

describe("an answer of a search", () => {
  it("marks the words that were found, when asked to", async () => {
    await service.create({ title: "Senior Go Engineer", tags: ["Go", "sql"], summary: "We go places" });
    expect((await search("q=go+engineer")).json.items[0]).not.toHaveProperty("highlights");
    const [hit] = (await search("q=go+engineer&highlight=true")).json.items;
    expect(hit.highlights).toEqual([
      {
        field: "title",
        text: "Senior Go Engineer",
        ranges: [
          { start: 7, end: 9 },
          { start: 10, end: 18 },
        ],
      },
      { field: "tag", text: "Go", ranges: [{ start: 0, end: 2 }] },
      { field: "summary", text: "We go places", ranges: [{ start: 3, end: 5 }] },
    ]);
    const [excluding] = (await search("q=engineer+-places&highlight=true")).json.items;
    expect(excluding).toBeUndefined();
    const [scoped] = (await search("q=tag:go+-lisp&highlight=true")).json.items;
    expect(scoped.highlights).toEqual([{ field: "tag", text: "Go", ranges: [{ start: 0, end: 2 }] }]);
    expect((await search("highlight=true")).json.items[0].highlights).toEqual([]);
  });

  it("says what a score is made of, when asked to", async () => {
    await service.create({ title: "Kubernetes Engineer", promotion: 10 });
    const [{ score, explain }] = (await search("q=k8s&explain=true")).json.items;
    expect(explain.terms).toEqual([
      expect.objectContaining({ query: "k8s", kind: "synonym", term: "kubernetes", weight: 0.9 }),
    ]);
    const [{ weight, rarity, impact, score: worth }] = explain.terms;
    expect(worth).toBeCloseTo(weight * rarity * impact, 5);
    expect(explain.text).toBeCloseTo(worth, 5);
    expect(explain.promotionBoost).toBeGreaterThan(0);
    expect(explain.recencyBoost).toBeGreaterThan(0);
    expect(score).toBeCloseTo(explain.text * (1 + explain.promotionBoost + explain.recencyBoost), 4);
    expect((await search("q=k8s")).json.items[0]).not.toHaveProperty("explain");
  });

  it("says why a listing is in the result, or is not", async () => {
    const found = await idOf({ title: "Go Engineer", tags: ["a"] });
    const expired = await idOf({ title: "Go Expert", tags: ["b"], state: "filled" });
    expect((await search(`q=go&explainId=${found}`)).json.explained).toMatchObject({
      id: found,
      found: true,
      reasons: [],
    });
    const { explained } = (await search(`q=engineer&tag=a&explainId=${expired}`)).json;
    expect(explained).toMatchObject({ id: expired, found: false });
    expect(explained.reasons.map(({ code }: { code: string }) => code).sort()).toEqual(["filter", "query", "status"]);
    expect((await search("q=go")).json).not.toHaveProperty("explained");
  });

  it("does not say that there is a listing which its reader must not know of", async () => {
    const hidden = [
      await idOf({ state: "draft" }),
      await idOf({ publishAt: "2026-01-16T12:00:00Z" }),
      await idOf({ publishAt: "2026-01-16T12:00:00Z", state: "paused" }),
    ];
    const deleted = await idOf({});
    await service.call("DELETE", `/v1/listings/${deleted}`);
    for (const id of [...hidden, deleted, UNKNOWN_ID]) {
      const answer = await search(`explainId=${id}`);
      expect([id, answer.status, answer.json.code]).toEqual([id, 404, "not_found"]);
      expect(answer.headers.get("ETag")).toBeNull();
    }
    for (const id of hidden) {
      const answer = await search(`view=full&explainId=${id}`);
      expect([answer.status, answer.json.explained.found]).toEqual([200, false]);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
    }
  });

  it("has another tag with each of them, and may be kept like any other", async () => {
    const id = await idOf({ title: "Go" });
    const queries = ["q=go", "q=go&highlight=true", "q=go&explain=true", `q=go&explainId=${id}`];
    const answers = await Promise.all(queries.map(search));
    expect(new Set(answers.map(({ etag }) => etag)).size).toBe(queries.length);
    for (const { status, headers } of answers) {
      expect([status, headers.get("Cache-Control")]).toEqual([200, "public, max-age=60"]);
    }
  });

  it("finds salaries by yearly amounts in one currency", async () => {
    const pay = (title: string, compensation: unknown) => service.create({ title, compensation: [compensation] });
    await pay("Year", { currency: "EUR", min: 60_000, max: 80_000, unit: "year" });
    await pay("Hour", { currency: "EUR", min: 50, unit: "hour" });
    await pay("Dollar", { currency: "USD", min: 90_000, unit: "year" });
    expect(titles(await search("currency=EUR&salaryMin=90000"))).toEqual(["Hour"]);
    expect(titles(await search("currency=EUR&salaryMax=60000"))).toEqual(["Year"]);
    expect(titles(await search("currency=EUR&sort=salary"))).toEqual(["Hour", "Year", "Dollar"]);
    const unknown = await search("currency=eur&salaryMin=90000&includeUnknownSalary=true&sort=salary&facet=salary:3");
    expect(titles(unknown)).toEqual(["Hour", "Dollar"]);
    expect(unknown.json.facets).toEqual([
      {
        name: "salary",
        buckets: [
          { value: "100000", count: 1, from: 100_000, to: 120_000 },
          { value: "60000", count: 1, from: 60_000, to: 80_000 },
          { value: "80000", count: 1, from: 80_000, to: 100_000 },
        ],
        missing: 1,
      },
    ]);
  });

  it("finds what is near, and says how near", async () => {
    const at = (title: string, lat: number, lng: number) => service.create({ title, locations: [{ lat, lng }] });
    await at("Potsdam", 52.3906, 13.0645);
    await at("Berlin", 52.52, 13.405);
    await at("Zürich", 47.3769, 8.5417);
    await service.create({ title: "Nowhere" });
    const near = "near=52.52,13.405";
    const within = await search(`${near}&radiusKm=50&sort=distance`);
    expect(titles(within)).toEqual(["Berlin", "Potsdam"]);
    expect(within.json.items.map(({ distanceKm }: { distanceKm: number }) => distanceKm)).toEqual([
      0,
      expect.closeTo(27.2, 0),
    ]);
    expect(titles(await search(`${near}&sort=distance`))).toEqual(["Berlin", "Potsdam", "Zürich", "Nowhere"]);
    const { json } = await service.call("POST", "/v1/search", { json: { near: "52.52,13.405", radiusKm: 1 } });
    expect(json.total).toBe(1);
  });

  it("is paged by salary and by distance like by anything else, each listing once", async () => {
    for (let i = 0; i < 7; i++) {
      const compensation = [{ currency: "EUR", min: 10_000 * (i % 3 === 0 ? 1 : i), unit: "year" }];
      await service.create({ title: `T${i}`, locations: [{ lat: i % 2, lng: 0 }], compensation });
    }
    for (const query of ["sort=salary&currency=EUR", "sort=distance&near=0,0"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const answer = await search(`${query}&limit=2${cursor}`);
        seen.push(...titles(answer));
        cursor = answer.json.nextCursor === null ? "" : `&cursor=${answer.json.nextCursor}`;
      } while (cursor !== "");
      expect(seen).toEqual(titles(await search(query)));
      expect(new Set(seen).size).toBe(7);
    }
  });

  it("refuses a cursor of another currency, point or collapse", async () => {
    for (let i = 0; i < 3; i++) await service.create({ locations: [{ lat: i, lng: 0 }] });
    const currency = (await search("sort=salary&currency=EUR&limit=1")).json.nextCursor;
    const near = (await search("sort=distance&near=0,0&limit=1")).json.nextCursor;
    const plain = (await search("limit=1")).json.nextCursor;
    for (const query of [
      `sort=salary&currency=USD&cursor=${currency}`,
      `sort=distance&near=1,0&cursor=${near}`,
      `collapse=duplicates&cursor=${plain}`,
    ]) {
      expect([query, (await search(query)).json.code]).toEqual([query, "invalid_cursor"]);
    }
  });

  it("shows one of several near duplicates when asked to", async () => {
    for (const externalId of ["a", "b", "c"]) {
      await service.create({ title: "Same", summary: "Same words", source: { name: "feed", externalId } });
    }
    expect((await search("q=same")).json.total).toBe(3);
    expect((await search("q=same&collapse=duplicates")).json.total).toBe(1);
  });

  it("says what it read instead of what was typed, and that it looked for less", async () => {
    await service.create({ title: "Engineer" });
    const corrected = await search("q=enginer");
    expect([corrected.json.total, corrected.json.corrections]).toEqual([1, [{ from: "enginer", to: "engineer" }]]);
    expect((await search("q=enginer&typo=off")).json.total).toBe(0);
    const broadened = await search("q=engineer+astronaut");
    expect(broadened.json).toMatchObject({ total: 1, broadened: true });
  });
});

describe("a search that waits for a part of its snapshot", () => {
  it("answers from one position, though the index moved on while it waited", async () => {
    const env = testEnv();
    const board = await openBoard({ space: memoryKeySpace(), env, name: "default" });
    const index = indexOf([recordOf(0, {}, 1)]);
    const visible = index.visible.bind(index);
    let loads = 0;
    const load = async () => {
      loads++;
      index.apply({ id: recordOf(1).id, revision: 2, record: recordOf(1, {}, 2) });
      index.position = 2;
    };
    index.visible = (now, states) => {
      if (loads === 0) throw new NotLoaded(load);
      return visible(now, states);
    };
    const view = {
      index,
      get position() {
        return index.position;
      },
      ageMs: 0,
      isStale: false,
    };
    const follower: Follower = {
      view: async () => view,
      answer: (_request, work) => whenLoaded(() => work(view)),
      current: () => view,
      status: () => undefined,
    };
    const app = createApp({ board, blobs: memoryBlobStore(), follower, env });
    const answer = await app.request("/v1/search");
    const position = encodePosition(board.incarnation, { seq: 2 });
    expect([loads, answer.status]).toEqual([1, 200]);
    expect(await answer.json()).toMatchObject({ total: 2 });
    expect(answer.headers.get("Rolecall-Position")).toBe(position);
    expect(answer.headers.get("ETag")).toContain(`-${position}-`);
  });
});
