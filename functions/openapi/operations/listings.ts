/** Listings by id. */

import { LIST_PARAMETERS } from "../../http/search-parameters.ts";
import type { OperationEntries } from "../entry.ts";
import { json, schemaRef } from "../entry.ts";
import { DELETED, listingRead, MARKDOWN, NOT_MODIFIED, WRITE_PROBLEMS, written } from "./answers.ts";

const LISTING_BODY = json(schemaRef("ListingInput"));

export const LISTING_OPERATIONS: OperationEntries = {
  "GET /v1/listings": {
    operationId: "listListings",
    tag: "Listings",
    summary: "List listings, newest first",
    description:
      "Whole listings that are published now, by `datePosted`, then by id, descending. Writers may ask for other states (`effectiveState`, repeated) and for the full view. A page may be shorter than `limit`, since it ends at 4 MiB: go on until `nextCursor` is null.",
    query: LIST_PARAMETERS,
    answers: {
      200: {
        description: "A page.",
        headers: ["Rolecall-Position", "Rolecall-Age-Ms", "Rolecall-Stale"],
        content: json(schemaRef("ListingPage")),
      },
    },
    problems: ["invalid_cursor", "forbidden", "cursor_expired", "behind"],
  },
  "POST /v1/listings": {
    operationId: "createListing",
    tag: "Listings",
    summary: "Create a listing",
    description:
      "With `Idempotency-Key` the same request again answers 201 with the listing as it is then, and `Idempotent-Replayed: true`. A `source` that another listing has is 409, with that listing's `Location`.",
    headers: ["Idempotency-Key"],
    body: LISTING_BODY,
    answers: {
      201: written("Created, or found again by its key.", ["Location", "Rolecall-Action", "Idempotent-Replayed"]),
    },
    problems: [...WRITE_PROBLEMS, "conflict", "gone", "idempotency_mismatch"],
  },
  "GET /v1/listings/:id": {
    operationId: "getListing",
    tag: "Listings",
    summary: "Read a listing",
    description:
      "The public view, or with `view=full` everything. Expired, paused, filled and archived listings are shown with that `effectiveState`; drafts and what is not yet published are 404 in the public view. A deleted one is 410 for 30 days.",
    headers: ["If-None-Match"],
    answers: { 200: listingRead(json(schemaRef("Listing"))), 304: NOT_MODIFIED },
    problems: ["invalid_id", "forbidden", "not_found", "gone"],
  },
  "PUT /v1/listings/:id": {
    operationId: "replaceListing",
    tag: "Listings",
    summary: "Replace a listing",
    description:
      "An absent `datePosted`, `state` or `promotion` keeps what is stored; every other absent field is removed. The same content again is `unchanged` and takes no place in the log.",
    headers: ["If-Match"],
    body: LISTING_BODY,
    answers: { 200: written("As it is now.", ["Rolecall-Action"]) },
    problems: [...WRITE_PROBLEMS, "invalid_id", "not_found", "gone", "precondition_failed", "precondition_required"],
  },
  "PATCH /v1/listings/:id": {
    operationId: "patchListing",
    tag: "Listings",
    summary: "Change some fields of a listing",
    description: "A JSON Merge Patch: null removes a field, objects are merged, lists are replaced whole.",
    headers: ["If-Match"],
    body: { "application/merge-patch+json": schemaRef("ListingPatch"), ...json(schemaRef("ListingPatch")) },
    answers: { 200: written("As it is now.", ["Rolecall-Action"]) },
    problems: [...WRITE_PROBLEMS, "invalid_id", "not_found", "gone", "precondition_failed", "precondition_required"],
  },
  "DELETE /v1/listings/:id": {
    operationId: "deleteListing",
    tag: "Listings",
    summary: "Delete a listing",
    description: "Repeated, it is 204 again. `If-Match` is optional.",
    headers: ["If-Match"],
    answers: { 204: DELETED },
    problems: ["invalid_id", "not_found", "precondition_failed", "outcome_unknown"],
  },
  "GET /v1/listings/:id/markdown": {
    operationId: "getListingMarkdown",
    tag: "Listings",
    summary: "Read a listing as a Markdown file",
    description: "Front matter and body; with `view=full` all of it, so that importing the file is `unchanged`.",
    headers: ["If-None-Match"],
    answers: { 200: listingRead({ "text/markdown": MARKDOWN }), 304: NOT_MODIFIED },
    problems: ["invalid_id", "forbidden", "not_found", "gone"],
  },
};
