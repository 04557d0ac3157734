import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { splitFrontMatter } from "../../../core/convert/front-matter.ts";
import { readMarkdown, writeMarkdown } from "../../../core/convert/markdown.ts";
import type { ListingContent } from "../../../core/listing/content.ts";
import { contentOf, file, ID, imported, listingFile, recordWith } from "./listing-samples.ts";

const URL_LINE = 'url: "https://lamp.example.org/jobs/1"';

function keysOf(text: string): Record<string, unknown> {
  return parse(splitFrontMatter(text).frontMatter, { version: "1.2", schema: "core" });
}

function exported(text: string, fileName?: string): Record<string, unknown> {
  return keysOf(writeMarkdown(imported(text, fileName), { view: "full" }));
}

describe("writeMarkdown after readMarkdown", () => {
  it("gives the sample back byte for byte", () => {
    const sample = readFileSync(new URL("../../golden/markdown-job.md", import.meta.url), "utf8");
    expect(writeMarkdown(imported(sample, "sample.md"), { view: "full" })).toBe(sample);
  });

  it.each([
    ['hashtags: "#a,#b,"'],
    ['hashtags: "##a"'],
    ['hashtags: "#a, #b"'],
    ['hashtags: "a"'],
    ['hashtags: ""'],
    ['hashtags: ["#a", "b"]'],
    ['location: ""'],
    ["location: null"],
    ['location: "Porto "'],
    ['featured: "20"'],
    ["featured: 0"],
    ["featured: null"],
    ['timestamp: "1611705600000"'],
    ["timestamp: 1611705600000.5"],
    ['timestamp: "2021-01-27"'],
    ['timestamp: "2021-01-27T10:00:00+02:00"'],
    ["timestamp: -1"],
    ['archived: "false"'],
    ["archived: true"],
    ["archived: false"],
    ['jobType: "x "'],
    ['frontMatter: {"a": 1}'],
    ['summaryBackup: ""'],
    ["summaryBackup: null"],
    ["level: 0x1F"],
    ["level: 1.10"],
    ["level: .nan"],
    ["level: 1e400"],
    ["level: 2024-01-02"],
    ["level: NO"],
    ['level: ["a", 012, {"b": 1.10}]'],
    ['"two words": 1'],
    ['"012": 1'],
    ['"no": 1'],
    ['constructor: "x"'],
  ])("gives back the line %s", (line) => {
    expect(writeMarkdown(imported(listingFile([URL_LINE, line])), { view: "full" })).toContain(`\n${line}\n`);
  });

  it("keeps an unusual order of keys", () => {
    const text = file(["zeta: 1", 'companyName: "Lamp"', "alpha: 2", 'title: "Keeper"', URL_LINE]);
    expect(Object.keys(exported(text))).toEqual(["zeta", "companyName", "alpha", "title", "url"]);
  });

  it.each([
    ["no final newline"],
    ["\r\nCRLF\r\n"],
    [" \n\nblanks\n \n"],
    ["---\na: 1\n---\n"],
    ["\u00a0\u2028\ufeff"],
    [""],
  ])("gives back the text %j", (body) => {
    expect(splitFrontMatter(writeMarkdown(imported(listingFile([], body)), { view: "full" })).body).toBe(body);
  });

  it("forgets a raw value once the field was changed, and writes the field", () => {
    const record = imported(listingFile([URL_LINE, 'hashtags: "#a,#b,"', 'archived: "false"']));
    const edited: ListingContent = { ...record.content, tags: ["c"], state: "paused" };
    const text = writeMarkdown({ ...record, content: edited }, { view: "full" });
    expect(keysOf(text)).toMatchObject({ hashtags: "#c", rolecall: { state: "paused" } });
    expect(keysOf(text)).not.toHaveProperty("archived");
    expect(contentOf(readMarkdown(text).body)).toEqual(edited);
  });

  it("takes 200 keys and gives them back", () => {
    const unknown = Array.from({ length: 198 }, (_, index) => `k${index}: ${index}`);
    const record = imported(listingFile(unknown), "keeper.md");
    expect(Object.keys(exported(listingFile(unknown), "keeper.md"))).toHaveLength(200);
    const paused = { ...record, content: { ...record.content, state: "paused" } as ListingContent };
    const text = writeMarkdown(paused, { view: "full" });
    expect(Object.keys(keysOf(text))).toHaveLength(200);
    expect(contentOf(readMarkdown(text, { fileName: "keeper.md" }).body)).toEqual(paused.content);
  });
});

