/** Stored listings for tests that need no board to store them. */
import type { ListingRecord } from "../../core/listing/record.ts";
import { TEST_NOW } from "./env.ts";
import { listingInput } from "./listings.ts";

export function storedListing(
  fields: Readonly<Record<string, unknown>> = {},
  rest: Partial<Omit<ListingRecord, "kind" | "content">> = {},
): ListingRecord {
  return {
    kind: "listing",
    id: "0123456789abcdefghjkmnpqrs",
    revision: 7,
    createdBy: { operation: "test", requestHash: "" },
    changedBy: "test",
    content: { promotion: 0, state: "published", ...listingInput(fields) },
    contentHash: "",
    createdAt: TEST_NOW,
    updatedAt: TEST_NOW,
    ...rest,
  };
}
