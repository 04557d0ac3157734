/** Descriptions that want to be more than text (the inputs of class C15), in every form in which a listing is shown. */
import { beforeEach, describe, expect, it } from "vitest";
import { textOf, unsafeIn, xmlOf } from "../../support/markup.ts";
import { type Answer, type TestService, testService } from "../../support/service.ts";

let service: TestService;
beforeEach(async () => {
  service = await testService();
});

const FORMATS = ["markdown", "html", "text"] as const;
const PLACES = { locations: [{ country: "DE" }] };

const VECTORS = [
  "<script>alert(1)</script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<form id=f><input name=attributes></form>",
  "<base href=https://evil.example/>",
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  "<template><script>alert(1)</script></template>",
  "<select><style></select><img src=x onerror=alert(1)></style>",
  "<style>@import 'https://evil.example/a.css'</style>",
  '<link rel=stylesheet href="https://evil.example/a.css">',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  "<embed src=javascript:alert(1)>",
  "<a href=javascript:alert(1)>x</a>",
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  "<b onmouseover=alert(1)>x</b>",
  "<details open ontoggle=alert(1)>",
  "<video><source onerror=alert(1)></video>",
  "<body onload=alert(1)>",
  "</body></html><script>alert(1)</script>",
  "</title><script>alert(1)</script>",
  "<!--><script>alert(1)</script>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;script&#62;alert(1)&#60;/script&#62;",
  "&amp;lt;script&amp;gt;",
  "<plaintext>",
  "<textarea></textarea><script>alert(1)</script>",
  "<x/onclick=alert(1)>",
  "\u202e<script>alert(1)</script>\u202c",
] as const;

const LINKS = [
  "[x](javascript:alert(1))",
  "[x](javascript&#58;alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](&#x6A;avascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](data:image/png;base64,AAAA)",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x](/\\evil.example)",
  "[x](\\\\evil.example)",
  "[x](https:evil.example)",
  "[x](https:///evil.example)",
  "[x](https:/\\evil.example)",
  "[x](relative)",
  "[x](#fragment)",
  "[x](ftp://a.example)",
  "[x](blob:https://a.example/1)",
  "[x](<javascript:alert(1)>)",
  "[x][1]\n\n[1]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "<data:text/html,x>",
  "![x](https://evil.example/pixel.png)",
  "![x](javascript:alert(1))",
  '[x](https://a.example "\\" onclick=alert(1)")',
  '[x](https://a.example/"onclick=alert(1))',
  "[x](mailto://evil.example)",
  '``` " onclick=alert(1)\ncode\n```',
] as const;

async function shown(fields: Readonly<Record<string, unknown>>): Promise<{ created: Answer; id: string }> {
  const created = await service.create({ ...PLACES, ...fields });
  expect(created.status).toBe(201);
  return { created, id: created.json.id };
}

