/** Listings by source. */
import { json, type OperationEntries, schemaRef } from "../entry.ts";
import { DELETED, listingRead, MARKDOWN, NOT_MODIFIED, WRITE_PROBLEMS, written } from "./answers.ts";

export const SOURCE_OPERATIONS: OperationEntries = {
  "GET /v1/sources/:source/listing": {
    operationId: "getSourceListing",
    tag: "Sources",
    summary: "Read a listing by its source",
    description: "As reading it by its id.",
    headers: ["If-None-Match"],
    required: ["externalId"],
    answers: { 200: listingRead(json(schemaRef("Listing"))), 304: NOT_MODIFIED },
    problems: ["forbidden", "not_found", "gone"],
  },
  "PUT /v1/sources/:source/listing": {
    operationId: "putSourceListing",
    tag: "Sources",
    summary: "Create or replace a listing by its source",
    description:
      "The identity in the address wins over one in the body. The same content again is `unchanged`; over a deleted listing it is created anew, with the same id. With `If-Match` nothing is created: 412.",
    headers: ["If-Match"],
    required: ["externalId"],
    body: { ...json(schemaRef("ListingInput")), "text/markdown": MARKDOWN },
    answers: {
      200: written("Changed, or as it was.", ["Rolecall-Action"]),
      201: written("Created.", ["Location", "Rolecall-Action"]),
    },
    problems: [...WRITE_PROBLEMS, "precondition_failed"],
  },
  "DELETE /v1/sources/:source/listing": {
    operationId: "deleteSourceListing",
    tag: "Sources",
    summary: "Delete a listing by its source",
    description: "204 also for what is deleted already or was never there, so that a feed can repeat itself.",
    headers: ["If-Match"],
    required: ["externalId"],
    answers: { 204: DELETED },
    problems: ["not_found", "precondition_failed", "outcome_unknown"],
  },
};
