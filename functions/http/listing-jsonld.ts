/** A listing as JobPosting, and what of it search engines would complain about. */
import { embeddableJson, jobPostingOf } from "../../core/listing/job-posting.ts";
import { readinessOf } from "../../core/listing/readiness.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import type { Rendering } from "./listing-answer.ts";
import type { RequestContext } from "./services.ts";

export async function jobPostingRendering(c: RequestContext, record: ListingRecord, now: number): Promise<Rendering> {
  const { shownDescription } = await import("./shown-description.ts");
  const posting = jobPostingOf(record, { descriptionHtml: await shownDescription(c, record.content.description), now });
  return { mediaType: "application/ld+json", body: embeddableJson(posting) };
}

/** The verdict that `jsonld=valid` searches by. */
export function readinessRendering({ content }: ListingRecord): Rendering {
  return { mediaType: "application/json", body: JSON.stringify(readinessOf(content)) };
}
