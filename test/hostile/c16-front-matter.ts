/** C16: Markdown files whose front matter is none, is a program, or is a bomb: by import and by source. */
import {
  bytesOf,
  created,
  type Expected,
  fixed,
  type HostileCase,
  importOf,
  joined,
  latin1,
  type RowExpected,
  refusedAs,
  rejected,
  rows,
  send,
  shown,
  TAKEN,
} from "./case.ts";

const KNOWN = ["title: Porter", "companyName: Hotel", "url: https://example.com/c16"];
const file = (lines: readonly string[], body = "Text\n") => `---\n${lines.join("\n")}\n---\n${body}`;
/** A sound file with further lines. */
const withLines = (...lines: readonly string[]) => file([...KNOWN, ...lines]);
const instead = (line: string) => file([line, ...KNOWN.filter((known) => known.split(":")[0] !== line.split(":")[0])]);

const REFUSED: readonly (readonly [name: string, text: string | Uint8Array])[] = [
  ["nothing", ""],
  ["no front matter", "Text only"],
  ["no closing line", `---\n${KNOWN.join("\n")}\n`],
  ["a closing line that is indented", `---\n${KNOWN.join("\n")}\n ---\n`],
  ["an opening line of four", `-${file(KNOWN)}`],
  ["an empty line first", `\n${file(KNOWN)}`],
  ["an opening for JavaScript", file(KNOWN).replace("---", "---js")],
  ["an opening for JSON", file(KNOWN).replace("---", "---json")],
  ["an opening for TOML", file(KNOWN).replace("---", "---toml")],
  ["plus signs", file(KNOWN).replaceAll("---", "+++")],
  ["two marks in front", `\ufeff\ufeff${file(KNOWN)}`],
  ["a list", file(["- a", "- b"])],
  ["a text", file(["just text"])],
  ["a key twice", withLines("title: Again")],
  ["an unknown key twice", withLines("x: 1", "x: 2")],
  ["a key twice, once in quotes", withLines('"title": Again')],
  ["a tab for a blank", withLines("a:", "\tb: 1")],
  ["an anchor", withLines("a: &a x")],
  ["an alias", withLines("a: &a x", "b: *a")],
  ["an alias of nothing", withLines("b: *a")],
  ["a merge key", withLines("a: &a {x: 1}", "<<: *a")],
  ["a tag of JavaScript", withLines('f: !!js/function "function(){return 1}"')],
  ["a tag of Python", withLines("f: !!python/object/apply:os.system [id]")],
  ["binary", withLines("f: !!binary aGVsbG8=")],
  ["a tag of ours", withLines("f: !x y")],
  ["an explicit key", withLines("? a", ": b")],
  ["an open quote", withLines('a: "b')],
  ["an open list", withLines("a: [b")],
  ["an open mapping", withLines("a: {b: c")],
  ["a directive", `---\n%YAML 1.1\n${KNOWN.join("\n")}\n---\n`],
  ["__proto__", withLines("__proto__: {isAdmin: true}")],
  ["constructor.prototype of a known field", instead("title: {constructor: {prototype: 1}}")],
  ["a NUL in the title", instead("title: a\0b")],
  ["bytes that are no text", joined("---\ntitle: ", latin1("\xff\xfe"), `\n${KNOWN.slice(1).join("\n")}\n---\n`)],
  ["UTF-16", latin1([...file(KNOWN)].map((character) => `${character}\0`).join(""))],
  ["201 keys", withLines(...Array.from({ length: 201 }, (_, i) => `k${i}: 1`))],
  ["8,000 keys", withLines(...Array.from({ length: 8_000 }, (_, i) => `k${i}: 1`))],
  ["33 brackets", withLines(`a: ${"[".repeat(33)}${"]".repeat(33)}`)],
  ["8,000 brackets", withLines(`a: ${"[".repeat(8_000)}${"]".repeat(8_000)}`)],
  ["8,000 open brackets", withLines(`a: ${"[".repeat(8_000)}`)],
  ["8,000 braces", withLines(`a: ${"{a: ".repeat(8_000)}`)],
  ["8,000 dashes", withLines("a:", `  ${"- ".repeat(8_000)}x`)],
  ["laughs", withLines("a: &a [x,x]", "b: &b [*a,*a]", "c: &c [*b,*b]", "d: [*c,*c]")],
  ["a front matter of 64 KB and a byte", withLines(`a: ${"x".repeat(65_536)}`)],
  ["a key of 64 KB", withLines(`${"k".repeat(65_536)}: 1`)],
  ["no title", file(KNOWN.slice(1))],
  ["no company", file([KNOWN[0] ?? "", KNOWN[2] ?? ""])],
  ["an archived that is no truth", withLines('archived: "maybe"')],
  ["a timestamp that is none", withLines("timestamp: 12:30:45")],
  ["a featured of 1001", withLines("featured: 1001")],
  ["a url that runs", instead("url: javascript:alert(1)")],
  ["an applyUrl that runs", withLines("applyUrl: javascript:alert(1)")],
  ["a list for a title", instead("title: [a]")],
  ["a mapping for a location", withLines("location: {city: a}")],
  ["rolecall that is no mapping", withLines("rolecall: 1")],
  ["rolecall with a field that nobody knows", withLines("rolecall: {isAdmin: true}")],
  ["rolecall with a wrong field", withLines("rolecall: {language: english!}")],
];

