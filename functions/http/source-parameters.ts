/** How an address names a listing by the identity that its source gave it. */
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import { SOURCE_NAME } from "../../core/listing/source-name.ts";
import { filledLineFault, LINE_PATTERN } from "../../core/listing/text-faults.ts";
import type { Parameter } from "./parameters.ts";

export const externalIdParameter = lineParameter(LISTING_LIMITS.externalId);

export const sourceNameParameter: Parameter<string> = {
  requirement: "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit",
  schema: { type: "string", pattern: SOURCE_NAME.source },
  read: (text) => (SOURCE_NAME.test(text) ? text : undefined),
};

/** For imports of what names no company. */
export const companyParameter = lineParameter(LISTING_LIMITS.companyName);

/** As a field of one line, of so many code points. */
function lineParameter(most: number): Parameter<string> {
  return {
    requirement: `must be one line of 1 to ${most} characters`,
    schema: { type: "string", minLength: 1, maxLength: most, pattern: LINE_PATTERN },
    read: (text) => (text.isWellFormed() && filledLineFault(text, most) === undefined ? text : undefined),
  };
}
