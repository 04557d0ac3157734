/** Listings that were read by their ids: strongly consistent, so never older than a write that was acknowledged before. */
import { isDeepStrictEqual } from "node:util";
import type { ReadSeen } from "./ledger.ts";
import type { LoggedChange } from "./log.ts";

export function wrongReads(reads: readonly ReadSeen[], log: readonly LoggedChange[]): string[] {
  const changes = new Map(log.map((change) => [`${change.id} ${change.revision}`, change]));
  return reads.flatMap((seen) => {
    const fault = readFault(seen, changes);
    return fault === undefined ? [] : [`${seen.id} was read ${fault}`];
  });
}

function readFault(seen: ReadSeen, changes: ReadonlyMap<string, LoggedChange>): string | undefined {
  const { id, listing, atLeast, wasDeleted, mayBeDeleted } = seen;
  if (listing === undefined) return mayBeDeleted ? undefined : "as gone, and nobody deleted it";
  const { revision } = listing;
  if (wasDeleted) return `at ${revision}, after it was deleted`;
  if (revision < atLeast) return `at ${revision}, after ${atLeast} was acknowledged`;
  const written = changes.get(`${id} ${revision}`)?.listing;
  if (written === undefined) return `at ${revision}, which the log does not have`;
  const isSame = (["title", "company", "description", "tags"] as const).every((field) =>
    isDeepStrictEqual(listing[field], written[field]),
  );
  return isSame ? undefined : `at ${revision} with other content than the log has`;
}
