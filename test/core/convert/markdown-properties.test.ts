import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readFrontMatter, splitFrontMatter } from "../../../core/convert/front-matter.ts";
import { readMarkdown, writeMarkdown } from "../../../core/convert/markdown.ts";
import { readPlainLines } from "../../../core/convert/plain-lines.ts";
import { readYaml } from "../../../core/convert/yaml-reader.ts";
import { canonicalJson } from "../../../core/listing/canonical.ts";
import { bodies, contentOf, ID, lines, listingFile, prose, recordWith } from "./listing-samples.ts";

const fileNames = fc.option(fc.constantFrom("keeper", "Keeper, second"), { nil: undefined });

describe("the export of any listing", () => {
  it("is read as the same content, so that its import changes nothing", () => {
    fc.assert(
      fc.property(bodies, fileNames, (body, fileName) => {
        const content = contentOf(body);
        const text = writeMarkdown(recordWith(content, fileName), { view: "full" });
        const read = readMarkdown(text, fileName === undefined ? {} : { fileName: `${fileName}.md` });
        expect(canonicalJson(contentOf(read.body))).toBe(canonicalJson(content));
        expect(read.body.id).toBe(content.source === undefined ? ID : undefined);
        expect(read.fileName).toBe(fileName);
      }),
      { numRuns: 500 },
    );
  });

  it("for the public is read as the content without extra and the hub", () => {
    fc.assert(
      fc.property(bodies, fileNames, (body, fileName) => {
        const { extra: _extra, source, ...content } = contentOf(body);
        const text = writeMarkdown(recordWith(contentOf(body), fileName), { view: "public" });
        const { hubUrl: _hubUrl, ...shown } = source ?? {};
        const expected = source === undefined ? content : { ...content, source: shown };
        const read = readMarkdown(text, fileName === undefined ? {} : { fileName: `${fileName}.md` });
        expect(canonicalJson(contentOf(read.body))).toBe(canonicalJson(expected));
      }),
      { numRuns: 200 },
    );
  });

  it("is YAML whose strings any parser reads alike, and the text is exact", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const content = contentOf(body);
        const text = writeMarkdown(recordWith(content), { view: "full" });
        const split = splitFrontMatter(text);
        const values = parse(split.frontMatter, { version: "1.2", schema: "core" });
        expect(values.title).toBe(content.title);
        expect(values.companyName).toBe(content.company?.name);
        expect(values.summary).toBe(content.summary);
        expect(split.body).toBe(content.description?.value ?? "");
      }),
      { numRuns: 200 },
    );
  });
});

describe("a file of any keys and values", () => {
  const keys = fc.constantFrom(
    "location",
    "hashtags",
    "timestamp",
    "featured",
    "archived",
    "summary",
    "jobType",
    "summaryBackup",
    "team",
    "Level",
    "frontMatter",
    "no",
  );
  const scalars = fc.oneof(
    fc.constantFrom(
      '""',
      "",
      "null",
      "~",
      "NO",
      "012",
      "1_000",
      "0x1F",
      ".nan",
      "1e400",
      "2024-01-02",
      "12:30:45",
      "true",
      "1.10",
      "[1.10, 0x1F, no]",
      '{"a": [.inf, ~]}',
      "'x '",
    ),
    lines.map((text) => JSON.stringify(text)),
  );
  const values: Record<string, fc.Arbitrary<string>> = {
    timestamp: fc.constantFrom("1611705600000", '"1611705600000"', "2021-01-27", "1611705600000.5", '""', "", "-1"),
    featured: fc.constantFrom("20", '"20"', "0", "-3", "", "0x14"),
    archived: fc.constantFrom('"true"', '"false"', "true", "false", '""'),
    hashtags: fc.constantFrom('"#a,#b"', '"#a,#b,"', '"##a"', '"#a, #b"', '"a,#b"', '"#a,#a"', '""', "[a, 012]", '","'),
    location: fc.constantFrom('"Remote"', '""', "NO", '"Porto "', "~"),
    jobType: fc.constantFrom("software", "012", '"other "', ""),
    summary: fc.constantFrom('"One.\\nTwo."', "|\n  One.\n  Two.", ">-\n  One\n  two", "0x1F"),
    summaryBackup: fc.constantFrom("012", '""', "'it''s'", "~"),
  };
  const front = fc
    .uniqueArray(keys, { maxLength: 12 })
    .chain((names) => fc.tuple(...names.map((name) => (values[name] ?? scalars).map((value) => `${name}: ${value}`))));

  it("is written with the same keys, values, types and order, and the same bytes of text", () => {
    fc.assert(
      fc.property(front, prose, (extraLines, body) => {
        const text = listingFile(extraLines, body);
        const record = recordWith(contentOf(readMarkdown(text).body));
        const written = writeMarkdown(record, { view: "full" });
        const values = (of: string) => readFrontMatter(splitFrontMatter(of).frontMatter);
        const plain = (of: string) =>
          values(of).map(({ key, value, text: own }) => [key, isTextKey(key) ? (own ?? value) : value]);
        // Without url and file name there is no identity but the id.
        expect(plain(written).filter(([key]) => key !== "rolecall")).toEqual(plain(text));
        expect(splitFrontMatter(written).body).toBe(body);
        expect(contentOf(readMarkdown(written).body)).toEqual(record.content);
      }),
      { numRuns: 600 },
    );
  });

  it("reads the same by the short way and by the YAML library", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const { frontMatter } = splitFrontMatter(writeMarkdown(recordWith(contentOf(body)), { view: "full" }));
        const short = readPlainLines(frontMatter);
        if (short !== undefined) expect(short).toEqual(readYaml(frontMatter));
      }),
      { numRuns: 300, examples: [[{ title: "t", company: { name: "x" }, extra: { summaryBackup: 5e-324 } }]] },
    );
  });
});

function isTextKey(key: string): boolean {
  return ["title", "companyName", "location", "summary", "jobType", "summaryBackup", "hashtags"].includes(key);
}
