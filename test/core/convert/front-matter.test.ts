import { describe, expect, it } from "vitest";
import { readFrontMatter, splitFrontMatter } from "../../../core/convert/front-matter.ts";
import { type AppError, isAppError } from "../../../core/errors.ts";

function refusal(source: string): AppError {
  try {
    readFrontMatter(source);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("the front matter was accepted");
}

function values(source: string): Record<string, unknown> {
  return Object.fromEntries(readFrontMatter(source).map(({ key, value }) => [key, value]));
}

describe("splitFrontMatter", () => {
  it.each([
    ["LF", "---\na: 1\n---\nbody\n", "a: 1\n", "body\n"],
    ["CRLF, kept in the body", "---\r\na: 1\r\n---\r\nbody\r\n", "a: 1\r\n", "body\r\n"],
    ["a byte order mark", "\ufeff---\na: 1\n---\nbody", "a: 1\n", "body"],
    ["blanks behind the dashes", "--- \na: 1\n---\t\nbody", "a: 1\n", "body"],
    ["an empty front matter", "---\n---\nbody", "", "body"],
    ["no body and no last newline", "---\na: 1\n---", "a: 1\n", ""],
    ["a rule in the body", "---\na: 1\n---\n\n---\n", "a: 1\n", "\n---\n"],
    ["U+2028, which is no line end", '---\na: "\u2028---\u2028"\n---\nb', 'a: "\u2028---\u2028"\n', "b"],
    ["leading and trailing blanks of the body", "---\na: 1\n---\n \n x \n\n", "a: 1\n", " \n x \n\n"],
  ])("takes %s", (_name, text, frontMatter, body) => {
    expect(splitFrontMatter(text)).toEqual({ frontMatter, body });
  });

  it.each([
    ["no front matter", "# Title\n"],
    ["an empty file", ""],
    ["a newline first", "\n---\na: 1\n---\n"],
    ["no closing line", "---\na: 1\n"],
    ["a closing line with more on it", "---\na: 1\n--- #\n"],
    ["a language: code is never run", "---js\nglobalThis.x = 1\n---\n"],
    ["---json", '---json\n{"a": 1}\n---\n'],
    ["four dashes", "----\na: 1\n----\n"],
  ])("refuses %s", (_name, text) => {
    expect(() => splitFrontMatter(text)).toThrowError(expect.objectContaining({ code: "invalid_body" }));
  });
});

describe("readFrontMatter", () => {
  it("accepts empty lines, comments, block scalars and multi-line strings", () => {
    const source = 'a: "x"\n\n# c\nb: |\n  one\n  two\nc: >-\n  one\n  two\nd: "one\n  two"\ne: one\n  two # c\n';
    expect(values(source)).toEqual({ a: "x", b: "one\ntwo\n", c: "one two", d: "one two", e: "one two" });
  });

  it("follows the core schema, and keeps the source of unusual scalars", () => {
    const source = "a: 0x1F\nb: 1.10\nc: NO\nd: .nan\ne: 1e400\nf: 2024-01-02\ng: 012\nh: ~\ni: true\nj: 1_000\n";
    expect(values(source)).toEqual({
      a: 31,
      b: 1.1,
      c: "NO",
      d: ".nan",
      e: "1e400",
      f: "2024-01-02",
      g: 12,
      h: null,
      i: true,
      j: "1_000",
    });
    const sources = Object.assign({}, ...readFrontMatter(source).map((entry) => entry.sources));
    expect(sources).toMatchObject({ "/a": "0x1F", "/b": "1.10", "/c": "NO", "/d": ".nan", "/f": "2024-01-02" });
  });

  it("counts lines as the file has them", () => {
    expect(readFrontMatter("a: 1\n\nb: x\n").map(({ line }) => line)).toEqual([2, 4]);
    expect(readFrontMatter('a: 1\n\nb: "x"\n').map(({ line }) => line)).toEqual([2, 4]);
  });

  it("names line and key of a fault", () => {
    const error = refusal('title: "a"\nhashtags: "#a","#b"\n');
    expect(error.code).toBe("invalid_body");
    expect(error.message).toContain("line 3: hashtags");
    expect(error.errors).toEqual([expect.objectContaining({ pointer: "/hashtags", code: "invalid_front_matter" })]);
  });

  it.each([
    ["a tab as indentation", "a:\n\tb: 1\n"],
    ["an unclosed quote", 'title: "a\nlocation: "b"\n'],
    ["an anchor", "a: &x 1\n"],
    ["an alias", "a: &x [1]\nb: *x\n"],
    ["an alias alone", "a: *x\n"],
    ["a merge key", "<<: {a: 1}\n"],
    ["a merge key within", "a: {<<: {b: 1}}\n"],
    ["a custom tag", "a: !!js/function 'x'\n"],
    ["a core tag", "a: !!binary aGk=\n"],
    ["a non-specific tag", "a: ! x\n"],
    ["a directive", "%YAML 1.1\na: 1\n"],
    ["a second document", "a: 1\n...\nb: 2\n"],
    ["a duplicate key", "title: a\ntitle: b\n"],
    ["a duplicate key among JSON values", 'title: "a"\ntitle: "b"\n'],
    ["a duplicate key by quotes", 'title: a\n"title": b\n'],
    ["a duplicate key within", "a: {b: 1, b: 2}\n"],
    ["a duplicate key within a block", 'rolecall:\n  state: "draft"\n  state: "paused"\n'],
    ["__proto__", "__proto__: 1\n"],
    ["__proto__ within", 'a: {"__proto__": 1}\n'],
    ["__proto__ within JSON", 'a: {"\\u005f_proto__": 1}\n'],
    ["an explicit key", "? a\n: 1\n"],
    ["a list as key", "[a]: 1\n"],
    ["a null key", "~: 1\n"],
    ["a list at the top", "- a\n"],
    ["a text at the top", "hello\n"],
    ["201 keys", Array.from({ length: 201 }, (_, n) => `k${n}: 1\n`).join("")],
    ["depth 33", `a: ${"[".repeat(32)}${"]".repeat(32)}\n`.replace("[", "[[").replace("]", "]]")],
  ])("refuses %s", (_name, source) => {
    expect(refusal(source).code).toBe("invalid_body");
  });

  it("points at the duplicate key", () => {
    expect(refusal("title: a\ntitle: b\n").errors).toEqual([
      { code: "duplicate_key", detail: "line 3: title is there twice", pointer: "/title" },
    ]);
  });

  const laughs = Array.from({ length: 10 }, (_, n) => `k${n}: &a${n} [${`*a${n - 1},`.repeat(n === 0 ? 0 : 9)}lol]\n`);

  it.each([
    ["billion laughs", laughs.join(""), "invalid_body"],
    ["8,000 keys", Array.from({ length: 8_000 }, (_, n) => `key${n}: 1\n`).join(""), "too_large"],
    [
      "6,000 keys in one map",
      `a: {${Array.from({ length: 6_000 }, (_, n) => `k${n}: 1`).join(",")}}\n`,
      "invalid_body",
    ],
    ["depth 8,000", "[".repeat(8_000), "invalid_body"],
    ["16 KB of [", `a: ${"[".repeat(16_384)}`, "invalid_body"],
    ["64 KB of dashes", "- ".repeat(32_000), "invalid_body"],
    ["64 KB of question marks", "? ".repeat(32_000), "invalid_body"],
    ["64 KB of tags", `a: ${"!x ".repeat(21_000)}`, "invalid_body"],
    ["64 KB of anchors", `a: ${"&a ".repeat(21_000)}`, "invalid_body"],
    ["64 KB of colons", `a${": ".repeat(32_000)}`, "invalid_body"],
    ["64 KB of strings", `a: ${'"x" '.repeat(16_000)}`, "invalid_body"],
    ["a key of 64 KB", `${"k".repeat(65_000)}: 1\n`, "invalid_body"],
    ["5 MB of text", `a: "${"x".repeat(5_000_000)}"\n`, "too_large"],
    ["300 levels of blocks", Array.from({ length: 300 }, (_, n) => `${" ".repeat(n)}a:\n`).join(""), "invalid_body"],
  ])("refuses %s before it costs anything", { timeout: 5_000 }, (_name, source, code) => {
    // 50 ms and less on an idle machine; the library alone takes up to 16 s, which the test's own time limit ends.
    expect(refusal(source).code).toBe(code);
  });

  it("counts the 64 KB in bytes", () => {
    expect(refusal(`a: "${"é".repeat(33_000)}"\n`).code).toBe("too_large");
    expect(values(`a: "${"x".repeat(65_000)}"\n`)).toHaveProperty("a");
  });
});
