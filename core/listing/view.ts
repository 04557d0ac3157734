/** What a reader gets: the public view, the full view of a writer, the card of a search result. */
import type { Apply, Company, Compensation, JsonObject, ListingContent, Place, Source } from "./content.ts";
import { type EffectiveState, effectiveState } from "./lifecycle.ts";
import type { ListingRecord } from "./record.ts";
import { slugOf } from "./slug.ts";
import { toInstant } from "./time.ts";

/** A listing as an answer shows it: the content and the read-only fields. */
export interface ListingView extends Omit<ListingContent, "source" | "extra" | "datePosted"> {
  readonly id: string;
  readonly slug: string;
  readonly revision: number;
  readonly effectiveState: EffectiveState;
  readonly datePosted: string;
  readonly visibleFrom?: string;
  readonly visibleUntil?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Opaque token of the log entry that wrote this state. */
  readonly position: string;
  readonly source?: Omit<Source, "hubUrl">;
  readonly extra?: JsonObject;
}

export interface ViewContext {
  readonly now: number;
  /** Turns the number of a log entry into the token that clients see. */
  positionOf(seq: number): string;
}

/** Everything; for those who may write. */
export function fullView(record: ListingRecord, context: ViewContext): ListingView {
  const { content } = record;
  return {
    id: record.id,
    slug: slugOf(record),
    revision: record.revision,
    effectiveState: effectiveState(record, context.now),
    ...content,
    datePosted: datePostedOf(record),
    ...instantField("visibleFrom", record.visibleFrom),
    ...instantField("visibleUntil", record.visibleUntil),
    createdAt: toInstant(record.createdAt),
    updatedAt: toInstant(record.updatedAt),
    position: context.positionOf(record.revision),
  };
}

/** Without what is the operator's business: where the listing was found, and the verbatim extras. */
export function publicView(record: ListingRecord, context: ViewContext): ListingView {
  const { extra: _extra, source, ...view } = fullView(record, context) as ListingView & { source?: Source };
  if (source === undefined) return view;
  const { hubUrl: _hubUrl, ...shown } = source;
  return { ...view, source: shown };
}

/** Strong entity tags; the two views of one revision differ, and both differ when time alone changes the state. */
export function fullTag(record: ListingRecord, now: number): string {
  return `"${record.revision}-${effectiveState(record, now)}"`;
}

export function publicTag(record: ListingRecord, now: number): string {
  return `"p${record.revision}-${effectiveState(record, now)}"`;
}

export function datePostedOf(record: Pick<ListingRecord, "content" | "createdAt">): string {
  return record.content.datePosted ?? toInstant(record.createdAt);
}

/** What a result page shows of a listing. */
export interface Card {
  readonly title?: string;
  readonly company?: Company;
  readonly locations: readonly Place[];
  readonly workplaceType?: ListingContent["workplaceType"];
  readonly employmentTypes: ListingContent["employmentTypes"];
  readonly seniority?: ListingContent["seniority"];
  readonly category?: string;
  readonly language?: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly compensation: readonly Compensation[];
  readonly datePosted: string;
  readonly visibleUntil?: string;
  readonly promotion: number;
  readonly slug: string;
  readonly url?: string;
  readonly apply?: Apply;
}

const CARD_FIELDS = [
  "title",
  "company",
  "locations",
  "workplaceType",
  "employmentTypes",
  "seniority",
  "category",
  "language",
  "tags",
  "summary",
  "compensation",
  "promotion",
  "url",
  "apply",
] as const satisfies readonly (keyof ListingContent)[];

export function cardOf(record: ListingRecord): Card {
  const shown = CARD_FIELDS.filter((field) => record.content[field] !== undefined).map(
    (field) => [field, record.content[field]] as const,
  );
  return {
    // CARD_FIELDS names fields of the content with the types that Card repeats.
    ...(Object.fromEntries(shown) as unknown as Omit<Card, "datePosted" | "slug" | "visibleUntil">),
    datePosted: datePostedOf(record),
    ...instantField("visibleUntil", record.visibleUntil),
    slug: slugOf(record),
  };
}

function instantField<K extends string>(name: K, ms: number | undefined): { readonly [P in K]?: string } {
  return ms === undefined ? {} : ({ [name]: toInstant(ms) } as { readonly [P in K]?: string });
}