describe("writeMarkdown of a listing that came as JSON", () => {
  const body = {
    title: "Keeper",
    company: { name: "Lamp & Sons" },
    source: { name: "markdown", externalId: "https://lamp.example.org/jobs/1", hubUrl: "https://lamp.example.org/" },
    url: "https://lamp.example.org/jobs/1",
    extra: { note: "internal", Summary: "" },
  };

  function rolecall(more: Record<string, unknown>): unknown {
    return keysOf(writeMarkdown(recordWith(contentOf({ ...body, ...more })), { view: "full" })).rolecall;
  }

  it("adds nothing that a reader finds out by itself", () => {
    const more = {
      locations: [{ raw: "Remote" }],
      workplaceType: "remote",
      state: "archived",
      datePosted: "2021-01-27T00:00:00.000Z",
      tags: ["a"],
      description: { format: "markdown", value: "Text" },
    };
    expect(rolecall(more)).toBeUndefined();
  });

  it.each([
    [{ state: "paused" }, { state: "paused" }],
    [{ datePosted: "2021-01-27" }, { datePosted: "2021-01-27" }],
    [{ datePosted: "2021-01-27T00:00:00Z" }, { datePosted: "2021-01-27T00:00:00Z" }],
    [{ workplaceType: "onsite" }, { workplaceType: "onsite" }],
    [{ locations: [{ raw: "Remote" }] }, { workplaceType: null }],
    [
      { locations: [{ raw: "Porto", country: "PT" }, { city: "Faro" }] },
      { locations: [{ country: "PT" }, { city: "Faro" }] },
    ],
    [{ tags: ["a,b"] }, { tags: ["a,b"] }],
    [{ apply: { url: "https://lamp.example.org/a", direct: true } }, { apply: { direct: true } }],
    [{ description: { format: "html", value: "<p>x" } }, { description: { format: "html" } }],
    [{ source: { name: "lamp", externalId: "7" } }, { source: { externalId: "7", name: "lamp" } }],
    [{ source: undefined }, { id: ID, source: null }],
    [{ extra: { title: 1, a: 2 } }, { extra: { title: 1 } }],
  ])("says of %j under rolecall only %j", (more, rest) => {
    expect(rolecall(more)).toEqual(rest);
  });

  it("still writes a timestamp for a date, which sites sort by, and an edited one counts", () => {
    const text = writeMarkdown(recordWith(contentOf({ ...body, datePosted: "2021-01-27" })), { view: "full" });
    expect(keysOf(text).timestamp).toBe(1_611_705_600_000);
    const edited = text.replace("1611705600000", "1611792000000");
    expect(readMarkdown(edited).body.datePosted).toBe("2021-01-28T00:00:00.000Z");
  });

  it("says nothing of a date that the client never gave", () => {
    const text = writeMarkdown(recordWith(contentOf(body)), { view: "full" });
    expect(keysOf(text)).not.toHaveProperty("timestamp");
    expect(readMarkdown(text).body).not.toHaveProperty("datePosted");
  });

  it("leaves host and extra out of the public view", () => {
    const text = writeMarkdown(recordWith(contentOf(body)), { view: "public" });
    expect(Object.keys(keysOf(text))).toEqual(["title", "companyName", "url"]);
  });

  it("is not fooled by what a client put where a file's layout is kept", () => {
    const frontMatter = {
      title: "Other",
      "__proto__x\nevil: 1": "a",
      rolecall: { order: [1, "url", "url"], sources: { "/note": 'x"\nevil: 1', "/level": "31 # c" } },
    };
    const content = contentOf({ ...body, extra: { note: "n", level: 31, frontMatter } });
    const text = writeMarkdown(recordWith(content), { view: "full" });
    expect(Object.keys(keysOf(text))).toEqual(["url", "title", "host", "companyName", "level", "note", "rolecall"]);
    expect(contentOf(readMarkdown(text).body)).toEqual(content);
  });

  it("refuses to write a front matter that nobody could read again", () => {
    const attributes = Object.fromEntries(
      Array.from({ length: 90 }, (_, n) => [`k${n}`, ["x".repeat(250), "y".repeat(250)]]),
    );
    const content = contentOf({ ...body, attributes, extra: { note: "z".repeat(45_000) } });
    expect(() => writeMarkdown(recordWith(content), { view: "full" })).toThrowError(
      expect.objectContaining({ code: "too_large" }),
    );
  });
});

describe("the export of a listing without a source", () => {
  it("names the listing by its id, whatever the file is called by now", () => {
    const file =
      '---\ntitle: "Gardener"\ncompanyName: "Green"\nrolecall:\n  id: "0123456789abcdefghjkmnpqrs"\n---\nText\n';
    const { body } = readMarkdown(file, { fileName: "renamed.md" });
    expect([body.source, body.id]).toEqual([undefined, "0123456789abcdefghjkmnpqrs"]);
  });
});
