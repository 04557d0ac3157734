/** A listing under the identity that its source gave it, named by the request instead of the body. */
import { AppError } from "../../core/errors.ts";
import { filledLine } from "../../core/listing/checks.ts";
import { LISTING_LIMITS } from "../../core/listing/limits.ts";
import type { ListingInput } from "../../core/listing/parse.ts";
import { isSourceName } from "../../core/listing/schema.ts";
import type { SourceIdentity } from "../../core/store/board.ts";
import type { Parameter } from "./parameters.ts";

export type SourcedInput = ListingInput & { readonly source: SourceIdentity };

const externalIdSchema = filledLine(LISTING_LIMITS.externalId);

export const externalIdParameter: Parameter<string> = {
  requirement: `must be one line of 1 to ${LISTING_LIMITS.externalId} characters`,
  read: (text) => (externalIdSchema.safeParse(text).success ? text : undefined),
};

export const sourceNameParameter: Parameter<string> = {
  requirement: "must be 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit",
  read: (text) => (isSourceName(text) ? text : undefined),
};

/**
 * The body with the identity as its source. A body that repeats the identity, as GET, edit, PUT does, keeps what else it
 * says of the source; anything but an object is left for the schema to refuse.
 * @throws AppError `invalid_body` for a body that names another identity: it was meant for another address.
 */
export function withSource(body: unknown, identity: SourceIdentity): unknown {
  if (!isObject(body)) return body;
  const { source } = body;
  if (source === undefined || source === null) return { ...body, source: identity };
  if (!isObject(source)) return body;
  const { name = identity.name, externalId = identity.externalId } = source;
  if (name !== identity.name || externalId !== identity.externalId) {
    const detail = "source names another listing than the address does: leave it out, or repeat the same";
    throw new AppError("invalid_body", detail, { errors: [{ code: "other_source", detail, pointer: "/source" }] });
  }
  return { ...body, source: { ...source, ...identity } };
}

/** The parsed listing, known to have the source that `withSource` gave it. */
export function sourced(input: ListingInput, identity: SourceIdentity): SourcedInput {
  return { ...input, source: { ...input.source, ...identity } };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
