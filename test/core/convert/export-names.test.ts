import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportFileNames } from "../../../core/convert/export-names.ts";
import { contentOf, recordWith } from "./listing-samples.ts";

const content = contentOf({ title: "Keeper", company: { name: "Lamp" } });

function named(id: string, fileName?: string) {
  return { ...recordWith(content, fileName), id: id.padStart(26, "0") };
}

describe("exportFileNames", () => {
  it("takes the slug, and the end of the id for the later ids of one slug", () => {
    const records = [named("c"), named("a"), named("b", "Keeper-Lamp"), named("d", "other")];
    expect(exportFileNames(records)).toEqual([
      "keeper-lamp-00000c.md",
      "keeper-lamp.md",
      "Keeper-Lamp-00000b.md",
      "other.md",
    ]);
  });

  it("leaves the plain name to whose it is", () => {
    const records = [named("a", "x"), named("b", "x"), named("c", "x-00000b")];
    expect(exportFileNames(records)).toEqual(["x.md", `x-${"b".padStart(26, "0")}.md`, "x-00000b.md"]);
  });

  it("takes two forms of one accent for one name", () => {
    expect(exportFileNames([named("a", "caf\u00e9"), named("b", "cafe\u0301")])).toEqual([
      "caf\u00e9.md",
      "cafe\u0301-00000b.md",
    ]);
  });

  it("is unique, and the same in whatever order", () => {
    const slugs = fc.constantFrom("a", "A", "b", "a-00000b", "a-000001", "con", "..", "x/y", undefined);
    fc.assert(
      fc.property(fc.array(slugs, { maxLength: 12 }), (fileNames) => {
        const records = fileNames.map((fileName, index) => named(String(index), fileName));
        const names = exportFileNames(records);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(records.length);
        expect([...exportFileNames([...records].reverse())].reverse()).toEqual(names);
        for (const name of names) expect(name).toMatch(/^[^./\\][^/\\]*\.md$/);
      }),
    );
  });
});
