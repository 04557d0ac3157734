/** The board's listings come in: every notation of an import, then every way in which one is refused. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { tarEntry, tarGz } from "../../core/convert/archive-samples.ts";
import type { Calendar } from "../calendar.ts";
import { boardRows, feedRows, placedRows } from "../listings.ts";
import { call, get, lineOf, ndjson, type Seen, type Sent, type Step, sendBytes, step } from "../step.ts";

const FEED_IMPORT = "36 rows of NDJSON are created";
const BOARD_IMPORT = "24 rows of a JSON array, gzipped, get the import's source";

const PLACES_IMPORT = "six rows of florists, of which three say the same";

/** Id of the listing that row `index` of the first import made. */
export function feedId(seen: Seen, index: number): string {
  return String(lineOf(seen(FEED_IMPORT), index).id);
}

export function boardId(seen: Seen, index: number): string {
  return String(lineOf(seen(BOARD_IMPORT), index).id);
}

export function placedId(seen: Seen, index: number): string {
  return String(lineOf(seen(PLACES_IMPORT), index).id);
}

const NDJSON = { "Content-Type": "application/x-ndjson" };
const MARKDOWN = { "Content-Type": "text/markdown; charset=utf-8" };
const ZIP = { "Content-Type": "application/zip" };
const TAR = { "Content-Type": "application/gzip" };

const row = (externalId: string, fields: object = {}) => ({
  title: "Row",
  company: { name: "Rows Ltd" },
  datePosted: "2023-02-01",
  state: "archived",
  source: { name: "rows", externalId },
  ...fields,
});

export function importSteps(dates: Calendar): readonly Step[] {
  const feed = feedRows(dates);
  return [
    step(FEED_IMPORT, 200, imported(ndjson(feed))),
    step("the same rows again are unchanged and take no place in the log", 200, imported(ndjson(feed))),
    step(
      BOARD_IMPORT,
      200,
      imported(
        gzipSync(JSON.stringify(boardRows(dates))),
        { "Content-Type": "application/json", "Content-Encoding": "gzip" },
        "?source=board",
      ),
    ),
    ...fileSteps(),
    ...rowSteps(),
    step(PLACES_IMPORT, 200, imported(ndjson(placedRows(dates)))),
    ...refusalSteps(),
  ];
}

function imported(body: string | Uint8Array, headers: Record<string, string> = NDJSON, query = ""): Sent {
  return sendBytes("POST", `/v1/imports${query}`, body, headers);
}

function samples(): readonly { readonly name: string; readonly body: string }[] {
  const folder = new URL("../../../functions/cli/samples/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".md"));
  return names.sort().map((name) => ({ name, body: readFileSync(new URL(name, folder), "utf8") }));
}

function fileSteps(): readonly Step[] {
  const files = samples();
  const [zipped, tarred] = [files.slice(0, 6), files.slice(6)];
  const zip = (entries: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(entries).map(([name, body]) => [name, new TextEncoder().encode(body)])));
  const hostile = [
    tarEntry({ name: "../out.md", body: "---\ntitle: x\n---\n" }),
    tarEntry({ name: "a.txt", body: "no" }),
  ];
  const scripts =
    '---\ntitle: 数据工程师\ncompanyName: 数据公司\ntimestamp: 1690000000000\nunknownKey: [1, two, {three: null}]\narchived: "true"\n---\n正文\n';
  const byName =
    '---\ntitle: By file name\ncompanyName: Files Ltd\ntimestamp: 1690000000000\nhashtags: "#a, #b,#c++"\n---\n\nText\n\n';
  return [
    step(
      "a zip of six Markdown files",
      200,
      imported(zip(Object.fromEntries(zipped.map((file) => [`jobs/${file.name}`, file.body]))), ZIP),
    ),
    step("a gzipped tar of six Markdown files", 200, imported(tarGz(tarred), TAR)),
    step("the files again, as one archive, are unchanged", 200, imported(tarGz(files), TAR)),
    step(
      "one Markdown file with front matter of unknown keys",
      200,
      imported(scripts.replace("unknownKey", "url: https://data.example.cn/1\nunknownKey"), MARKDOWN),
    ),
    step(
      "a Markdown file goes by its name when it has no address",
      200,
      imported(zip({ "naïve-ü.md": byName }), ZIP, "?source=files"),
    ),
    step("a Markdown file without address or name is rejected", 200, imported(byName, MARKDOWN)),
    step("unsafe and foreign entries of an archive", 200, imported(tarGz(hostile), TAR)),
    step("an archive that is broken imports nothing", 400, imported(tarGz(tarred).subarray(0, 700), TAR)),
    step("a zip that is none", 400, imported("PK\u0003\u0004 but no more", ZIP)),
  ];
}

