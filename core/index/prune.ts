/** Deleting snapshots that nobody is offered any more. Only maintenance does: readers and publishers never take a blob but their own. */
import type { Env } from "../env.ts";
import type { BlobInfo, BlobStore } from "../ports.ts";
import type { Board } from "../store/board.ts";
import { retryRead } from "../store/retry.ts";
import { namedAt, snapshotsOf } from "./snapshot-name.ts";

/** A publisher takes minutes from put to swap, and a reader that is left with a few pages moves on: a day is plenty. */
const KEPT_MS = 24 * 3_600_000;
/** Deletions of one call: the next one goes on. */
const MOST_DELETED = 1_000;

export interface PruneOptions {
  readonly board: Board;
  readonly blobs: BlobStore;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
}

/** Answers how many it has deleted. A blob whose name is none of ours stays. */
export async function prune({ board, blobs, env, signal }: PruneOptions): Promise<number> {
  const old: string[] = [];
  let after: string | undefined;
  for (let isEnd = false; !isEnd && old.length < MOST_DELETED; ) {
    const options = after === undefined ? {} : { after };
    const page = await retryRead(env, signal, () => blobs.list(snapshotsOf(board.name), options, signal));
    old.push(...page.blobs.filter((blob) => isOld(blob, env)).map(({ name }) => name));
    after = page.blobs.at(-1)?.name;
    isEnd = page.end || after === undefined;
  }
  if (old.length === 0) return 0;
  // Read behind the list: whatever was offered since is in it.
  const { offered, isDamaged } = await board.snapshots({ signal });
  if (isDamaged) return 0;
  const names = new Set(offered.map(({ name }) => name));
  const gone = old.filter((name) => !names.has(name)).slice(0, MOST_DELETED);
  for (const name of gone) await blobs.delete(name, signal);
  return gone.length;
}

function isOld({ name }: BlobInfo, env: Env): boolean {
  const at = namedAt(name);
  return at !== undefined && env.now() - at > KEPT_MS;
}
