/** The same board in three indexes: the one that followed it, one from a scan, one from a snapshot of that. */

import { openSnapshot } from "../../core/index/snapshot/open.ts";
import { memorySource, type SnapshotSource } from "../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../core/index/snapshot/write.ts";
import { type SearchAnswer, search } from "../../core/search/execute.ts";
import { ENGINE_VERSION } from "../../core/search/impact.ts";
import { ListingIndex } from "../../core/search/listing-index.ts";
import type { SearchRequest } from "../../core/search/request.ts";
import { whenLoaded } from "../../core/search/sections.ts";
import { allStored, type Service } from "./service.ts";

const INCARNATION = "replay";

/** Queries to which the three do not give one answer, byte for byte. */
export async function differingQueries(
  service: Service,
  requests: ReadonlyMap<string, SearchRequest>,
): Promise<string[]> {
  const head = await service.board.head();
  const running = (await service.follower.view({ minPosition: head })).index;
  const scanned = new ListingIndex();
  for (const stored of await allStored(service.board)) {
    scanned.apply({
      id: stored.id,
      revision: stored.revision,
      ...(stored.kind === "listing" ? { record: stored } : {}),
    });
  }
  scanned.position = head;
  const reopened = await reopenedFrom(scanned);
  const differing: string[] = [];
  for (const [name, request] of requests) {
    const answers = await Promise.all(
      [running, scanned, reopened].map(async (index) => JSON.stringify(await answerOf(service, index, request))),
    );
    if (new Set(answers).size !== 1) differing.push(name);
  }
  return differing;
}

export function answerOf({ env }: Service, index: ListingIndex, request: SearchRequest): Promise<SearchAnswer> {
  return whenLoaded(() => search(index, request, { env, incarnation: INCARNATION, now: env.now() }));
}

async function reopenedFrom(index: ListingIndex): Promise<ListingIndex> {
  const { position, listings } = index;
  const header = { board: "default", incarnation: INCARNATION, position, listings, engineVersion: ENGINE_VERSION };
  await whenLoaded(() => index.needToWrite());
  const bytes = await writeSnapshot(header, (out) => index.write(out, async () => undefined));
  const source: SnapshotSource = memorySource(bytes);
  const { sections } = await openSnapshot(source);
  return new ListingIndex({ sections, listings, position });
}
