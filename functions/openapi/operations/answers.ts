/** Answers that several operations have. */
import type { PublicCode } from "../../http/problem.ts";
import { type AnswerEntry, type Content, json, schemaRef } from "../entry.ts";
import type { ResponseHeader } from "../headers.ts";
import { WRITTEN_LINKS } from "../links.ts";

export const MARKDOWN = { type: "string", description: "Front matter, then the body." };

/** Of a write with a body. */
export const WRITE_PROBLEMS: readonly PublicCode[] = [
  "invalid_json",
  "invalid_body",
  "too_large",
  "unsupported_media_type",
  "outcome_unknown",
];

export const NOT_MODIFIED: AnswerEntry = { description: "The caller has it already.", headers: ["ETag"] };

export const DELETED: AnswerEntry = {
  description: "Deleted, now or before. Without an ETag: this board has never had it.",
  headers: ["ETag", "Rolecall-Position"],
};

export function listingRead(content: Content): AnswerEntry {
  return { description: "The listing as it is stored now.", headers: ["ETag"], content };
}

/** The full listing, under the tag that the next write needs. */
export function written(description: string, headers: readonly ResponseHeader[]): AnswerEntry {
  return {
    description,
    headers: ["ETag", "Rolecall-Position", ...headers],
    content: json(schemaRef("Listing")),
    links: WRITTEN_LINKS,
  };
}