function rowSteps(): readonly Step[] {
  const bad = [
    JSON.stringify(row("good-1")),
    "{not json",
    "",
    "[]",
    JSON.stringify(row("bad-1", { nonsense: 1, tags: "x", promotion: 1.5, url: "ftp://x" })),
    JSON.stringify({ title: "No identity", company: { name: "Rows Ltd" } }),
    JSON.stringify(row("bad-2", { title: null })),
    '{"title":"a","title":"b"}',
    "null",
    JSON.stringify(row("good-1", { title: "Said twice" })),
    JSON.stringify(row("x".repeat(2_001))),
    JSON.stringify(row("большой/路径?&%2F", { title: "Good 2" })),
  ];
  const notText = Buffer.concat([
    Buffer.from(`${JSON.stringify(row("good-3"))}\n`),
    Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]),
  ]);
  const changed = ndjson([row("good-1", { title: "Changed" }), row("new-1")]);
  return [
    step("bad rows never block the others, CRLF and blank lines are no rows", 200, imported(bad.join("\r\n"))),
    step("a line that is no UTF-8 is one bad row", 200, imported(notText)),
    step("a dry run says what would happen", 200, imported(changed, NDJSON, "?dryRun=true")),
    step("the dry run changed nothing", 200, (seen) =>
      get(`/v1/listings/${lineOf(seen("a dry run says what would happen"), 0).id}?view=full`),
    ),
    step("what the dry run said comes true", 200, imported(changed, NDJSON, "?dryRun=false&mode=UPSERT")),
    step("a row goes by the id of its own export", 200, (seen) => {
      const id = lineOf(seen("what the dry run said comes true"), 1).id;
      return imported(
        ndjson([
          { id, title: "By id", company: { name: "Rows Ltd" }, state: "archived" },
          { id: "0".repeat(26), title: "x", company: { name: "y" } },
        ]),
      );
    }),
    step("an import of nothing", 200, imported("")),
    step("an import of an empty array", 200, imported("[]", { "Content-Type": "application/json" })),
    // Above the 4 MiB that the function for Lambda takes, and, as base64 in an event, below Lambda's own 6 MB.
    step("4.4 MB of rows, tried only", 200, imported(oneRowOf(4_400_000), NDJSON, "?dryRun=true")),
    step("7 MB of rows, tried only", 200, imported(oneRowOf(7_000_000), NDJSON, "?dryRun=true")),
  ];
}

function oneRowOf(bytes: number): string {
  return ndjson([row("big", { extra: { text: "x".repeat(bytes) } })]);
}

function refusalSteps(): readonly Step[] {
  return [
    step("an import of a spreadsheet", 415, imported("title\n", { "Content-Type": "application/vnd.ms-excel" })),
    step("an import without a type", 415, sendBytes("POST", "/v1/imports", "{}")),
    step("an import without anything", 415, call("POST", "/v1/imports")),
    step("an import with another encoding", 415, imported("x", { ...NDJSON, "Content-Encoding": "br" })),
    step("an import whose gzip is broken", 400, imported("no gzip", { ...NDJSON, "Content-Encoding": "gzip" })),
    step(
      "an import whose gzip ends early",
      400,
      imported(gzipSync(ndjson([row("cut")])).subarray(0, 40), { ...NDJSON, "Content-Encoding": "gzip" }),
    ),
    step("an import of JSON that is no array", 400, imported('{"title":"a"}', { "Content-Type": "application/json" })),
    step("an import of JSON that is none", 400, imported('[{"title":"a"},', { "Content-Type": "application/json" })),
    step("an import of more rows than may be", 413, imported("{}\n".repeat(10_001))),
    step(
      "an import with parameters that are wrong",
      400,
      imported("", NDJSON, "?source=UPPER&dryRun=yes&mode=prune&maxArchivedPercent=101&what=x&source=b"),
    ),
  ];
}
