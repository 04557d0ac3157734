/**
 * `npm run bench -- acceptance --corpus PATH_TO.tar.gz [--target memory|sqlite|lambda|cloud-run ...] [--seed 1]`: the files of
 * an archive imported into every target over HTTP, then 240 requests made from them, the same for all; each target's answers
 * beside memory's. The cloud targets are the bundles on emulators.
 */
import { readFileSync } from "node:fs";
import { readArchive } from "../core/convert/archive.ts";
import { readMarkdown } from "../core/convert/markdown.ts";
import { parseListing } from "../core/listing/parse.ts";
import { startEmulator } from "../infra/emulators/start.ts";
import { cloudRun } from "../test/acceptance/cloud-run-target.ts";
import { type Difference, differences } from "../test/acceptance/difference.ts";
import { behindFrontEnd } from "../test/acceptance/front-end.ts";
import { lambda } from "../test/acceptance/lambda-target.ts";
import { type Played, play } from "../test/acceptance/play.ts";
import {
  call,
  get,
  headerOf,
  ndjson,
  type Seen,
  type Step,
  sendBytes,
  sendJson,
  step,
  textOf,
} from "../test/acceptance/step.ts";
import { memory, sqlite, type Target } from "../test/acceptance/targets.ts";
import type { Entry } from "../test/acceptance/transcript.ts";
import { mulberry32 } from "./generator.ts";

/**
 * What one commit takes, so that the entries of the log are the same on every target: of a longer import, the rows that a
 * commit has no room for join the next ones, or not, as they come in time. It is also far below Lambda's 6 MB.
 */
const ROWS_PER_IMPORT = 40;
const SHOWN_DIFFERENCES = 5;
const SOURCE = "markdown";

interface Listing {
  readonly externalId: string;
  readonly words: readonly string[];
  readonly company: string;
  readonly tags: readonly string[];
}

