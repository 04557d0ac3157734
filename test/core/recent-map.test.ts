import { describe, expect, it } from "vitest";
import { recentMap } from "../../core/recent-map.ts";

describe("a map of bounded size", () => {
  it("forgets what was asked for longest ago, as many as it takes", () => {
    const map = recentMap<string>(10);
    for (const name of ["a", "b", "c"]) map.set(name, name, 3);
    expect(map.get("a")).toBe("a");
    map.set("d", "d", 6);
    expect(["a", "b", "c", "d"].map((name) => map.get(name))).toEqual(["a", undefined, undefined, "d"]);
  });

  it("counts a value that takes another's place once", () => {
    const map = recentMap<string>(10);
    for (let i = 0; i < 5; i++) map.set("a", `a${i}`, 5);
    map.set("b", "b", 5);
    expect([map.get("a"), map.get("b")]).toEqual(["a4", "b"]);
  });

  it("does not keep what is larger than all of it, nor what was there before under that name", () => {
    const map = recentMap<string>(10);
    map.set("a", "small", 5);
    map.set("a", "large", 11);
    expect(map.get("a")).toBeUndefined();
  });

  it("has all of its room again once it is cleared, and that of a value that is deleted", () => {
    const map = recentMap<string>(10);
    map.set("a", "a", 10);
    map.clear();
    map.set("b", "b", 5);
    map.set("c", "c", 5);
    map.delete("b");
    map.set("d", "d", 5);
    expect(["a", "b", "c", "d"].map((name) => map.get(name))).toEqual([undefined, undefined, "c", "d"]);
  });
});
