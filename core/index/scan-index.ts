/** An index from a scan: head, everything that is stored, then the log behind that head. */
import type { Env } from "../env.ts";
import type { ListingIndex } from "../search/listing-index.ts";
import type { Board } from "../store/board.ts";
import { assertInTime } from "../store/retry.ts";
import { leaveOut, scanPages } from "../store/scan.ts";
import { LISTINGS_PER_TURN, takeInto } from "./apply-log.ts";
import { readable } from "./lost-snapshot.ts";

export interface ScanOptions {
  readonly board: Board;
  readonly env: Env;
  readonly signal?: AbortSignal | undefined;
  /** Called behind every page; the scan goes on with the index that it gives. */
  readonly afterPage: (index: ListingIndex) => ListingIndex | Promise<ListingIndex>;
}

/**
 * Each listing as of when it was read, and the position of before: it is exact only once the log was applied up to its end,
 * whose entries bring every listing to that position, in whatever state the scan met it.
 */
export async function scanIndex({ board, env, signal, afterPage }: ScanOptions): Promise<ListingIndex> {
  const start = await board.head({ signal });
  let index = await newIndex();
  const scan = (after: string | undefined, limit: number) => board.scan(after, limit, { signal });
  for await (const page of scanPages({ scan }, LISTINGS_PER_TURN, leaveOut)) {
    await readable(() => index.needToApply(), signal);
    for (const stored of page) if (stored.kind === "listing") takeInto(index, stored, env);
    assertInTime(signal);
    await env.sleep(0);
    index = await afterPage(index);
  }
  index.position = start;
  return index;
}

/** What `newIndex` waits for, in the time of a request that was begun before: it is on its way once others had a turn. */
export async function loadIndexCode(env: Env): Promise<void> {
  await env.sleep(0);
  await import("../search/listing-index.ts");
}

/** Loaded by the first who needs one: with the folding table it is as much as all else that a listing's reader needs. */
export async function newIndex(base?: ConstructorParameters<typeof ListingIndex>[0]): Promise<ListingIndex> {
  const { ListingIndex: Index } = await import("../search/listing-index.ts");
  return new Index(base);
}
