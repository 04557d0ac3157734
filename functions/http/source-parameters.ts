/** How an address names a listing by the identity that its source gave it. */
import { filledLine } from "../../core/listing/checks.ts";
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import { isSourceName } from "../../core/listing/schema.ts";
import type { Parameter } from "./parameters.ts";

const externalIdSchema = filledLine(LISTING_LIMITS.externalId);

export const externalIdParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.externalId} characters`,
  read: (text) => (externalIdSchema.safeParse(text).success ? text : undefined),
};

export const sourceNameParameter: Parameter<string> = {
  requirement: "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit",
  read: (text) => (isSourceName(text) ? text : undefined),
};
