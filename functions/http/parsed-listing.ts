/** Bodies to listings by a schema that is loaded with the first of them: a third of what a process must load to read a listing. */
import type { ListingInput } from "../../core/listing/input.ts";
import type { AbsentState } from "../../core/listing/parse.ts";

/** As `parseListing`. */
export async function parsedListing(body: unknown, absentState?: AbsentState): Promise<ListingInput> {
  const { parseListing } = await import("../../core/listing/parse.ts");
  return parseListing(body, absentState);
}