/** Plain scalars of known text fields are their source, whatever a YAML reader would make of them. */
const TEXTS = [
  "NO",
  "yes",
  "012",
  "1_000",
  "0x1F",
  "0o17",
  "12:30:45",
  ".nan",
  ".inf",
  "1e400",
  "1e3",
  "2024-01-02",
  "null_",
  "~a",
  "true",
  "-0",
  "+1",
  "=",
  "<script>",
  "a#b",
  "é",
];

const TAKEN_FILES: readonly (readonly [name: string, text: string])[] = [
  ["a mark in front", `\ufeff${withLines()}`],
  ["CRLF", withLines("a: b").replaceAll("\n", "\r\n")],
  ["empty lines", withLines("", "", "a: b", "")],
  ["comments", withLines("# a comment", "a: b # behind")],
  ["a second line of dashes in the text", file(KNOWN, "---\ntitle: another\n---\n")],
  // It goes into `extra`, which takes any text.
  ["a NUL under an unknown key", withLines("a: b\0c")],
  ["constructor", withLines("constructor: x", "toString: y", "hasOwnProperty: z")],
  ["30 brackets", withLines(`a: ${"[".repeat(28)}${"]".repeat(28)}`)],
  ["a text that is long", file(KNOWN, "x".repeat(90_000))],
  ["a text of NUL-free controls", file(KNOWN, "a\tb\r\nc\n")],
  ["hashtags of nothing", withLines("hashtags:")],
  ["hashtags of commas", withLines('hashtags: ",,#a,,"')],
  ["archived in quotes", withLines('archived: "false"')],
  ["the end at once", file(KNOWN, "")],
  ["stars", file(KNOWN, "*a ".repeat(25_000))],
];

/** By source, the file's own identity gives way to the address. */
const bySource = (name: string, text: string | Uint8Array) =>
  send("PUT", `/v1/sources/c16/listing?externalId=${encodeURIComponent(name)}`, text, [
    "Content-Type",
    "text/markdown",
  ]);

const both = (
  name: string,
  text: string | Uint8Array,
  row: RowExpected,
  expected: Expected,
): readonly HostileCase[] => [
  fixed(`a file with ${name}`, importOf("text/markdown", text), rows(row)),
  fixed(`a file by source with ${name}`, bySource(name, text), expected),
];

const titled = (title: string) =>
  fixed(`the title ${shown(title)}`, bySource(`title ${title}`, instead(`title: ${title}`)), created({ title }));

const archives: readonly HostileCase[] = [
  ...["application/zip", "application/gzip"].flatMap((type) =>
    [
      ["nothing", new Uint8Array()],
      ["text", bytesOf("no archive at all")],
      ["zeros", new Uint8Array(1_024)],
      ["a zip's first bytes", latin1("PK\x03\x04")],
      ["a zip's last bytes", latin1(`PK\x05\x06${"\0".repeat(18)}`)],
      ["a gzip's first bytes", latin1("\x1f\x8b\x08\0")],
      ["a zip's end that says too much", latin1(`PK\x05\x06${"\xff".repeat(18)}`)],
    ].map(([name, bytes]) =>
      fixed(
        `${type} of ${name}`,
        importOf(type, bytes as Uint8Array),
        // An archive without files is an import without rows.
        { statuses: [200, 400, 413], codes: ["invalid_body", "too_large"] },
      ),
    ),
  ),
];

export const cases: readonly HostileCase[] = [
  ...REFUSED.flatMap(([name, text]) => both(name, text, rejected(), refusedAs("invalid_body", "too_large"))),
  ...TAKEN_FILES.flatMap(([name, text]) => both(name, text, TAKEN, { statuses: [200, 201] })),
  ...TEXTS.map(titled),
  fixed(
    "a file by source that names another source",
    bySource("b", withLines("rolecall: {source: {name: other}}")),
    created({ source: { name: "c16", externalId: "b" } }),
  ),
  ...archives,
];
