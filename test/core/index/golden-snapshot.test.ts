/** One snapshot of each engine version that was ever released, as a file: today's reader reads it, today's writer makes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openSnapshot } from "../../../core/index/snapshot/open.ts";
import { memorySource } from "../../../core/index/snapshot/source.ts";
import { writeSnapshot } from "../../../core/index/snapshot/write.ts";
import { search } from "../../../core/search/execute.ts";
import { ENGINE_VERSION } from "../../../core/search/impact.ts";
import { ListingIndex } from "../../../core/search/listing-index.ts";
import { whenLoaded } from "../../../core/search/sections.ts";
import { generatedFields } from "../search/generated-board.ts";
import { contextOf, indexOf, recordOf, requestOf } from "../search/records.ts";

const GOLDEN = fileURLToPath(new URL(`../../golden/board-engine-${ENGINE_VERSION}.rcs`, import.meta.url));
const HEADER = { board: "default", incarnation: "0123456789", engineVersion: ENGINE_VERSION };

function records() {
  return Array.from({ length: 24 }, (_, number) => recordOf(number, generatedFields(number)));
}

async function snapshotOf(index: ListingIndex): Promise<Uint8Array> {
  const { position, listings } = index;
  await whenLoaded(() => index.needToWrite());
  return writeSnapshot({ ...HEADER, position, listings }, (out) => index.write(out, () => Promise.resolve()));
}

describe("the snapshot of a fixed board", () => {
  it("is the same bytes as on the day that its engine version was made", async () => {
    const bytes = await snapshotOf(indexOf(records()));
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, bytes);
    expect(Buffer.compare(readFileSync(GOLDEN), bytes), "the format or the engine has changed: raise its version").toBe(
      0,
    );
  });

  it("answers as the listings themselves do", async () => {
    const { header, sections } = await openSnapshot(memorySource(new Uint8Array(readFileSync(GOLDEN))));
    const opened = new ListingIndex({ sections, listings: header.listings, position: header.position });
    const index = indexOf(records());
    for (const q of ["senior", '"engineer"', "title:engineer OR python", "-remote"]) {
      const asked = requestOf({ q, facets: [{ name: "tag", size: 10 }], limit: 100 });
      const answer = await whenLoaded(() => JSON.stringify(search(opened, asked, contextOf())));
      expect(answer).toBe(JSON.stringify(search(index, asked, contextOf())));
    }
  });
});
