import { describe, expect, it } from "vitest";
import { readArchive } from "../../../core/convert/archive.ts";
import { jsonItems, jsonRows, markdownRows, ndjsonRows } from "../../../core/convert/rows.ts";
import { tarGz } from "./archive-samples.ts";
import { listingFile } from "./listing-samples.ts";

describe("ndjsonRows", () => {
  it("gives a row for each line that is not blank, faults included", () => {
    const text = '{"a": 1}\n\n  \r\n{"a": 1, "a": 2}\r\n[1]\n{"__proto__": 1}\n{"b": 2}';
    const rows = [...ndjsonRows(text)];
    expect(rows.map(({ index, body, error }) => [index, body ?? error?.code])).toEqual([
      [0, { a: 1 }],
      [1, "invalid_json"],
      [2, "invalid_body"],
      [3, "invalid_json"],
      [4, { b: 2 }],
    ]);
    expect(rows[1]?.error?.message).toContain("line 4: ");
  });

  it("does not mind a last newline, or an empty text", () => {
    expect([...ndjsonRows('{"a": 1}\n')]).toEqual([{ index: 0, body: { a: 1 } }]);
    expect([...ndjsonRows("")]).toEqual([]);
  });
});

describe("jsonRows", () => {
  it("gives a row for each item, faults included", () => {
    const rows = [...jsonRows(jsonItems('[{"a": 1}, 7, null]'))];
    expect(rows.map(({ index, body, error }) => [index, body ?? error?.code])).toEqual([
      [0, { a: 1 }],
      [1, "invalid_body"],
      [2, "invalid_body"],
    ]);
  });

  it.each([
    ['{"a": 1}', "invalid_body"],
    ["[1,", "invalid_json"],
  ])("refuses %s as a whole", (text, code) => {
    expect(() => jsonItems(text)).toThrowError(expect.objectContaining({ code }));
  });
});

describe("markdownRows", () => {
  it("gives a row for each file of an archive, faults included", () => {
    const archive = tarGz([
      { name: "jobs/a.md", body: listingFile() },
      { name: "jobs/b.md", body: "no front matter" },
      { name: "../c.md", body: listingFile() },
      { name: "jobs/d.md", body: listingFile() },
    ]);
    const rows = [...markdownRows(readArchive(archive, { type: "application/gzip" }))];
    expect(rows.map(({ index, name, fileName, error }) => [index, name, fileName ?? error?.code])).toEqual([
      [0, "a.md", "a"],
      [1, "b.md", "invalid_body"],
      [2, "c.md", "invalid_body"],
      [3, "d.md", "d"],
    ]);
  });

  it("takes one file without a name", () => {
    const [row] = [...markdownRows([{ text: listingFile() }])];
    expect(row).toMatchObject({ index: 0, body: { title: "Keeper" } });
    expect(row).not.toHaveProperty("fileName");
  });
});
