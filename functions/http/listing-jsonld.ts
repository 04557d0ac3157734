/** A listing as JobPosting, and what of it search engines would complain about. */
import { embeddableJson, jobPostingOf } from "../../core/listing/job-posting.ts";
import { readinessOf } from "../../core/listing/readiness.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import type { Rendering } from "./listing-answer.ts";

export async function jobPostingRendering(record: ListingRecord, now: number): Promise<Rendering> {
  const { descriptionHtml } = await import("../../core/convert/description-html.ts");
  const posting = jobPostingOf(record, { descriptionHtml: descriptionHtml(record.content.description), now });
  return { mediaType: "application/ld+json", body: embeddableJson(posting) };
}

/** The verdict that `jsonld=valid` searches by. */
export function readinessRendering({ content }: ListingRecord): Rendering {
  return { mediaType: "application/json", body: JSON.stringify(readinessOf(content)) };
}
