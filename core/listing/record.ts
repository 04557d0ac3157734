/** What the database holds for an id: a listing, or the tombstone of one. Instants are milliseconds since 1970 UTC. */
import type { ListingContent } from "./content.ts";

/** Who made it, so that a repeated create can be told from a new one. */
export interface Creation {
  readonly operation: string;
  /** SHA-256, hex, of the creating request before defaults. */
  readonly requestHash: string;
}

interface Common {
  readonly id: string;
  /** Number of the log entry that wrote this state; unique for the id for ever, and growing. */
  readonly revision: number;
  readonly createdBy: Creation;
  /** Operation that made the last change. */
  readonly changedBy: string;
}

export interface ListingRecord extends Common {
  readonly kind: "listing";
  readonly content: ListingContent;
  /** SHA-256, hex, of the canonical content: equal hashes, equal content, on every board. */
  readonly contentHash: string;
  /** From the name of the imported file, else absent and taken from the title. */
  readonly fileName?: string;
  /** Archived because its source did not name it any more (`decideArchive`): the source's next upsert brings it back. */
  readonly isRetired?: true;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** First instant at which readers may see it, and first at which they may not; fixed when it was written. */
  readonly visibleFrom?: number;
  readonly visibleUntil?: number;
}

export interface Tombstone extends Common {
  readonly kind: "tombstone";
  readonly deletedAt: number;
  /** Whether readers could see the listing when it was deleted: of what they could not, they are not told that it was. */
  readonly wasPublic: boolean;
}

export type StoredListing = ListingRecord | Tombstone;
