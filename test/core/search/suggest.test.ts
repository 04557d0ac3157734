import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveState } from "../../../core/listing/lifecycle.ts";
import type { ListingRecord } from "../../../core/listing/record.ts";
import { foldValue } from "../../../core/search/fold.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { SUGGESTION_KINDS, type SuggestionKind, type SuggestRequest, suggest } from "../../../core/search/suggest.ts";
import { tokenize } from "../../../core/search/tokenize.ts";
import { opened, openedLazily, written } from "./memory-sections.ts";
import { boardOf, indexOf, NOW, type RecordFields, recordOf } from "./records.ts";

const asked = (q: string, fields: Partial<SuggestRequest> = {}): SuggestRequest => ({
  q,
  kinds: SUGGESTION_KINDS,
  limit: 10,
  ...fields,
});

const lines = (board: readonly RecordFields[], q: string, fields: Partial<SuggestRequest> = {}) =>
  suggest(boardOf(...board), asked(q, fields), NOW).map(({ kind, value, count }) => `${kind} ${value} ${count}`);

describe("suggestions", () => {
  const board: RecordFields[] = [
    { title: "Backend Engineer", company: { name: "Acme" }, tags: ["backend"], locations: [{ city: "Berlin" }] },
    {
      title: "Backend Engineer",
      company: { name: "Backbone" },
      tags: ["Backend"],
      locations: [{ raw: "Back Bay, US" }],
    },
    { title: "Senior backend engineer", company: { name: "acme" }, tags: ["backend", "go"] },
    {
      title: "Frontend Engineer",
      company: { name: "Acme" },
      tags: ["JavaScript"],
      locations: [{ raw: "Remote", city: "Berlin" }],
    },
  ];

  it("are values whose words include those that are asked for, the last as a start, the commonest first", () => {
    expect(lines(board, "back")).toEqual([
      "tag backend 3",
      "title Backend Engineer 2",
      "location Back Bay, US 1",
      "company Backbone 1",
      "title Senior backend engineer 1",
    ]);
    expect(lines(board, "engineer back")).toEqual(["title Backend Engineer 2", "title Senior backend engineer 1"]);
    expect(lines(board, "back engineer")).toEqual([]);
    expect(lines(board, "nothing")).toEqual([]);
  });

  it("are of the kinds that are asked for, and as many", () => {
    expect(lines(board, "back", { kinds: ["company", "tag", "tag"] })).toEqual(["tag backend 3", "company Backbone 1"]);
    expect(lines(board, "back", { limit: 2 })).toEqual(["tag backend 3", "title Backend Engineer 2"]);
    expect(lines(board, "b", { kinds: ["location"] })).toEqual(["location Berlin 2", "location Back Bay, US 1"]);
  });

  it("are shown in their commonest spelling, however they are asked for", () => {
    expect(lines(board, "ACM", { kinds: ["company"] })).toEqual(["company Acme 3"]);
    const places = ["Zürich", "Zürich", "Zurich", "ZÜRICH"].map((city) => ({ locations: [{ city }] }));
    for (const q of ["zuri", "ZÜR", "Zu\u0308rich"]) expect(lines(places, q)).toEqual(["location Zürich 4"]);
  });

  it("know no syntax, and skills are starts of longer words", () => {
    expect(lines(board, "-back OR", { kinds: ["title"] })).toEqual([]);
    expect(lines(board, '-"back', { kinds: ["tag"] })).toEqual(["tag backend 3"]);
    expect(lines(board, "java", { kinds: ["tag"] })).toEqual(["tag JavaScript 1"]);
    expect(lines([{ title: "title" }], "title:", { kinds: ["title"] })).toEqual(["title title 1"]);
  });

  it.each([
    ["full-st", ["Full-stack", "Fullstack developer"]],
    ["full-stack", ["Full Stack", "Full-stack", "Fullstack developer"]],
    ["c+", ["C++"]],
    ["c", ["C", "C#", "C++"]],
    ["node.j", ["Node.js"]],
    ["東", ["東京支社"]],
    ["京支", ["東京支社"]],
    ["東支", []],
    ["10", ["10+ years"]],
  ])("take %s for what it may become", (q, expected) => {
    const tags = [
      "Full-stack",
      "Fullstack developer",
      "Full Stack",
      "C++",
      "C#",
      "C",
      "Node.js",
      "東京支社",
      "10+ years",
    ];
    const found = suggest(boardOf({ tags }), asked(q, { kinds: ["tag"] }), NOW);
    expect(found.map(({ value }) => value)).toEqual(expected);
  });

  it.each(["", " ", "!?", '"', "👩"])("are none for %j", (q) => {
    expect(lines(board, q)).toEqual([]);
  });

  it("are of listings that are published now", () => {
    const hidden: RecordFields[] = [
      { title: "Draft", state: "draft" },
      { title: "Paused", state: "paused" },
      { title: "Later", visibleFrom: NOW + 60_000 },
      { title: "Over", visibleUntil: NOW },
      { title: "Open", visibleFrom: NOW, visibleUntil: NOW + 60_000 },
    ];
    expect(["d", "p", "l", "ov", "op"].flatMap((q) => lines(hidden, q, { kinds: ["title"] }))).toEqual([
      "title Open 1",
    ]);
  });

  it("are the same of a snapshot that is loaded piece by piece, with changes on top of it", async () => {
    const snapshot = await written(boardOf(...board));
    const change = recordOf(1, { title: "Backpacker", tags: ["BACKEND"] }, 10);
    const [whole, lazy] = [opened(snapshot), openedLazily(snapshot)];
    for (const q of ["back", "engineer b", "be", "x"]) {
      expect(await whenLoaded(() => suggest(lazy, asked(q), NOW))).toEqual(suggest(whole, asked(q), NOW));
    }
    const changed = openedLazily(snapshot);
    await whenLoaded(() => changed.needToApply());
    for (const index of [whole, changed]) index.apply({ id: change.id, revision: 10, record: change });
    const found = await whenLoaded(() => suggest(changed, asked("back"), NOW));
    expect(found).toEqual(suggest(whole, asked("back"), NOW));
    expect(found).toContainEqual({ kind: "title", value: "Backpacker", count: 1 });
    expect(found).toContainEqual({ kind: "tag", value: "backend", count: 3 });
  });

  it("forget what was changed or deleted", () => {
    const index = indexOf([recordOf(0, { title: "Alpha" }), recordOf(1, { title: "Alpine" })]);
    index.apply({ id: recordOf(0).id, revision: 10, record: recordOf(0, { title: "Beta" }, 10) });
    index.apply({ id: recordOf(1).id, revision: 11 });
    expect(suggest(index, asked("al"), NOW)).toEqual([]);
    expect(suggest(index, asked("be"), NOW)).toEqual([{ kind: "title", value: "Beta", count: 1 }]);
  });
});

