/** A board, its blobs, and processes over them: writers, publishers, readers, each with a clock and chance of its own. */
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { type MemoryKeys, memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { type Follower, type FollowerOptions, follower } from "../../../core/index/follower.ts";
import { type Published, publish } from "../../../core/index/publish.ts";
import type { BlobStore, KeySpace } from "../../../core/ports.ts";
import { type Board, openBoard } from "../../../core/store/board.ts";
import type { OfferedSnapshot } from "../../../core/store/pointer.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { sourcedInput } from "../../support/listings.ts";

export interface Process {
  readonly env: TestEnv;
  readonly board: Board;
  readonly blobs: BlobStore;
}

export interface Bends {
  readonly space?: (space: KeySpace) => KeySpace;
  readonly blobs?: (blobs: BlobStore) => BlobStore;
  readonly now?: number;
}

export interface World {
  readonly data: MemoryKeys;
  /** What the blob store holds, by name. */
  readonly blobs: Map<string, Uint8Array>;
  /** Another process; a test may bend its stores. */
  process(bends?: Bends): Promise<Process>;
}

export function emptyWorld(): World {
  const data: MemoryKeys = { partitions: new Map(), commits: 0 };
  const blobs = new Map<string, Uint8Array>();
  const same = <T>(store: T) => store;
  let seed = 0;
  return {
    data,
    blobs,
    async process({ space: bendSpace = same, blobs: bendBlobs = same, now } = {}) {
      const env = testEnv({ seed: ++seed, ...(now === undefined ? {} : { now }) });
      const space = bendSpace(memoryKeySpace(data));
      return {
        env,
        board: await openBoard({ space, env, name: "default" }),
        blobs: bendBlobs(memoryBlobStore(blobs)),
      };
    },
  };
}

export function publishAs(process: Process): Promise<Published> {
  return publish(process);
}

export function followerOf(process: Process, options: Partial<FollowerOptions> = {}): Follower {
  return follower({ ...process, ...options });
}

/** Ids and content hashes of all listings in the index, in order, and its position: all that tells two indexes apart. */
export async function contentOf(index: Follower, minPosition = 0): Promise<readonly string[]> {
  return index.answer({ minPosition }, (view) => {
    view.index.needHashes();
    return [...view.index.contentHashes()].map(([id, hash]) => `${id} ${hash}`).sort();
  });
}

/** The same, of the store. */
export async function storedContent(board: Board): Promise<readonly string[]> {
  const { stored } = await board.scan(undefined, 1_000);
  return stored.flatMap((one) => (one.kind === "listing" ? [`${one.id} ${one.contentHash}`] : [])).sort();
}

/** The newest snapshot that is offered, and its bytes. */
export async function newestOf({ board, blobs }: Process): Promise<{ offered: OfferedSnapshot; bytes: Uint8Array }> {
  const [offered] = (await board.snapshots()).offered;
  if (offered === undefined) throw new Error("no snapshot is offered");
  const bytes = await blobs.get(offered.name);
  if (bytes === undefined) throw new Error(`${offered.name} is gone`);
  return { offered, bytes };
}

/** Publishes more than opening a snapshot reads, damages the last byte of it, and answers what is offered. */
export async function publishedWithDamage(world: Pick<World, "blobs">, process: Process): Promise<OfferedSnapshot> {
  const WORDS = 9_000;
  for (let id = 0; id < 20; id++) {
    const value = Array.from({ length: WORDS }, (_, i) => `word${(id * WORDS + i).toString(36)}`).join(" ");
    await process.board.upsert(sourcedInput(`${id}`, { description: { format: "text", value } }));
  }
  await publishAs(process);
  return damageNewest(world, process);
}

/** The last byte of the newest snapshot that is offered; answers what the pointer says of it. */
export async function damageNewest(
  { blobs: stored }: Pick<World, "blobs">,
  process: Process,
): Promise<OfferedSnapshot> {
  const { offered, bytes } = await newestOf(process);
  stored.set(offered.name, bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
  return offered;
}
