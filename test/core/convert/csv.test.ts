import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countRecords, csvRecords } from "../../../core/convert/csv.ts";
import { csvLine, guarded, joinList, splitList, unguarded } from "../../../core/convert/csv-cells.ts";

const LIMITS = { maxCells: 100, maxCellLength: 1_000 };
const read = (text: string, limits = LIMITS) => [...csvRecords(text, limits)];
const cells = (text: string) => read(text).map((record) => record.cells);

describe("csvRecords", () => {
  it.each<[string, string, string[][]]>([
    [
      "cells and lines",
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["a last line without an end", "a\nb", [["a"], ["b"]]],
    ["line ends of three kinds, mixed", 'a\r\nb\nc\rd\r\n"e"\r"f"\n', [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
    ["separators, quotes and line ends in quotes", '"a,b","c""d","e\r\nf\ng\rh"', [["a,b", 'c"d', "e\r\nf\ng\rh"]]],
    ["empty cells, quoted or not", ',"",\n', [["", "", ""]]],
    [
      "only separators",
      ",,\n,,",
      [
        ["", "", ""],
        ["", "", ""],
      ],
    ],
    ["blanks, which belong to the cell", ' a ,"b" \n', [[" a ", "b"]]],
    ["a quote of quotes", '""""', [['"']]],
    ["no text at all", "", []],
    ["tabs and semicolons, which separate nothing", "a;b\tc", [["a;b\tc"]]],
  ])("reads %s", (_, text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it("says on which line a record begins, whatever its cells hold", () => {
    const text = 'a\r\n"b\r\nb\rb\nb",x\n\r\nc\n';
    expect(read(text).map(({ line }) => line)).toEqual([1, 2, 7]);
    expect(countRecords(text)).toBe(3);
  });

  it.each([
    ['a,5" pipe,c\nd,e,f', 1, 'a,5" pipe,c'],
    ['a,"b"c,d\ne,f,g', 1, "a,b,d"],
    ['a,"b" ,d\ne,f,g', 1, "a,b,d"],
    ['x"\n"a",b', 0, 'x"'],
  ])("lets a stray quote spoil its own record only: %s", (text, column, first) => {
    const [spoilt, whole] = read(text);
    expect(spoilt?.faults).toMatchObject([{ column, line: 1, code: "invalid_value" }]);
    expect(spoilt?.cells.join(",")).toBe(first);
    expect(whole?.faults).toEqual([]);
  });

  it.each([
    ['a\nb,"c\nd', "line 2, character 3"],
    ['"', "line 1, character 1"],
    ['"""', "line 1, character 1"],
    ['a\r"b\r\r', "line 2, character 1"],
  ])("refuses a quote that is never closed: %j", (text, where) => {
    expect(() => read(text)).toThrowError(
      expect.objectContaining({ code: "invalid_body", message: expect.stringContaining(where) }),
    );
  });

  it("counts as many records as it reads, and goes on at the same places, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n"), maxLength: 40 });
    const outcome = (work: () => number) => {
      try {
        return work();
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 4 }), (given, maxCells) => {
        const all = outcome(() => read(given).reduce((sum, { width, line }) => sum + width * 1_000 + line, 0));
        const few = outcome(() =>
          read(given, { ...LIMITS, maxCells }).reduce((sum, { width, line }) => sum + width * 1_000 + line, 0),
        );
        expect(few).toBe(all);
        expect(outcome(() => countRecords(given))).toBe(typeof all === "string" ? all : read(given).length);
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps no more cells and no longer cells than it was told, and counts them all", () => {
    const [wide] = read(`${"x,".repeat(9_999)}x`, { maxCells: 3, maxCellLength: 5 });
    expect(wide).toMatchObject({ cells: ["x", "x", "x"], width: 10_000, faults: [] });
    const [long] = read(`${"x".repeat(6)},"${"y".repeat(7)}",z`, { maxCells: 3, maxCellLength: 5 });
    expect(long?.cells).toEqual(["", "", "z"]);
    expect(long?.faults).toMatchObject([
      { column: 0, code: "too_large", detail: expect.stringContaining("6 characters") },
      { column: 1, code: "too_large", detail: expect.stringContaining("the limit of a cell is 5") },
    ]);
  });

  it("reads back whatever is written", () => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n", "=", "'", "-", ";", " ", "é", "😀") });
    const table = fc.array(fc.array(text, { minLength: 2, maxLength: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map(csvLine).join("");
        expect(cells(text).map((row) => row.map(unguarded))).toEqual(rows);
        expect(countRecords(text)).toBe(rows.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("cells of a table", () => {
  it.each([
    ["=1+1"],
    ["+cmd|' /C calc'!A0"],
    ["-2"],
    ["@SUM(A1)"],
    ["\t=1"],
    ["\r=1"],
    ["\n=1"],
    ["＝1+1"],
    ["＋1"],
    ["－1"],
    ["＠x"],
    ['=HYPERLINK("http://x";"y")'],
    ["=1;=2"],
  ])("%j gets an apostrophe, and its quotes twice", (text) => {
    expect(guarded(text)).toBe(`'${text}`);
    expect(unguarded(guarded(text))).toBe(text);
    const line = csvLine([text]);
    expect(line.startsWith(`"'`)).toBe(true);
    expect(line).toBe(`"'${text.replaceAll('"', '""')}"\r\n`);
  });

  it.each([["'"], ["'quoted'"], ["O'Neil"], ["'90s"], ["a=b"], ["1-2"], [" =1"], ["x@y"]])(
    "%j stays as it is",
    (text) => {
      expect([guarded(text), unguarded(text)]).toEqual([text, text]);
    },
  );

  it.each([["'=1"], ["''=1"], ["'-"], ["'\t"]])("%j, whose apostrophe is its own, keeps it", (text) => {
    expect(guarded(text)).toBe(`'${text}`);
    expect(unguarded(guarded(text))).toBe(text);
  });

  it.each<[string, string[]]>([
    ["", []],
    ["a", ["a"]],
    ["a|b c|d,e;f", ["a", "b c", "d,e;f"]],
    [" a | b ", ["a", "b"]],
    ["a\\|b|c\\\\", ["a|b", "c\\"]],
    ["\\ a\\ |b", [" a ", "b"]],
    ["a||b|", ["a", "", "b", ""]],
    ["a\\", ["a\\"]],
  ])("the list %j", (cell, items) => {
    expect(splitList(cell)).toEqual(items);
  });

  it("lists come back whatever their items hold", () => {
    const item = fc.string({ unit: fc.constantFrom("a", "|", "\\", " ", "\u00a0", "b", "😀"), minLength: 1 });
    const items = fc.array(item, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(items, (list) => {
        expect(splitList(joinList(list))).toEqual(list);
      }),
      { numRuns: 500 },
    );
  });
});
