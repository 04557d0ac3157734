/**
 * How well and how fast raw postings are parsed: `npm run bench -- parse --corpus DIR_OR_TARGZ [--verbose]`.
 * The labels and what they count are described in bench/parse/README.md; the corpus itself is not part of the repository.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import * as z from "zod";
import { parsePosting } from "../core/convert/posting/parse.ts";
import { readCorpus } from "./parse/corpus.ts";
import { byValue, describeScore, type Score, scoreOf } from "./parse/score.ts";

const labelsSchema = z.object({
  labels: z.array(
    z.object({
      file: z.string(),
      // the rules were corrected after a look at the errors on the first, and never on the second
      set: z.enum(["tuned", "held-out"]),
      bodySha256: z.string(),
      skills: z.array(z.object({ name: z.string(), start: z.int(), end: z.int() })),
      workplace: z.object({ value: z.string(), start: z.int(), end: z.int() }).optional(),
    }),
  ),
});
type Labelled = z.infer<typeof labelsSchema>["labels"][number];

/** Passes over the whole corpus; the best one counts, for the machine is shared. */
const PASSES = 5;

/** Prints precision and recall of skills and workplace over the labelled postings, and the throughput over all. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { corpus: { type: "string" }, verbose: { type: "boolean" } } });
  if (values.corpus === undefined) throw new Error("--corpus needs the folder or .tar.gz of the labelled postings");
  const corpus = await readCorpus(values.corpus);
  const text = await readFile(new URL("./parse/labels.json", import.meta.url), "utf8");
  const { labels } = labelsSchema.parse(JSON.parse(text));
  console.log(`postings   ${labels.length} labelled of ${corpus.size}`);
  for (const set of ["tuned", "held-out"] as const) {
    const chosen = labels.filter((label) => label.set === set);
    printScores(`${set} (${chosen.length})`, chosen, corpus, values.verbose === true);
  }
  printThroughput([...corpus.values()].map(bodyOf));
}

function printScores(title: string, labels: Labelled[], corpus: ReadonlyMap<string, string>, isVerbose: boolean): void {
  const drafts = labels.map((label) => parsePosting(labelledBody(label, corpus)).draft);
  const skills = scoreOf(
    labels.flatMap(({ file }, i) => (drafts[i]?.skills ?? []).map((name) => `${file}: ${name}`)),
    labels.flatMap(({ file, skills }) => skills.map(({ name }) => `${file}: ${name}`)),
  );
  const workplace = scoreOf(
    labels.flatMap(({ file }, i) => optional(file, drafts[i]?.workplaceType)),
    labels.flatMap(({ file, workplace }) => optional(file, workplace?.value)),
  );
  console.log(title);
  print("  skills   ", skills, isVerbose);
  print("  workplace", workplace, isVerbose);
}

function labelledBody({ file, bodySha256 }: Labelled, corpus: ReadonlyMap<string, string>): string {
  const body = bodyOf(corpus.get(file) ?? "");
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (sha256 !== bodySha256) throw new Error(`${file} is missing or not the text that was labelled`);
  return body;
}

/** What follows the front matter. */
function bodyOf(markdown: string): string {
  return markdown.replace(/^---\n[\s\S]*?\n---\n/, "");
}

function optional(file: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${file}: ${value}`];
}

function print(field: string, score: Score, isVerbose: boolean): void {
  console.log(`${field}  ${describeScore(score)}`);
  if (!isVerbose) return;
  console.log(["  false positives", ...byValue(score.falsePositives), "  misses", ...byValue(score.misses)].join("\n"));
}

function printThroughput(bodies: readonly string[]): void {
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const seconds = Array.from({ length: PASSES }, () => {
    const start = performance.now();
    for (const body of bodies) parsePosting(body);
    return (performance.now() - start) / 1000;
  });
  const best = Math.min(...seconds);
  console.log(
    `throughput ${(bytes / 1e6 / best).toFixed(1)} MB/s, best of ${PASSES} passes over ${bodies.length} bodies`,
  );
}
