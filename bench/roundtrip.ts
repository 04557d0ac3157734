/**
 * Whether real files come back as they went in:
 * `npm run bench -- roundtrip [--corpus FILES.tar.gz] [--replay EVENTS.ndjson.gz]`. Each file is read, validated, written
 * and read again; keys, values and types are compared through the YAML library alone, bodies byte for byte. Events of a
 * replay are lines `{op: "put" | "delete", file, markdown}`. The data is not part of the repository.
 */
import { readFile } from "node:fs/promises";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";
import { readArchive } from "../core/convert/archive.ts";
import { readMarkdown, writeMarkdown } from "../core/convert/markdown.ts";
import { isAppError } from "../core/errors.ts";
import { canonicalJson } from "../core/listing/canonical.ts";
import type { ListingContent } from "../core/listing/content.ts";
import { parseListing } from "../core/listing/parse.ts";
import type { ListingRecord } from "../core/listing/record.ts";

interface Sample {
  readonly label: string;
  readonly name: string;
  readonly text: string;
}

/** Prints the counts of both inputs, and every refusal and difference. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { corpus: { type: "string" }, replay: { type: "string" } } });
  if (values.corpus !== undefined) report("corpus", await corpusSamples(values.corpus));
  if (values.replay !== undefined) report("replay", await replaySamples(values.replay));
}

async function corpusSamples(path: string): Promise<readonly Sample[]> {
  const files = readArchive(await readFile(path), { type: "application/gzip" });
  return files.map((file) => {
    if ("error" in file) throw file.error;
    return { label: file.name, name: file.name, text: file.text };
  });
}

async function replaySamples(path: string): Promise<readonly Sample[]> {
  const lines = gunzipSync(await readFile(path))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  return lines.flatMap((line) => {
    const { seq, op, file, markdown } = JSON.parse(line);
    return op === "put" ? [{ label: `seq ${seq} ${file}`, name: file, text: markdown }] : [];
  });
}

function report(title: string, samples: readonly Sample[]): void {
  const start = performance.now();
  const outcomes = samples.map((sample) => ({ label: sample.label, problems: problemsOf(sample) }));
  const ms = performance.now() - start;
  const refused = outcomes.filter(({ problems }) => problems[0]?.startsWith("refused"));
  const lossy = outcomes.filter(({ problems }) => problems.length > 0 && !problems[0]?.startsWith("refused"));
  const lossless = samples.length - refused.length - lossy.length;
  console.log(
    `${title}: ${samples.length} files, ${lossless} lossless, ${refused.length} refused, ${lossy.length} lossy`,
  );
  for (const { label, problems } of [...refused, ...lossy]) console.log(`  ${label}: ${problems.join("; ")}`);
  console.log(`  ${((ms / samples.length) * 1_000).toFixed(0)} us for each file, comparison included`);
}

function problemsOf({ name, text }: Sample): readonly string[] {
  const record = attempt(() => recordOf(text, name));
  if (typeof record === "string") return [`refused: ${record}`];
  const written = writeMarkdown(record, { view: "full" });
  const again = attempt(() => recordOf(written, name));
  if (typeof again === "string") return [`the export is refused: ${again}`];
  const [before, after] = [independently(text), independently(written)];
  return [
    ...(isDeepStrictEqual(Object.entries(before.values), Object.entries(after.values))
      ? []
      : ["keys, values or order"]),
    ...(before.body === after.body ? [] : ["body"]),
    ...(canonicalJson(record.content) === canonicalJson(again.content) ? [] : ["content after the second reading"]),
    ...(written === writeMarkdown(again, { view: "full" }) ? [] : ["second export"]),
  ];
}

function recordOf(text: string, fileName: string): ListingRecord {
  const { body, fileName: stem } = readMarkdown(text, { fileName });
  const input = parseListing(body);
  const content: ListingContent = { ...input, promotion: input.promotion ?? 0, state: input.state ?? "published" };
  return {
    kind: "listing",
    id: "0".repeat(26),
    revision: 1,
    createdBy: { operation: "bench", requestHash: "" },
    changedBy: "bench",
    content,
    contentHash: "",
    createdAt: 0,
    updatedAt: 0,
    ...(stem === undefined ? {} : { fileName: stem }),
  };
}

function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

/** Front matter and body by another way than the one under test. */
function independently(text: string): { readonly values: Record<string, unknown>; readonly body: string } {
  const end = text.indexOf("\n---\n", 3);
  return { values: parse(text.slice(4, end + 1), { version: "1.2", schema: "core" }), body: text.slice(end + 5) };
}
