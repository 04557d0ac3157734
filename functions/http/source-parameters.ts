/** How an address names a listing by the identity that its source gave it. */
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import { SOURCE_NAME } from "../../core/listing/source-name.ts";
import { filledLineFault } from "../../core/listing/text-faults.ts";
import type { Parameter } from "./parameters.ts";

export const externalIdParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.externalId} characters`,
  read: (text) =>
    text.isWellFormed() && filledLineFault(text, LISTING_LIMITS.externalId) === undefined ? text : undefined,
};

export const sourceNameParameter: Parameter<string> = {
  requirement: "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit",
  read: (text) => (SOURCE_NAME.test(text) ? text : undefined),
};

/** For imports of what names no company. */
export const companyParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.companyName} characters`,
  read: (text) =>
    text.isWellFormed() && filledLineFault(text, LISTING_LIMITS.companyName) === undefined ? text : undefined,
};
