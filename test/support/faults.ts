/** What `parseListing` says of a body, as data that a table can hold. */
import { type Fault, isAppError } from "../../core/errors.ts";
import { parseListing } from "../../core/listing/parse.ts";

export const COMPLETE = { title: "Backend Engineer", company: { name: "Acme" } } as const;

/** Faults of a body; none when it is accepted. */
export function faultsOf(body: unknown): readonly Fault[] {
  try {
    parseListing(body);
    return [];
  } catch (error) {
    if (isAppError(error, "invalid_body")) return error.errors;
    throw error;
  }
}

/** Pointers of the faults of a complete listing with these fields, sorted; none when it is accepted. */
export function pointersOf(fields: Readonly<Record<string, unknown>>): readonly (string | undefined)[] {
  return faultsOf({ ...COMPLETE, ...fields })
    .map(({ pointer }) => pointer)
    .sort();
}
