/**
 * `npm run bench -- digest --corpus PATH_TO.tar.gz`: the files of an archive upserted by source in different orders and batches
 * into memory, SQLite, DynamoDB Local and the Firestore emulator: one content digest, one file by every build and on every
 * copy, one answer to every request. Snapshots lie in memory, a folder, MinIO and fake-gcs-server.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArchive } from "../core/convert/archive.ts";
import { readMarkdown } from "../core/convert/markdown.ts";
import { parseListing } from "../core/listing/parse.ts";
import { SERVICES } from "../infra/emulators/emulator.ts";
import { startEmulator } from "../infra/emulators/start.ts";
import {
  type Answers,
  answersAt,
  closePlaces,
  openPlaces,
  PATHS,
  type Place,
  type SourcedListing,
  STAGES,
  sealedCopies,
  tampered,
  upserted,
} from "../test/acceptance/one-digest.ts";

export async function run(args: readonly string[]): Promise<void> {
  const corpus = args[args.indexOf("--corpus") + 1];
  if (!args.includes("--corpus") || corpus === undefined) throw new Error("name the archive: --corpus PATH.tar.gz");
  const listings = listingsOf(corpus);
  const folder = mkdtempSync(join(tmpdir(), "rolecall-digest-"));
  const starting = SERVICES.map((service) => startEmulator(service));
  try {
    const [dynamodb, s3, firestore, gcs] = await Promise.all(starting);
    if (!(dynamodb && s3 && firestore && gcs)) throw new Error("there are four services");
    const emulators = { dynamodb, s3, firestore, gcs };
    const places = await openPlaces(emulators, folder);
    console.log(`${listings.length} listings`);
    try {
      await proveDigests(places, listings);
      await proveCopies(places, listings);
      await proveAnswers(places, listings);
    } finally {
      await closePlaces(places);
    }
  } finally {
    await Promise.allSettled(starting.map(async (started) => (await started).stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function listingsOf(corpus: string): readonly SourcedListing[] {
  const files = readArchive(readFileSync(corpus), { type: "application/gzip" });
  return files.flatMap((file) => {
    if (!("text" in file)) return [];
    const input = parseListing(readMarkdown(file.text, { fileName: file.name }).body, "kept");
    const { source } = input;
    return source === undefined ? [] : [{ ...input, source }];
  });
}

/** Also of a listing that is changed behind the log's back. */
async function proveDigests(places: readonly Place[], listings: readonly SourcedListing[]): Promise<void> {
  const digests = new Set<string>();
  const victim = listings[listings.length >> 1];
  if (victim === undefined) throw new Error("the archive holds no listing");
  for (const [seed, place] of places.entries()) {
    const startedAt = performance.now();
    const { board, verified, isIncremental, builds } = await upserted(place, "digest", listings, seed);
    digests.add(verified.storeDigest).add(verified.indexDigest);
    say(verified.equal && verified.listings === listings.length, `${place.name}: digest ${verified.storeDigest}`);
    const way = isIncremental ? "snapshot and log" : "SCAN";
    const { position, bytes } = builds;
    say(builds.equal && isIncremental, `  ${way} and a scan give the same ${bytes} bytes at entry ${position}`);
    const found = await tampered(place, board, victim);
    const isNamed = found.verified.differing?.join() === found.id && !found.verified.equal && !found.builds.equal;
    say(isNamed, `  ${found.id}, changed behind the log's back, is named: ${found.verified.differing}`);
    console.log(`  ${seconds(startedAt)} s`);
  }
  say(digests.size === 1, "one digest");
}

async function proveCopies(places: readonly Place[], listings: readonly SourcedListing[]): Promise<void> {
  const startedAt = performance.now();
  for (const { from, to, report, built, published, bytes } of await sealedCopies(places, "moved", listings)) {
    say(report.isEqual && built === published, `${from}, sealed and copied to ${to}: ${bytes} bytes, ${published}`);
  }
  console.log(`  ${seconds(startedAt)} s`);
}

async function proveAnswers(places: readonly Place[], listings: readonly SourcedListing[]): Promise<void> {
  let reference: Readonly<Record<(typeof STAGES)[number], Answers>> | undefined;
  for (const place of places) {
    const startedAt = performance.now();
    const answers = await answersAt(place, "answers", listings, PATHS);
    reference ??= answers;
    for (const stage of STAGES) {
      const expected = stage === "published" ? reference[stage] : reference["50 changes later"];
      const equal = [...answers[stage]].filter(([path, answer]) => expected.get(path) === answer);
      const { size } = expected;
      say(equal.length === size && isAnswered(answers[stage]), `${place.name}, ${stage}: ${equal.length} of ${size}`);
    }
    console.log(`  ${seconds(startedAt)} s`);
  }
}

function isAnswered(answers: Answers): boolean {
  return [...answers.values()].every((answer) => answer.startsWith("200\n"));
}

function say(isTrue: boolean, what: string): void {
  console.log(`${isTrue ? "" : "FALSE "}${what}`);
  if (!isTrue) process.exitCode = 1;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}
