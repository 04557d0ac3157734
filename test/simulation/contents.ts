/** What a listing has to say after a write, by what was sent and what was there (docs/http.md). */
import { canonicalJson } from "../../core/listing/canonical.ts";
import type { ListingInput } from "../../core/listing/input.ts";
import type { ListingRecord, StoredListing } from "../../core/listing/record.ts";

/** `whole`: what is absent goes, but for three fields. `patch`: what is absent stays. */
export type Given =
  | { readonly kind: "whole"; readonly input: ListingInput; readonly isUpsert: boolean }
  | { readonly kind: "patch"; readonly patch: Readonly<Record<string, unknown>> };

/** Names of the fields that a listing has otherwise than it should. */
export function wrongFields({ content }: ListingRecord, given: Given, before: StoredListing | undefined): string[] {
  const kept = before?.kind === "listing" ? before : undefined;
  const meant: Readonly<Record<string, unknown>> =
    given.kind === "patch" ? { ...kept?.content, ...given.patch } : whole(given, kept);
  const found: Readonly<Record<string, unknown>> = { ...content };
  return [...new Set([...Object.keys(meant), ...Object.keys(found)])].filter(
    (name) => canonicalJson(meant[name] ?? null) !== canonicalJson(found[name] ?? null),
  );
}

function whole({ input, isUpsert }: Given & { readonly kind: "whole" }, kept: ListingRecord | undefined) {
  const { state, promotion, datePosted, source } = kept?.content ?? {};
  // What a source had not named any more is back when it is sent again.
  const keptState = isUpsert && kept?.isRetired === true ? "published" : state;
  return {
    ...input,
    state: input.state ?? keptState ?? "published",
    promotion: input.promotion ?? promotion ?? 0,
    datePosted: input.datePosted ?? datePosted,
    source: input.source ?? source,
  };
}
