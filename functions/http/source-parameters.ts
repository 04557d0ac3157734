/** How an address names a listing by the identity that its source gave it. */
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import { SOURCE_NAME } from "../../core/listing/source-name.ts";
import { filledLineFault, LINE_PATTERN } from "../../core/listing/text-faults.ts";
import type { Parameter } from "./parameters.ts";

export const externalIdParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.externalId} characters`,
  schema: { type: "string", minLength: 1, maxLength: LISTING_LIMITS.externalId, pattern: LINE_PATTERN },
  read: (text) =>
    text.isWellFormed() && filledLineFault(text, LISTING_LIMITS.externalId) === undefined ? text : undefined,
};

export const sourceNameParameter: Parameter<string> = {
  requirement: "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit",
  schema: { type: "string", pattern: SOURCE_NAME.source },
  read: (text) => (SOURCE_NAME.test(text) ? text : undefined),
};

/** For imports of what names no company. */
export const companyParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.companyName} characters`,
  schema: { type: "string", minLength: 1, maxLength: LISTING_LIMITS.companyName, pattern: LINE_PATTERN },
  read: (text) =>
    text.isWellFormed() && filledLineFault(text, LISTING_LIMITS.companyName) === undefined ? text : undefined,
};
