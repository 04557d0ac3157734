/** A listing under the identity that its source gave it, named by the request instead of the body. */
import { faultError } from "../core/errors.ts";
import type { ListingInput } from "../core/listing/input.ts";
import { isObject } from "../core/listing/is-object.ts";
import type { SourceIdentity } from "../core/store/board.ts";

export type SourcedInput = ListingInput & { readonly source: SourceIdentity };

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
    throw faultError("invalid_body", { code: "other_source", detail, pointer: "/source" });
  }
  return { ...body, source: { ...source, ...identity } };
}

/** The parsed listing, known to have the source that `withSource` gave it. */
export function sourced(input: ListingInput, identity: SourceIdentity): SourcedInput {
  return { ...input, source: { ...input.source, ...identity } };
}