export async function run(args: readonly string[]): Promise<void> {
  const corpus = args[args.indexOf("--corpus") + 1];
  if (!args.includes("--corpus") || corpus === undefined) throw new Error("name the archive: --corpus PATH.tar.gz");
  const wanted = args.filter((_, i) => args[i - 1] === "--target");
  const steps = stepsOf(corpus, Number(args[args.indexOf("--seed") + 1]) || 1);
  const reference = await timed(memory, steps);
  report(memory, reference, reference.entries);
  for (const [name, withTarget] of Object.entries(TARGETS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await withTarget(async (target) => report(target, await timed(target, steps), reference.entries));
  }
}

const TARGETS: Readonly<Record<string, (work: (target: Target) => Promise<void>) => Promise<void>>> = {
  sqlite: (work) => work(sqlite),
  async lambda(work) {
    const [dynamodb, s3] = await Promise.all([startEmulator("dynamodb"), startEmulator("s3")]);
    await work(lambda({ dynamodb, s3 })).finally(() => Promise.all([dynamodb.stop(), s3.stop()]));
  },
  async "cloud-run"(work) {
    const [firestore, gcs] = await Promise.all([startEmulator("firestore"), startEmulator("gcs")]);
    await work(cloudRun({ firestore, gcs })).finally(() => Promise.all([firestore.stop(), gcs.stop()]));
  },
};

interface Timed extends Played {
  readonly seconds: number;
}

async function timed(target: Target, steps: readonly Step[]): Promise<Timed> {
  const { url, stop } = await target.start();
  const startedAt = performance.now();
  try {
    const played = await play(url, steps);
    return { ...played, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    await stop();
  }
}

function report({ name, frontEnd }: Target, { entries, faults, seconds }: Timed, reference: readonly Entry[]): void {
  // No step here is one that a platform answers: what is left out are the headers that it adds.
  const found = differences(behindFrontEnd(entries, reference, { ...frontEnd, cases: [] }).entries, reference);
  const [all, equal] = [entries.length, entries.length - found.length];
  console.log(
    `${name}: ${all} requests in ${seconds.toFixed(1)} s, ${equal} equal, ${found.length} differing, ${faults.length} faults`,
  );
  const statuses = Object.entries(Object.groupBy(entries, ({ status }) => String(status)));
  console.log(`  ${statuses.map(([status, of = []]) => `${status} ×${of.length}`).join(", ")}`);
  found.slice(0, SHOWN_DIFFERENCES).forEach(show);
  for (const { step, fault } of faults.slice(0, SHOWN_DIFFERENCES)) console.log(`  FAULT ${step}: ${fault}`);
  if (found.length + faults.length > 0) process.exitCode = 1;
}

function show({ step, expected, found }: Difference): void {
  console.log(`  DIFFERS ${step}\n    memory: …${expected}\n    target: …${found}`);
}

/** The files in imports of a commit's size, then requests about them. */
function stepsOf(corpus: string, seed: number): readonly Step[] {
  const files = readArchive(readFileSync(corpus), { type: "application/gzip" });
  const bodies = files.flatMap((file) =>
    "text" in file ? [readMarkdown(file.text, { fileName: file.name }).body] : [],
  );
  const listings = bodies.map(listingOf);
  const imports = Array.from({ length: Math.ceil(bodies.length / ROWS_PER_IMPORT) }, (_, i) => {
    const rows = bodies.slice(i * ROWS_PER_IMPORT, (i + 1) * ROWS_PER_IMPORT);
    return step(
      `import ${i}`,
      200,
      sendBytes("POST", "/v1/imports", ndjson(rows), { "Content-Type": "application/x-ndjson" }),
    );
  });
  const random = mulberry32(seed);
  const picked = (count: number) => Array.from({ length: count }, () => pick(listings, random));
  return [
    ...imports,
    ...imports.slice(0, 3).map((again, i) => ({ ...again, name: `import ${i} again` })),
    ...picked(40).flatMap((listing, i) => wordSearch(listing, i, random)),
    ...picked(30).map((listing, i) => filterSearch(listing, i)),
    ...pages("search", "/v1/search?q=engineer&limit=20&facet=tag&facet=company", 6),
    ...pages("newest", "/v1/search?sort=newest&limit=100", 6),
    ...pages("list", "/v1/listings?limit=50", 4),
    ...picked(25).flatMap((listing, i) => reads(listing, i)),
    ...pages("export", "/v1/exports?limit=100", 10),
    ...picked(12).flatMap((listing, i) => writes(listing, i)),
    ...pages("changes", "/v1/changes?limit=200&include=listing", 5),
    step("ready", 200, get("/ready")),
  ];
}

function listingOf(body: Record<string, unknown>): Listing {
  const { title = "", company, tags, source } = parseListing(body, "kept");
  const words = title.split(/\s+/).filter((word) => /^[\p{L}\p{N}.+#]+$/u.test(word) && word !== "OR");
  return { externalId: source?.externalId ?? "", words, company: company?.name ?? "", tags };
}

function pick<T>(items: readonly T[], random: () => number): T {
  // `random` is below 1.
  return items[Math.floor(random() * items.length)] as T;
}

function wordSearch({ words, tags }: Listing, i: number, random: () => number): readonly Step[] {
  const q = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
    words.length === 0 ? "remote" : pick(words, random),
  );
  const [tag] = tags;
  const text = encodeURIComponent(q.join(" "));
  return [
    step(`words ${i}`, 200, get(`/v1/search?q=${text}&limit=5&facet=workplaceType`)),
    step(
      `words ${i}, as JSON`,
      200,
      sendJson("POST", "/v1/search", { q: q.join(" "), ...(tag === undefined ? {} : { tag: [tag] }), limit: 5 }),
    ),
  ];
}

function filterSearch({ company, tags: [tag = "none", other = tag] }: Listing, i: number): Step {
  const tagged = `tag=${encodeURIComponent(tag)}`;
  const query = [
    `company=${encodeURIComponent(company)}&facet=tag:5`,
    `${tagged}&facet=company:5&facet=category&limit=10`,
    `tagAll=${encodeURIComponent(tag)}&tagAll=${encodeURIComponent(other)}&sort=newest`,
    `workplaceType=remote&${tagged}&facet=posted`,
    `postedAfter=2024-01-01&${tagged}&page=2&limit=3`,
  ][i % 5];
  return step(`filter ${i}`, 200, get(`/v1/search?${query}`));
}

function pages(name: string, path: string, count: number): readonly Step[] {
  return Array.from({ length: count }, (_, i) =>
    step(`${name}, page ${i}`, 200, (seen) => {
      // The end may come before the last page: then it is read again.
      const last = i === 0 ? null : JSON.parse(seen(`${name}, page ${i - 1}`).text).nextCursor;
      return get(typeof last === "string" ? `${path}&cursor=${encodeURIComponent(last)}` : path);
    }),
  );
}

const sourcePath = ({ externalId }: Listing) =>
  `/v1/sources/${SOURCE}/listing?externalId=${encodeURIComponent(externalId)}`;

function reads(listing: Listing, i: number): readonly Step[] {
  const first = `read ${i}`;
  const own =
    (rest: string, headers = {}) =>
    (seen: Seen) =>
      get(`/v1/listings/${textOf(seen(first), "id")}${rest}`, headers);
  return [
    step(first, 200, get(sourcePath(listing))),
    step(`read ${i} in full`, 200, own("?view=full")),
    step(`read ${i} as Markdown`, 200, own("/markdown?view=full")),
    step(`read ${i} again`, 304, (seen) => own("", { "If-None-Match": headerOf(seen(first), "etag") })(seen)),
  ];
}

function writes(listing: Listing, i: number): readonly Step[] {
  const full = `before write ${i}`;
  const path = (seen: Seen) => `/v1/listings/${textOf(seen(full), "id")}`;
  return [
    step(full, 200, get(`${sourcePath(listing)}&view=full`)),
    step(`write ${i} patches`, 200, (seen) =>
      sendJson("PATCH", path(seen), { promotion: i, tags: ["patched"] }, { "If-Match": headerOf(seen(full), "etag") }),
    ),
    step(`write ${i} is stale`, 412, (seen) =>
      sendJson("PUT", path(seen), { title: "x", company: { name: "y" } }, { "If-Match": headerOf(seen(full), "etag") }),
    ),
    ...(i % 3 === 0 ? [step(`write ${i} deletes`, 204, (seen) => call("DELETE", path(seen)))] : []),
    step(`write ${i} is found, or not`, 200, (seen) => {
      const position = headerOf(seen(i % 3 === 0 ? `write ${i} deletes` : `write ${i} patches`), "rolecall-position");
      return get(`/v1/search?tag=patched&minPosition=${position}`);
    }),
  ];
}