/** The description as HTML in each form, each form read by a parser of its own kind. */
async function descriptionsOf(id: string): Promise<string[]> {
  const page = await service.call("GET", `/v1/listings/${id}/html`);
  expect(page.headers.get("Content-Security-Policy")).toBe("default-src 'none'; sandbox");
  expect(page.headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
  expect(unsafeIn(page.text, "document")).toEqual([]);
  const posting = await service.call("GET", `/v1/listings/${id}/jsonld`);
  expect(posting.text).not.toMatch(/[<>&\u2028\u2029]/);
  const [rss, json, xml] = await Promise.all(
    ["rss", "json", "xml"].map((name) => service.call("GET", `/v1/feed.${name}`)),
  );
  return [
    posting.json.description ?? "",
    xmlOf(rss?.text ?? "").rss.channel.item[0].description ?? "",
    json?.json.items[0].content_html ?? "",
    xmlOf(xml?.text ?? "").source.job[0].description ?? "",
  ];
}

describe.each(FORMATS)("a description in %s", (format) => {
  it.each(VECTORS)("%s is stored as it is and shown as text", async (value) => {
    const { created, id } = await shown({ description: { format, value } });
    expect(created.json.description).toEqual({ format, value });
    expect((await service.call("GET", `/v1/listings/${id}`)).json.description).toEqual({ format, value });
    for (const html of await descriptionsOf(id)) expect(unsafeIn(html, "fragment")).toEqual([]);
  });

  it.each(LINKS)("%s leads nowhere but to a page or a letter", async (value) => {
    const { id } = await shown({ description: { format, value } });
    for (const html of await descriptionsOf(id)) {
      expect(unsafeIn(html, "fragment")).toEqual([]);
      expect(html).not.toMatch(/<img|src=/i);
    }
  });
});

describe("a summary", () => {
  it.each(VECTORS)("%s is text wherever it stands in for a description", async (summary) => {
    const line = summary.replace(/[\u202a-\u202e\t]/g, "");
    const { id } = await shown({ summary: line });
    const page = await service.call("GET", `/v1/listings/${id}/html`);
    expect(unsafeIn(page.text, "document")).toEqual([]);
    expect(textOf(page.text)).toContain(line);
    const rss = xmlOf((await service.call("GET", "/v1/feed.rss")).text).rss.channel.item[0];
    expect(unsafeIn(rss.description, "fragment")).toEqual([]);
    expect(textOf(rss.description)).toBe(line);
  });
});

describe("what is allowed", () => {
  it.each([
    ["**b** *i* ~~s~~ `c`", /<strong>b<\/strong> <em>i<\/em> <s>s<\/s> <code>c<\/code>/],
    ["- a\n- b", /<ul>\s*<li>a<\/li>\s*<li>b<\/li>\s*<\/ul>/],
    ["3. a", /<ol start="3">/],
    ["| a |\n|:-:|\n| b |", /<th style="text-align:center">a<\/th>/],
    ["[x](https://a.example/?q=1&r=2)", /<a href="https:\/\/a\.example\/\?q=1&amp;r=2">x<\/a>/],
    ["[x](HTTP://A.example)", /<a href="HTTP:\/\/A\.example">x<\/a>/i],
    ["<mailto:jobs@a.example>", /<a href="mailto:jobs@a\.example">/],
    ["> quoted", /<blockquote>/],
    ["```ts\nlet a;\n```", /<pre><code class="language-ts">let a;/],
  ])("%s is shown as what it is", async (value, html) => {
    const { id } = await shown({ description: { format: "markdown", value } });
    expect((await service.call("GET", `/v1/listings/${id}/html`)).text).toMatch(html);
    for (const each of await descriptionsOf(id)) expect(each).toMatch(html);
  });

  it("text has its paragraphs and lines", async () => {
    const { id } = await shown({ description: { format: "text", value: "a < b\r\nc\r\n\r\n \r\n  d\n\n\ne" } });
    expect((await service.call("GET", `/v1/listings/${id}/html`)).text).toContain(
      "<p>a &lt; b<br>\nc</p>\n<p>d</p>\n<p>e</p>\n",
    );
  });

  it("HTML has its words, its paragraphs and its items, and nothing of its markup", async () => {
    const value =
      "<div><h2>About&nbsp;us</h2><p>We <b>b</b>uild<br/>tools &amp; toys.</p>\n<ul><li>One</li><li>Two</li></ul><style>p{}</style></div>";
    const { id } = await shown({ description: { format: "html", value } });
    expect((await service.call("GET", `/v1/listings/${id}/html`)).text).toContain(
      "<p>About us</p>\n<p>We build<br>\ntools &amp; toys.</p>\n<p>• One<br>\n• Two</p>\n",
    );
  });

  it("says the language and the title, and knows neither by itself", async () => {
    const { id } = await shown({
      title: 'A "<b>" & C',
      language: "ar",
      description: { format: "text", value: "مرحبا" },
    });
    const { text } = await service.call("GET", `/v1/listings/${id}/html`);
    expect(text).toContain('<html lang="ar">');
    expect(text).toContain("<title>A &quot;&lt;b&gt;&quot; &amp; C</title>");
    expect(text).toContain('<body dir="auto">');
    const other = await shown({});
    expect((await service.call("GET", `/v1/listings/${other.id}/html`)).text).toContain('<html lang="">');
  });
});

describe("a description that is meant to take long", () => {
  const most = (part: string) => part.repeat(Math.floor(100_000 / [...part].length));
  const BOMBS: readonly (readonly [string, string])[] = [
    ["opening brackets", "[".repeat(50_000)],
    ["emphasis that never ends", "*a ".repeat(25_000)],
    ["images in images", "![[]()".repeat(10_000)],
    ["nested elements", "<b>".repeat(20_000)],
    ["comments that never end", "<!--".repeat(20_000)],
    ["nested quotations", most(">")],
    ["nested lists", Array.from({ length: 400 }, (_, i) => `${" ".repeat(i)}- a`).join("\n")],
    ["a table of 10,000 rows", `|a|\n|-|\n${"|x|\n".repeat(10_000)}`],
    ["a table with more columns than cells", `${"a|".repeat(5_000)}\n${"-|".repeat(5_000)}\n${"x\n".repeat(30_000)}`],
    ["a long address that is used often", `[a]: https://a.example/${"x".repeat(40_000)}\n\n${"[a] ".repeat(14_000)}`],
    [
      "many addresses",
      Array.from({ length: 5_000 }, (_, i) => `[r${i}]: http://a/${i}`)
        .join("\n")
        .slice(0, 99_000),
    ],
    ["backticks of every length", Array.from({ length: 440 }, (_, i) => `${"`".repeat(i)} `).join("")],
    ["references to characters", most("&#")],
    ["processing instructions", most("<?")],
    ["character data", most("<![CDATA[")],
    ["line feeds", most("\n")],
    ["returns", most("\r")],
    ["opening parentheses", `[a](${"(".repeat(90_000)}`],
    ["characters of two units", "😀".repeat(50_000)],
    ["scripts that never end", most("<script>")],
    ["tags that never end", most("<p ")],
  ];

  it.each(BOMBS.flatMap(([name, value]) => FORMATS.map((format) => [name, format, value] as const)))(
    "%s in %s is stored whole, and shown as no more than a few times its size",
    async (_name, format, value) => {
      const { id } = await shown({ description: { format, value } });
      const stored = await service.call("GET", `/v1/listings/${id}`);
      expect(stored.json.description.value).toBe(value);
      const page = await service.call("GET", `/v1/listings/${id}/html`);
      expect(page.status).toBe(200);
      // Six is what an escaped quotation mark takes; a table writes its empty cells out.
      expect(page.text.length).toBeLessThan(10 * value.length + 1_000);
      expect(unsafeIn(page.text, "document")).toEqual([]);
    },
  );

  it("an address that is used too often makes text of it all", async () => {
    const value = `[a]: https://a.example/${"x".repeat(40_000)}\n\n${"[a] ".repeat(100)}`;
    const { id } = await shown({ description: { format: "markdown", value } });
    const { text } = await service.call("GET", `/v1/listings/${id}/html`);
    expect(text).toContain("<p>[a] [a]");
    const few = await shown({ description: { format: "markdown", value: value.slice(0, 40_040) } });
    expect((await service.call("GET", `/v1/listings/${few.id}/html`)).text).toContain('<a href="https://a.example/x');
  });
});
