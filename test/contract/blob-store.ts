import { describe, it } from "vitest";
import type { BlobStoreCase, BlobStoreHarness } from "./blob-store-case.ts";
import { contentCases } from "./blob-store-content.ts";
import { listingCases } from "./blob-store-listing.ts";
import { writeCases } from "./blob-store-writes.ts";

/** What `BlobStore` promises, case by case. No case is optional; names are stable, since liars are reported by them. */
export const blobStoreCases: readonly BlobStoreCase[] = [...contentCases, ...writeCases, ...listingCases];

/** Declares the whole suite for one adapter. */
export function blobStoreContract(name: string, harness: BlobStoreHarness): void {
  describe(`${name} keeps the contract of BlobStore`, () => {
    for (const contractCase of blobStoreCases) it(contractCase.name, () => contractCase.run(harness));
  });
}
