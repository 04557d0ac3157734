/** Builders of listings for tests: what a test does not name does not matter to it. */
import type { ListingInput } from "../../core/listing/input.ts";
import { parseListing } from "../../core/listing/parse.ts";

export function listingInput(fields: Readonly<Record<string, unknown>> = {}): ListingInput {
  return parseListing({ title: "Backend Engineer", company: { name: "Acme" }, ...fields });
}

export function sourcedInput(
  externalId: string,
  fields: Readonly<Record<string, unknown>> = {},
): ListingInput & { readonly source: { readonly name: string; readonly externalId: string } } {
  const source = { name: "feed", externalId };
  return { ...listingInput({ ...fields, source }), source };
}
