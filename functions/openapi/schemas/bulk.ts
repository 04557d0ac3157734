/** Answers about many listings: imports, exports, the log, drafts. */
import { EMPLOYMENT_TYPES, SENIORITIES, WORKPLACE_TYPES } from "../../../core/listing/content.ts";
import { ID_PATTERN } from "../../../core/listing/id.ts";
import type { JsonSchema } from "../../http/json-schema.ts";
import { schemaRef } from "../entry.ts";
import { COUNT, FLAG, list, NEXT_CURSOR, object, oneOf, POSITION, TEXT, told } from "./objects.ts";

const ID = { type: "string", pattern: ID_PATTERN };
const CURSOR = told(TEXT, "Where to go on; always there.");

export const BULK_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ListingPage: object("One page of listings.", { items: list(schemaRef("Listing")), nextCursor: NEXT_CURSOR }),
  ExportPage: object("One page of everything, drafts too.", {
    items: list(schemaRef("Listing")),
    nextCursor: NEXT_CURSOR,
    changesCursor: told(TEXT, "The changes from here, behind the last page, make the copy exact."),
  }),
  ChangePage: object("Changes in the order of the log.", {
    items: list(schemaRef("Change")),
    nextCursor: CURSOR,
    more: told(FLAG, "Whether more is known to follow."),
  }),
  Change: object(
    "One change of one listing.",
    {
      id: ID,
      revision: { type: "integer", minimum: 1 },
      kind: oneOf("put", "delete"),
      at: { type: "string", format: "date-time" },
      listing: told(schemaRef("Listing"), "With `include=listing`: as this change left it, in full."),
    },
    ["listing"],
  ),
  ImportLine: {
    description:
      "One line of the answer to an import: a row's result, in the order of the input, or the summary at the end.",
    oneOf: [schemaRef("ImportRow"), schemaRef("ImportSummary")],
    discriminator: {
      propertyName: "kind",
      mapping: { row: "#/components/schemas/ImportRow", summary: "#/components/schemas/ImportSummary" },
    },
  },
  ImportRow: object(
    "What became of one row.",
    {
      kind: { type: "string", const: "row" },
      index: told(COUNT, "Of the row in the input, from 0."),
      name: told(TEXT, "Of the file in an archive."),
      externalId: TEXT,
      id: ID,
      action: oneOf("created", "updated", "unchanged", "rejected"),
      errors: { type: "array", maxItems: 20, items: schemaRef("Fault") },
    },
    ["name", "externalId", "id", "errors"],
  ),
  ImportSummary: object(
    "The last line. Without it the answer was cut: send the input again.",
    {
      kind: { type: "string", const: "summary" },
      created: COUNT,
      updated: COUNT,
      unchanged: COUNT,
      rejected: COUNT,
      archived: COUNT,
      complete: told(FLAG, "False when time or bytes ran out: send the rest, from `nextIndex`, or all again."),
      nextIndex: COUNT,
      position: POSITION,
    },
    ["nextIndex"],
  ),
  ParsedPosting: object("A draft, the evidence for each of its values, and what the text does not say.", {
    draft: schemaRef("PostingDraft"),
    spans: list(
      object("One value, and the text that says so.", {
        field: TEXT,
        value: TEXT,
        rule: told(TEXT, "Stable name of the rule that found it."),
        start: told(COUNT, "UTF-16 offset."),
        end: told(COUNT, "UTF-16 offset, exclusive."),
      }),
    ),
    missing: list(oneOf("title", "company")),
  }),
  PostingDraft: object(
    "A body for `POST /v1/listings`, once what is missing was added. The text is as it came: control characters, which no listing may hold, have to go first.",
    {
      state: { type: "string", const: "draft" },
      title: TEXT,
      company: object("The employer.", { name: TEXT }),
      description: object("The whole text.", { format: { type: "string", const: "text" }, value: TEXT }),
      skills: list(TEXT, "In order of appearance."),
      workplaceType: oneOf(...WORKPLACE_TYPES),
      seniority: oneOf(...SENIORITIES),
      employmentTypes: list(oneOf(...EMPLOYMENT_TYPES)),
    },
    ["title", "company", "workplaceType", "seniority", "employmentTypes"],
  ),
};
