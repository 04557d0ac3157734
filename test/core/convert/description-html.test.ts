/** How much Markdown is made into HTML at most, and that nothing of the rest is lost. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { descriptionHtml, textHtml } from "../../../core/convert/description-html.ts";
import { markdownWork } from "../../../core/convert/markdown-work.ts";

const MOST = 8_000;
const SIZE = 100_000;
const most = (part: string) => part.repeat(Math.floor(SIZE / part.length));
const work = (text: string) => markdownWork(text, MOST);
const html = (value: string) => descriptionHtml({ format: "markdown", value });

/** Texts that take markdown-it from 0.1 to 1.2 s. */
const DEAR: readonly (readonly [string, string])[] = [
  ["a quotation that goes on in lazy lines", `${">".repeat(90)} a\n${"a\n".repeat(49_000)}`],
  ["a table with more columns than cells", `${"a|".repeat(250)}\n${"-|".repeat(250)}\n${"x\n".repeat(49_000)}`],
  ["a table of rows", `|a|\n|-|\n${"|x|\n".repeat(24_000)}`],
  ["pictures that never end", most("![")],
  ["brackets", most("[")],
  ["items", most("- a\n")],
  ["brackets in lines", most("[a\n")],
  ["headings", most("# a\n")],
  ["underlined headings", most("a\n=\n")],
  ["quotations", most("> a\n\n")],
  ["addresses", most("<a@b.c>")],
  ["emphasis", most("**a")],
  ["emphasis of both kinds", most("*_")],
  ["lists in lists in a line", most(`${"- ".repeat(20)}a\n`)],
  ["lines", most("a\n")],
  ["lines of an old Macintosh", most("a\r")],
  ["references to characters", most("&amp;")],
];

describe("a description that takes long to be made HTML of", () => {
  it.each(DEAR)("%s: is shown as it was written", (_name, value) => {
    expect(work(value)).toBeGreaterThan(MOST);
    expect(html(value)).toBe(textHtml(value));
  });

  it("loses no word in however many quotations and lists it is", () => {
    for (const depth of [1, 19, 20, 21, 60, 120, 1_000]) {
      expect(html(`${">".repeat(depth)} word`)).toContain("word");
      expect(html(`${"- ".repeat(depth)}word`)).toContain("word");
      const steps = Array.from({ length: Math.min(depth, 120) }, (_, i) => `${"  ".repeat(i)}- word${i}.`);
      const shown = html(steps.join("\n"));
      for (const [i] of steps.entries()) expect(shown).toContain(`word${i}.`);
    }
  });
});

describe("the work of a description", () => {
  it("is not too much for prose, also as long as it may be", () => {
    const paragraph = `We look for a back-end engineer. ${"Many words, few marks: that is how people write. ".repeat(12)}`;
    const item = "- **Five** years of [Go](https://a.example/go) or `Rust`, with all that belongs to it in practice\n";
    const text = `## What you do\n\n${paragraph}\n\n${item.repeat(2)}\n`;
    const long = text.repeat(Math.floor(SIZE / text.length));
    expect(work(long)).toBeLessThan(MOST);
    expect(html(long)).toContain("<strong>Five</strong>");
  });

  it("of a real posting is a small part of what there may be", () => {
    const posting = readFileSync(new URL("../../golden/markdown-job.md", import.meta.url), "utf8");
    expect(work(posting)).toBeLessThan(MOST / 10);
  });

  it("is not judged by code and rules that are no lists", () => {
    expect(work(`${" ".repeat(80)}code\n${"-".repeat(70)}\n`)).toBeLessThan(100);
    expect(html(`    ${" ".repeat(80)}code`)).toContain("<pre><code>");
  });

  it("counts the cells with which a short row of a table is filled up, as far as the table goes", () => {
    const head = "a|b|c\n-|-|-\n";
    const [inside, behind] = [work(`${head}${"x\n".repeat(100)}`), work(`${head}\n${"x\n".repeat(100)}`)];
    expect(inside - behind).toBeGreaterThanOrEqual(298);
  });
});
