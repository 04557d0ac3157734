import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { splitFrontMatter } from "../../../core/convert/front-matter.ts";
import { readMarkdown, withIdentity, writeMarkdown } from "../../../core/convert/markdown.ts";
import { isAppError } from "../../../core/errors.ts";
import { file, imported, listingFile } from "./listing-samples.ts";

const URL_LINE = 'url: "https://lamp.example.org/jobs/1"';

function keysOf(text: string): Record<string, unknown> {
  return parse(splitFrontMatter(text).frontMatter, { version: "1.2", schema: "core" });
}

function exported(text: string, fileName?: string): Record<string, unknown> {
  return keysOf(writeMarkdown(imported(text, fileName), { view: "full" }));
}

function faultsOf(text: string): readonly { readonly pointer?: string; readonly code: string }[] {
  try {
    readMarkdown(text);
  } catch (error) {
    if (isAppError(error)) return error.errors;
    throw error;
  }
  return [];
}

describe("readMarkdown", () => {
  it("puts each key where it belongs", () => {
    const text = file(
      [
        'title: "Keeper"',
        'location: "Porto"',
        'host: "https://lamp.example.org/jobs"',
        'companyName: "Lamp & Sons"',
        URL_LINE,
        'applyUrl: "mailto:jobs@lamp.example.org"',
        "timestamp: 1611705600000",
        'hashtags: "#light,#sea"',
        'jobType: "other"',
        'logoUrl: "https://lamp.example.org/logo"',
        'companyWebsite: "http://lamp.example.org/"',
        'summary: "Keep it lit"',
        'summaryBackup: "Or not"',
        "featured: 4",
        'archived: "true"',
        "shifts: 3",
      ],
      "\nText\n",
    );
    expect(readMarkdown(text, { fileName: "keeper-abcde.md" })).toEqual({
      body: {
        title: "Keeper",
        company: {
          name: "Lamp & Sons",
          website: "http://lamp.example.org/",
          logoUrl: "https://lamp.example.org/logo",
        },
        description: { format: "markdown", value: "\nText\n" },
        summary: "Keep it lit",
        locations: [{ raw: "Porto" }],
        category: "other",
        tags: ["light", "sea"],
        apply: { url: "mailto:jobs@lamp.example.org" },
        url: "https://lamp.example.org/jobs/1",
        source: {
          name: "markdown",
          externalId: "https://lamp.example.org/jobs/1",
          hubUrl: "https://lamp.example.org/jobs",
        },
        promotion: 4,
        state: "archived",
        datePosted: "2021-01-27T00:00:00.000Z",
        extra: { summaryBackup: "Or not", shifts: 3 },
      },
      fileName: "keeper-abcde",
    });
  });

  it("goes by the file's name when there is no url", () => {
    const { body, fileName } = readMarkdown(listingFile(), { fileName: "folder/keeper.md" });
    expect([body.source, fileName]).toEqual([{ name: "markdown", externalId: "keeper.md" }, "keeper"]);
    expect(readMarkdown(listingFile()).body.source).toBeUndefined();
  });

  it.each([
    ["../../etc/passwd.md", "passwd"],
    [".hidden.md", "hidden"],
    ["a\u0000b\u202ec.md", "a-b-c"],
    ["C:\\temp\\x y.markdown", "x y"],
    ["con.md", "_con"],
    ["...", undefined],
    [`${"é".repeat(300)}.md`, "é".repeat(100)],
    [`x${"😀".repeat(300)}.md`, `x${"😀".repeat(49)}`],
  ])("makes a safe name of %j", (name, stem) => {
    expect(readMarkdown(listingFile(), { fileName: name }).fileName).toBe(stem);
  });

  it.each([
    ["Remote job", "", "remote"],
    ["REMOTE", "", "remote"],
    ["Anywhere, Utah", "", "remote"],
    ["RemoteMunich,Germany", "", "remote"],
    ["SanFranciscoorRemote", "", "remote"],
    ["Remoteville", "", undefined],
    ["Tremoten", "", undefined],
    ["Porto", "This job is remote.", undefined],
    ["Porto", "#LI-Hybrid", "hybrid"],
    ["Remote", "#LI-Hybrid", "hybrid"],
    ["Porto", "see #li-remote.", "remote"],
    ["Porto", "#LI-RemoteX x#LI-Remote #LI-Remote-2", undefined],
  ])("derives for location %j and text %j the workplace type %j", (location, text, type) => {
    expect(readMarkdown(listingFile([`location: "${location}"`], text)).body.workplaceType).toBe(type);
  });

  it.each([
    ['"#a,#b,"', ["a", "b"]],
    ['"##a,#b"', ["a", "b"]],
    ['"#a, #b"', ["a", "b"]],
    ['"a,#b"', ["a", "b"]],
    ['"#a,#a"', ["a", "a"]],
    ['"#c#,#ui/ux"', ["c#", "ui/ux"]],
    ["[ '#a', b ]", ["a", "b"]],
    ['","', []],
    ['""', undefined],
    ["", undefined],
  ])("reads the hashtags %s as %j", (hashtags, tags) => {
    expect(readMarkdown(listingFile([`hashtags: ${hashtags}`])).body.tags).toEqual(tags);
  });

  it.each([
    ["NO", "NO"],
    ["012", "012"],
    ["1_000", "1_000"],
    ["0x1F", "0x1F"],
    ["12:30:45", "12:30:45"],
    [".nan", ".nan"],
    ["1e400", "1e400"],
    ["2024-01-02", "2024-01-02"],
    ["true", "true"],
  ])("takes the plain title %s as text", (source, title) => {
    const text = file([`title: ${source}`, 'companyName: "Lamp & Sons"']);
    expect(readMarkdown(text).body.title).toBe(title);
    expect(exported(text).title).toBe(title);
    expect(writeMarkdown(imported(text), { view: "full" })).toContain(`title: "${title}"`);
  });

  it("says all that is wrong, with pointers to the keys", () => {
    const wrong = ["timestamp: yesterday", "featured: high", "archived: perhaps", "hashtags: {a: 1}", "location: [a]"];
    expect(faultsOf(listingFile(wrong)).map(({ pointer }) => pointer)).toEqual([
      "/timestamp",
      "/featured",
      "/archived",
      "/hashtags",
      "/location",
    ]);
    expect(faultsOf(listingFile(["rolecall: 1"]))).toEqual([expect.objectContaining({ pointer: "/rolecall" })]);
    for (const time of ["1e400", ".nan", "2023-02-29", "1e15", "[1]", "true", '" 1"']) {
      expect(faultsOf(listingFile([`timestamp: ${time}`]))).toEqual([
        expect.objectContaining({ pointer: "/timestamp" }),
      ]);
    }
  });

  it("refuses what would not fit into extra", () => {
    expect(() => readMarkdown(listingFile([`notes: "${"x".repeat(60_000)}"`]))).toThrowError(
      expect.objectContaining({ code: "invalid_body" }),
    );
  });

  it("refuses what would nest too deep in the listing's JSON", () => {
    const deep = (levels: number) => listingFile([`notes: ${"[".repeat(levels)}${"]".repeat(levels)}`]);
    expect(readMarkdown(deep(30)).body).toHaveProperty("extra.notes");
    expect(() => readMarkdown(deep(31))).toThrowError(expect.objectContaining({ code: "invalid_body" }));
  });

  it("gives way to another identity and keeps the hub", () => {
    const { body } = readMarkdown(listingFile([URL_LINE, 'host: "https://lamp.example.org/jobs"']));
    expect(withIdentity(body, { name: "lamp", externalId: "7" }).source).toEqual({
      name: "lamp",
      externalId: "7",
      hubUrl: "https://lamp.example.org/jobs",
    });
    expect(withIdentity(body, { name: "lamp" }).source).toMatchObject({
      externalId: "https://lamp.example.org/jobs/1",
    });
  });
});
