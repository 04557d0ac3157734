/**
 * The same listings in every store there is, and what has to be equal then: one content digest, the bytes of every build and of
 * every copy, and every answer. The test shows it for a few listings, `npm run bench -- digest` for those of an archive.
 */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { mulberry32 } from "../../bench/generator.ts";
import type { Env } from "../../core/env.ts";
import { buildFrom, snapshotBytes } from "../../core/index/build-index.ts";
import { type BuildComparison, compareBuilds } from "../../core/index/compare-builds.ts";
import { follower } from "../../core/index/follower.ts";
import { openNewest } from "../../core/index/open-newest.ts";
import type { OfferedOptions } from "../../core/index/open-offered.ts";
import { publish } from "../../core/index/publish.ts";
import { type Verified, verify } from "../../core/index/verify.ts";
import type { ListingInput } from "../../core/listing/input.ts";
import { type Board, openBoard, type SourceIdentity } from "../../core/store/board.ts";
import { type CopyReport, copyBoard } from "../../core/store/copy.ts";
import { listingKey } from "../../core/store/keys.ts";
import { openBlobStore, openKeySpace } from "../../functions/addresses.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import { openService, type Stores } from "../../functions/open-service.ts";
import type { Emulator, Service } from "../../infra/emulators/emulator.ts";
import { testEnv } from "../support/env.ts";

export type SourcedListing = ListingInput & { readonly source: SourceIdentity };

export interface Place extends Stores {
  readonly name: string;
}

/** Memory, the reference, comes first. @param folder for what lies in files. */
export async function openPlaces(emulators: Readonly<Record<Service, Emulator>>, folder: string): Promise<Place[]> {
  const { dynamodb, s3, firestore, gcs } = emulators;
  Object.assign(process.env, dynamodb.env, s3.env, firestore.env, gcs.env);
  const addressed = async (name: string, space: string, blobs: string): Promise<Place> => ({
    name,
    space: await openKeySpace(space),
    blobs: await openBlobStore(blobs),
  });
  return [
    { name: "memory", space: memoryKeySpace(), blobs: memoryBlobStore() },
    await addressed("SQLite", `sqlite:${join(folder, "board.db")}`, `file:${join(folder, "blobs")}`),
    await addressed("DynamoDB", `dynamodb:${dynamodb.name}`, `s3:${s3.name}`),
    await addressed("Firestore", `firestore:${firestore.name}`, `gs:${gcs.name}`),
  ];
}

export async function closePlaces(places: readonly Place[]): Promise<void> {
  await Promise.all(places.flatMap(({ space, blobs }) => [space.close(), blobs.close()]));
}

/** What was found of one board. */
interface Proof {
  readonly board: Board;
  readonly verified: Verified;
  /** The last snapshot came from the one before and the log. */
  readonly isIncremental: boolean;
  /** A build from a scan beside it. */
  readonly builds: BuildComparison;
}

/**
 * The listings in an order and in batches that depend on the seed, some of them with another text first, and some more that are
 * deleted again; published half-way and at the end.
 */
export async function upserted(
  place: Place,
  name: string,
  listings: readonly SourcedListing[],
  seed: number,
): Promise<Proof> {
  const env = nodeEnv();
  const board = await openBoard({ space: place.space, env, name });
  const on = { board, blobs: place.blobs, env };
  const random = mulberry32(seed);
  const ordered = shuffled(listings, random);
  const half = ordered.length >> 1;
  await upsertAll(board, ordered.slice(0, half).map(asDraft), random);
  await publish(on);
  await upsertAll(board, [...ordered, ...ordered.slice(0, 3).map(asExtra)], random);
  for (const extra of ordered.slice(0, 3).map(asExtra)) await board.remove(board.idOf(extra.source), "any");
  const { built } = await publish(on);
  return {
    board,
    verified: await verify({ board, env, follower: follower(on) }),
    isIncremental: built === "log",
    builds: await compareBuilds(on),
  };
}

const asDraft = (listing: SourcedListing, i: number) =>
  i % 3 === 0 ? { ...listing, summary: "As it was first sent" } : listing;
