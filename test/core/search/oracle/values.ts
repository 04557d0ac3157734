/** The values of a listing by the name of their filter, and how values are compared. */
import type { ListingContent } from "../../../../core/listing/content.ts";
import type { ListingRecord } from "../../../../core/listing/record.ts";
import { datePostedOf } from "../../../../core/listing/view.ts";
import { PLACE_FILTERS } from "../../../../core/search/request.ts";

const ATTRIBUTE = "attribute.";

/** As written, in order, empty ones left out; of an attribute under `attribute.` and its key. */
export function valuesOf({ content }: ListingRecord, name: string): string[] {
  if (name.startsWith(ATTRIBUTE)) return [...(content.attributes?.[name.slice(ATTRIBUTE.length)] ?? [])];
  const parts = (content.language ?? "").split("-");
  const values: Record<string, readonly (string | undefined)[]> = {
    workplaceType: [content.workplaceType],
    employmentType: content.employmentTypes,
    company: [content.company?.name],
    tag: content.tags,
    skill: content.skills,
    seniority: [content.seniority],
    category: [content.category],
    // "en-GB" is English too.
    language: parts.map((_, i) => parts.slice(0, i + 1).join("-")),
    source: [content.source?.name],
    jsonld: [isReady(content) ? "valid" : "invalid"],
  };
  for (const part of PLACE_FILTERS) values[part] = content.locations.map((place) => place[part]);
  return (values[name] ?? []).filter((value): value is string => value !== undefined && value !== "");
}

/** Title, company and text, and a country: of a place, or of applicants if the job is remote. */
function isReady({ title, company, description, locations, applicantLocations, workplaceType }: ListingContent) {
  const words = (description?.value ?? "").replace(description?.format === "html" ? /<\/?\w[^>]*>|&nbsp;/g : /^$/, "");
  const remote = workplaceType === "remote" ? applicantLocations.filter(({ type }) => type === "country") : [];
  const countries = [...locations.filter(({ country }) => country), ...remote];
  return [title, company?.name, words].every((text) => text?.trim()) && countries.length > 0;
}

/** By the runtime's own folding, not the engine's. */
export function fold(value: string): string {
  return value.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().trim();
}

/** Milliseconds since 1970; a date is its midnight UTC. */
export function postedMs(record: ListingRecord): number {
  return Date.parse(datePostedOf(record));
}

/** By UTF-16 units. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
