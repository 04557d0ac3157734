/**
 * A board as a cold function finds it: so many listings in a snapshot in object storage, the log behind it in the database. The
 * listings themselves are not in the database, and the log begins where the snapshot ends: a search asks for neither.
 */
import { createHash } from "node:crypto";
import { FORMAT } from "../../core/index/snapshot/format.ts";
import { openSnapshot, type Snapshot } from "../../core/index/snapshot/open.ts";
import { memorySource } from "../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../core/index/snapshot/write.ts";
import { snapshotName } from "../../core/index/snapshot-name.ts";
import { parseListing } from "../../core/listing/parse.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { ListingIndex } from "../../core/search/listing-index.ts";
import { openBoard } from "../../core/store/board.ts";
import { encodeEntry } from "../../core/store/codec.ts";
import { entryKey } from "../../core/store/keys.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import type { Stores } from "../../functions/open-service.ts";
import { corpusListing, corpusRecord } from "../corpus.ts";

interface PublishedBoard {
  /** Of the board; none before. */
  readonly name: string;
  readonly listings: number;
  /** Listings that were created since. */
  readonly tail: number;
}

/** Answers the bytes of the snapshot and where its sections are. */
export async function publishBoard(
  { space, blobs }: Stores,
  made: PublishedBoard,
): Promise<Pick<Snapshot, "bytes" | "list">> {
  const { name, listings: position, tail } = made;
  const env = nodeEnv();
  await openBoard({ space, env, name });
  await space.commit(name, [
    { key: entryKey(0), value: undefined },
    { key: entryKey(position), value: encodeEntry(position, env.now(), []) },
  ]);
  const board = await openBoard({ space, env, name });
  const { incarnation } = board;
  const bytes = await snapshotOf({
    board: name,
    incarnation,
    position,
    listings: position,
    engineVersion: ENGINE_VERSION,
  });
  const digest = createHash("sha256").update(bytes).digest("hex");
  const snapshot = {
    name: snapshotName(env, { board: name, position, digest }),
    ...{ position, digest, engineVersion: ENGINE_VERSION, format: FORMAT },
    ...{ listings: position, bytes: bytes.length, incarnation },
  };
  await blobs.put(snapshot.name, bytes);
  if (!(await board.offerSnapshot({ read: await board.snapshots(), snapshot }))) throw new Error("it is not offered");
  for (let i = 0; i < tail; i++) await board.create(parseListing(corpusListing(position + i).content));
  return openSnapshot(memorySource(bytes));
}

async function snapshotOf(header: Parameters<typeof writeSnapshot>[0]): Promise<Uint8Array> {
  const index = new ListingIndex();
  for (let i = 0; i < header.listings; i++) {
    const record = corpusRecord(corpusListing(i), i + 1);
    index.apply({ id: record.id, revision: record.revision, record });
  }
  index.position = header.position;
  return writeSnapshot(header, (out) => index.write(out, async () => undefined));
}