const asExtra = (listing: SourcedListing) => ({
  ...listing,
  source: { ...listing.source, externalId: `${listing.source.externalId}#extra` },
});

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function upsertAll(board: Board, listings: readonly SourcedListing[], random: () => number): Promise<void> {
  for (let from = 0; from < listings.length; ) {
    const batch = listings.slice(from, from + 1 + Math.floor(random() * 60));
    await Promise.all(batch.map((listing) => board.upsert(listing)));
    from += batch.length;
  }
}

/** One listing changed behind the log's back, and what is found of it then. */
export async function tampered({ space, blobs }: Place, board: Board, { source }: SourcedListing) {
  const env = nodeEnv();
  const id = board.idOf(source);
  const [item] = await space.get(board.name, [listingKey(id)]);
  if (item === undefined) throw new Error(`there is no listing ${id}`);
  const record = JSON.parse(item.value.body);
  const body = JSON.stringify({ ...record, content: { ...record.content, title: "Not as it was written" } });
  await space.commit(board.name, [{ key: item.key, value: { ...item.value, body } }]);
  const on = { board, blobs, env };
  return { id, verified: await verify({ board, env, follower: follower(on) }), builds: await compareBuilds(on) };
}

interface Copied {
  readonly from: string;
  readonly to: string;
  readonly report: CopyReport;
  /** SHA-256 of a snapshot of the source at the end of its log, made from its last one and the log behind it. */
  readonly built: string;
  /** The same of what the copy published, from a scan, as it lies in its blob store. */
  readonly published: string;
  readonly bytes: number;
}

/**
 * A board in the first place, sealed and copied from each to the next. Sealing takes an entry of the log: so the copy begins one
 * entry behind what the source has published, and a sealed board offers no snapshot any more, but it can still make one.
 */
export async function sealedCopies(
  [first, ...others]: readonly Place[],
  name: string,
  listings: readonly SourcedListing[],
): Promise<Copied[]> {
  if (first === undefined) throw new Error("a chain has a first place");
  const env = nodeEnv();
  const opened = async (place: Place) => {
    const board = await openBoard({ space: place.space, env, name });
    return { place, on: { board, blobs: place.blobs, env } };
  };
  let source = await opened(first);
  await upsertAll(source.on.board, listings, mulberry32(1));
  await publish(source.on);
  const copied: Copied[] = [];
  for (const to of others) {
    const seal = { movedTo: to.name };
    const report = await copyBoard({ from: source.place.space, to: to.space, env, name, seal });
    const built = await builtFromNewest(source.on);
    const target = await opened(to);
    const { offered } = await publish(target.on);
    const bytes = await to.blobs.get(offered[0]?.name ?? "");
    if (bytes === undefined) throw new Error(`${to.name} has no snapshot`);
    const [from, published] = [source.place.name, hexOf(env.sha256(bytes))];
    copied.push({ from, to: to.name, report, built: hexOf(env.sha256(built)), published, bytes: bytes.length });
    source = target;
  }
  return copied;
}

async function builtFromNewest(on: OfferedOptions): Promise<Uint8Array> {
  const { snapshot } = await openNewest(on, await on.board.snapshots());
  if (snapshot === undefined) throw new Error(`board ${on.board.name} has no snapshot`);
  return snapshotBytes(await buildFrom(snapshot, on), on);
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Requests, by path, with all of their answers that has to be equal. */
export type Answers = ReadonlyMap<string, string>;

export const STAGES = ["published", "50 changes later", "restarted", "from a scan"] as const;

/**
 * The same board in a place, one write after the other, so that its log has the same numbers everywhere: published, then
 * with 50 changes behind the snapshot, then in a new process, then in one that has no snapshot.
 */
export async function answersAt(
  place: Place,
  name: string,
  listings: readonly SourcedListing[],
  paths: readonly string[],
): Promise<Readonly<Record<(typeof STAGES)[number], Answers>>> {
  const writer = await processOf(place, name);
  for (const listing of listings) await writer.board.upsert(listing);
  await writer.publisher.run();
  const reader = await processOf(place, name);
  const published = await asked(reader, paths, await writer.board.head());
  await changeFifty(writer.board, listings);
  const head = await writer.board.head();
  return {
    published,
    "50 changes later": await asked(reader, paths, head),
    restarted: await asked(await processOf(place, name), paths, head),
    "from a scan": await asked(await processOf({ ...place, blobs: memoryBlobStore() }, name), paths, head),
  };
}

/** At one instant, with the same chance in every place: so the boards are of one incarnation, and their cursors equal. */
function processOf({ space, blobs }: Place, name: string) {
  const sleep: Env["sleep"] = (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal });
  return openService({ space, blobs, env: testEnv({ now: Date.UTC(2026, 10, 1), seed: 7, sleep }), name });
}

