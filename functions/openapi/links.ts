/** Where a client goes on from an answer: the listing's id, and the ETag that the next change needs. */
import type { JsonSchema } from "../http/json-schema.ts";

const ID = { id: "$response.body#/id" };
const CONDITION = { "header.If-Match": "$response.header.ETag" };

export const LINKS = {
  readIt: { operationId: "getListing", description: "Reads it.", parameters: ID },
  replaceIt: {
    operationId: "replaceListing",
    description: "Replaces it, unless somebody else has changed it since.",
    parameters: { ...ID, ...CONDITION },
  },
  patchIt: {
    operationId: "patchListing",
    description: "Changes it, unless somebody else has since.",
    parameters: { ...ID, ...CONDITION },
  },
  deleteIt: { operationId: "deleteListing", description: "Deletes it.", parameters: ID },
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type LinkName = keyof typeof LINKS;

/** Of a write's answer. */
export const WRITTEN_LINKS: readonly LinkName[] = ["readIt", "replaceIt", "patchIt", "deleteIt"];

export function linksTo(names: readonly LinkName[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/links/${name}` }]));
}
