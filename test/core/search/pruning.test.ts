/**
 * Blocks of documents and postings that cannot be among the first hits are left out. So on a board of many blocks, and of more
 * documents than 16 bits count, the first page must be the beginning of the whole result, of which nothing can be left out.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { mulberry32 } from "../../../bench/generator.ts";
import { search } from "../../../core/search/execute.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import { tokenize } from "../../../core/search/tokenize.ts";
import { opened, written } from "./memory-sections.ts";
import { contextOf, DAY, NOW, recordOf, requestOf } from "./records.ts";

const LISTINGS = 67_000;
const TIME_LIMIT_MS = 240_000;

/** From words that nearly all have to words that one has. */
function titleOf(random: () => number): string {
  const word = () => `w${Math.floor(40_000 ** random())}`;
  return [random() < 0.9 ? "common" : "seldom", word(), word(), word()].join(" ");
}

function fieldsOf(random: () => number) {
  return {
    title: titleOf(random),
    promotion: random() < 0.05 ? Math.floor(2_001 * random()) - 1_000 : 0,
    // Some on one and the same day, so that ids decide.
    datePosted: new Date(NOW - Math.floor(900 * random() ** 2) * DAY).toISOString(),
  };
}

describe("what is left out of a search", () => {
  const titles: string[][] = [];
  let index: ListingIndex;

  beforeAll(async () => {
    const random = mulberry32(7);
    const built = new ListingIndex();
    for (let number = 0; number < LISTINGS; number++) {
      const record = recordOf(number, fieldsOf(random));
      titles.push(tokenize(record.content.title ?? "").map(({ term }) => term));
      built.apply({ id: record.id, revision: record.revision, record });
    }
    index = opened(await written(built));
    // A tail on top: the last 500 again, so that base documents are masked in every block.
    for (let number = 0; number < LISTINGS; number += 134) {
      const record = recordOf(number, fieldsOf(random), LISTINGS + number);
      titles[number] = tokenize(record.content.title ?? "").map(({ term }) => term);
      index.apply({ id: record.id, revision: record.revision, record });
    }
  }, TIME_LIMIT_MS);

  it.each([
    ["one broad word", ['"common"']],
    ["one word of some", ['"w5"']],
    ["a rare one", ['"w20011"']],
    ["broad words together", ['"common"', '"w1"']],
    ["three words", ['"common"', '"w2"', '"w7"']],
  ])(
    "is nothing of the first hits: %s",
    (_, words) => {
      const held = (word: string) => titles.map((title) => title.includes(word.replaceAll('"', "")));
      const all = words.map(held);
      for (const [joint, total] of [
        [" ", titles.filter((_title, i) => all.every((each) => each[i])).length],
        [" OR ", titles.filter((_title, i) => all.some((each) => each[i])).length],
      ] as const) {
        const asked = requestOf({ q: words.join(joint), limit: LISTINGS });
        const whole = search(index, asked, contextOf());
        expect([whole.total, whole.broadened]).toEqual([total, false]);
        expect(whole.items.length).toBe(total);
        const first = search(index, { ...asked, limit: 20 }, contextOf());
        expect(first.items.map(({ id, score }) => [id, score])).toEqual(
          whole.items.slice(0, 20).map(({ id, score }) => [id, score]),
        );
        if (first.nextCursor === null) continue;
        const second = search(index, { ...asked, limit: 20, cursor: first.nextCursor }, contextOf());
        expect(second.items.map(({ id }) => id)).toEqual(whole.items.slice(20, 40).map(({ id }) => id));
      }
    },
    TIME_LIMIT_MS,
  );

  it("is nothing of the newest", () => {
    const whole = search(index, requestOf({ limit: LISTINGS }), contextOf());
    expect(whole.total).toBe(LISTINGS);
    const dates = whole.items.map(({ listing }) => listing.datePosted);
    expect(dates).toEqual(dates.toSorted().reverse());
    const first = search(index, requestOf({ limit: 30 }), contextOf());
    expect(first.items.map(({ id }) => id)).toEqual(whole.items.slice(0, 30).map(({ id }) => id));
  });
});
