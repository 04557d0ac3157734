import { describe, expect, it } from "vitest";
import { search } from "../../../core/search/execute.ts";
import { boardOf, contextOf, recordOf, requestOf } from "./records.ts";

describe("a record that cannot be read", () => {
  const content = {
    title: "Rust engineer",
    summary: "Full-stack",
    description: { format: "markdown" as const, value: "Go" },
    tags: ["react"],
    attributes: { visa: ["yes"] },
    numbers: { years: "3" },
    locations: [{ country: "DE", city: "Berlin" }],
  };
  const asked = requestOf({ q: "engineer", facets: ["tag", "city", "attribute.visa"].map(facet) });

  it("leaves the index as it was, wherever reading it fails, so that a later change is applied", () => {
    const expected = search(boardOf({ tags: ["a"] }, content, { tags: ["b"] }), asked, contextOf());
    let failures = 0;
    for (let reads = 0, isApplied = false; !isApplied; reads++) {
      const index = boardOf({ tags: ["a"] }, { title: "Old engineer" });
      const record = recordOf(1, content, 3);
      const broken = failingAfter(reads, record);
      try {
        isApplied = index.apply({ id: record.id, revision: 3, record: broken });
      } catch (error) {
        expect(error).toEqual(new Error("broken"));
        failures++;
        expect(search(index, asked, contextOf()).total).toBe(2);
        expect(index.apply({ id: record.id, revision: 3, record })).toBe(true);
      }
      index.apply({ id: recordOf(2).id, revision: 4, record: recordOf(2, { tags: ["b"] }, 4) });
      index.position = expected.position;
      const answer = search(index, asked, contextOf());
      expect({ ...answer, items: answer.items.map(({ id, score }) => [id, score]) }).toEqual({
        ...expected,
        items: expected.items.map(({ id, score }) => [id, score]),
      });
    }
    expect(failures).toBeGreaterThan(30);
  });
});

function facet(name: string) {
  return { name: name as "tag", size: 5 };
}

/** The value, whose properties can be read so many times in all before that throws. */
function failingAfter<T extends { content: object }>(reads: number, value: T): T {
  let left = reads;
  const wrap = <V extends object>(each: V): V =>
    new Proxy(each, {
      get(target, key) {
        if (left-- <= 0) throw new Error("broken");
        const property: unknown = Reflect.get(target, key);
        return typeof property === "object" && property !== null ? wrap(property) : property;
      },
    });
  return { ...value, content: wrap(value.content) };
}