/** 30 listings get another text, 10 are new, 10 go. */
async function changeFifty(board: Board, listings: readonly SourcedListing[]): Promise<void> {
  for (const listing of listings.slice(0, 30)) await board.upsert({ ...listing, summary: "A senior engineer, remote" });
  for (const listing of listings.slice(30, 40)) await board.upsert(asExtra(listing));
  for (const { source } of listings.slice(40, 50)) await board.remove(board.idOf(source), "any");
}

async function asked(
  { app, board }: Awaited<ReturnType<typeof processOf>>,
  paths: readonly string[],
  head: number,
): Promise<Answers> {
  const answers = new Map<string, string>();
  const minPosition = `minPosition=${board.incarnation}-${head}`;
  const ask = async (path: string) => {
    const answer = await app.request(`${path}${path.includes("?") ? "&" : "?"}${minPosition}`);
    const text = await answer.text();
    const headers = ["ETag", "Rolecall-Position"].map((header) => `${header}: ${answer.headers.get(header)}`);
    answers.set(path, [answer.status, ...headers, text].join("\n"));
    return text;
  };
  for (const path of paths) {
    const { nextCursor } = JSON.parse(await ask(path));
    const next = `${path.replace("&page=2", "")}&cursor=`;
    if (typeof nextCursor === "string") await ask(`${next}${encodeURIComponent(nextCursor)}`);
  }
  return answers;
}

const FACETS = "facet=workplaceType&facet=company:5&facet=tag:20&facet=posted";

/** Of words that listings of any kind have. */
export const PATHS: readonly string[] = [
  "/v1/search?q=engineer",
  `/v1/search?q=engineer&${FACETS}`,
  "/v1/search?q=senior+engineer",
  "/v1/search?q=senior+backend+engineer&limit=5",
  '/v1/search?q="senior+backend"',
  '/v1/search?q="people+who+depend"',
  '/v1/search?q="machine+learning"&limit=3',
  "/v1/search?q=designer+OR+manager",
  "/v1/search?q=engineer+-senior",
  "/v1/search?q=-engineer",
  "/v1/search?q=title:engineer+tag:python",
  "/v1/search?q=body:design+location:germany",
  "/v1/search?q=eng",
  "/v1/search?q=enginer",
  "/v1/search?q=kubernets+desinger",
  "/v1/search?q=k8s",
  "/v1/search?q=nodejs+js",
  "/v1/search?q=c%2B%2B+.net",
  "/v1/search?q=zürich+são+paulo",
  "/v1/search?q=engineer+xylophonist",
  `/v1/search?${FACETS}`,
  `/v1/search?workplaceType=remote&${FACETS}`,
  "/v1/search?tag=python&tag=java&facet=tag&sort=newest",
  "/v1/search?tagAll=python&q=data",
  "/v1/search?sort=salary&currency=USD&facet=salary",
  "/v1/search?q=engineer&sort=newest&limit=7",
  "/v1/search?q=engineer&collapse=duplicates&facet=tag",
  "/v1/search?q=senior+engineer&highlight=true&limit=5",
  "/v1/search?q=senior+engineer&explain=true&limit=5",
  "/v1/search?q=remote&page=2&limit=10",
  "/v1/search?postedAfter=2025-06-01&facet=posted",
  "/v1/listings?limit=50",
];