const WORDS = ["go", "Go", "golang", "full-stack", "fullstack", "Zürich", "zurich", "c++", "東京", "ci/cd", "a"];
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
const listing: fc.Arbitrary<RecordFields> = fc.record({
  title: text,
  company: text.map((name) => ({ name })),
  tags: fc.array(text, { maxLength: 3 }),
  locations: fc.array(
    fc.oneof(
      text.map((city) => ({ city })),
      text.map((raw) => ({ raw })),
    ),
    { maxLength: 2 },
  ),
  state: fc.constantFrom("published", "published", "published", "draft", "paused"),
});

function valuesOf({ content }: ListingRecord, kind: SuggestionKind): string[] {
  switch (kind) {
    case "title":
      return [content.title ?? ""];
    case "company":
      return [content.company?.name ?? ""];
    case "tag":
      return [...content.tags];
    case "location":
      return content.locations.map(({ city, raw }) => city ?? raw ?? "");
  }
}

/** Plain words, by a look at every value of every listing; how often, and without spelling or order. */
function naive(records: readonly ListingRecord[], words: readonly string[], kinds: readonly SuggestionKind[]) {
  const counts = new Map<string, number>();
  for (const record of records.filter((each) => effectiveState(each, NOW) === "published")) {
    for (const kind of kinds) {
      const matching = valuesOf(record, kind).filter((value) => {
        const terms = tokenize(value).map(({ term }) => term);
        const last = words.length - 1;
        return words.every((word, i) => terms.some((term) => (i === last ? term.startsWith(word) : term === word)));
      });
      for (const key of new Set(matching.map((value) => `${kind} ${foldValue(value)}`))) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

describe("suggestions of any board", () => {
  it("are those of a plain look at every value, in order, and fewer are the first of more", () => {
    fc.assert(
      fc.property(
        fc.array(listing, { maxLength: 12 }),
        fc.array(fc.constantFrom("go", "gol", "f", "full", "zur", "zurich", "c++", "cicd", "a", "stack"), {
          minLength: 1,
          maxLength: 2,
        }),
        fc.uniqueArray(fc.constantFrom(...SUGGESTION_KINDS), { minLength: 1 }),
        fc.integer({ min: 1, max: 6 }),
        (board, words, kinds, limit) => {
          const records = board.map((fields, number) => recordOf(number, fields));
          const index = indexOf(records);
          const all = suggest(index, asked(words.join(" "), { kinds, limit: 100 }), NOW);
          const found = all.map(({ kind, value, count }) => [`${kind} ${foldValue(value)}`, count] as const);
          expect(new Map(found)).toEqual(naive(records, words, kinds));
          expect(found).toHaveLength(new Map(found).size);
          const ordered = all.toSorted(
            (a, b) =>
              b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) || (a.kind < b.kind ? -1 : 1),
          );
          expect(all).toEqual(ordered);
          expect(suggest(index, asked(words.join(" "), { kinds, limit }), NOW)).toEqual(all.slice(0, limit));
        },
      ),
      { numRuns: 500 },
    );
  });
});
