import { describe, expect, it } from "vitest";
import type { Item } from "../../../core/ports.ts";
import { recentListings } from "../../../core/store/recent-listings.ts";

const LISTS = { locations: [], applicantLocations: [], employmentTypes: [], tags: [], skills: [], compensation: [] };

/** A record of some title, as a store gives it. */
function item(id: string, title: string): Item {
  const body = JSON.stringify({ kind: "listing", id, revision: 1, content: { ...LISTS, title } });
  return { key: `d:${id}`, token: "1", value: { kind: "listing", id, revision: 1, body } };
}

describe("listings that were read lately", () => {
  it("are the same value while the stored text is the same", () => {
    const decoded = recentListings();
    expect(decoded(item("a", "Cook"))).toBe(decoded(item("a", "Cook")));
  });

  it("are read anew when the text has changed, though the token has not", () => {
    const decoded = recentListings();
    decoded(item("a", "Cook"));
    expect(decoded(item("a", "Chef"))).toMatchObject({ content: { title: "Chef" } });
  });

  it("are forgotten when there is no room, the one that was read longest ago first", () => {
    const size = item("a", "Cook").value.body.length;
    const decoded = recentListings(2 * size);
    const [a, b] = [decoded(item("a", "Cook")), decoded(item("b", "Cook"))];
    expect(decoded(item("a", "Cook"))).toBe(a);
    decoded(item("c", "Cook"));
    expect(decoded(item("a", "Cook"))).toBe(a);
    expect(decoded(item("b", "Cook"))).not.toBe(b);
  });

  it("take no room when one alone is larger than it", () => {
    const decoded = recentListings(10);
    const first = decoded(item("a", "Cook"));
    expect(decoded(item("a", "Cook"))).not.toBe(first);
    expect(decoded(item("a", "Cook"))).toEqual(first);
  });

  it("are refused when their text is damaged, each time", () => {
    const decoded = recentListings();
    const damaged: Item = { ...item("a", "Cook"), value: { kind: "listing", body: "{" } };
    expect(() => decoded(damaged)).toThrow(expect.objectContaining({ code: "corrupt" }));
    expect(() => decoded(damaged)).toThrow(expect.objectContaining({ code: "corrupt" }));
    expect(decoded(item("a", "Cook"))).toMatchObject({ id: "a" });
  });
});
