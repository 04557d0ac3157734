/**
 * What each kind of write does to one listing, as a pure decision over what is stored now. The writer (`log-writer.ts`)
 * asks again whenever what is stored has changed, and makes the decision durable.
 */
import type { Env } from "../env.ts";
import { AppError, type Fault } from "../errors.ts";
import { canonicalJson, sha256Hex } from "../listing/canonical.ts";
import type { ListingContent, Source } from "../listing/content.ts";
import { assertListingSize, assertSound, type ListingInput } from "../listing/input.ts";
import { isObject } from "../listing/is-object.ts";
import { isPublic, isVisible } from "../listing/lifecycle.ts";
import { mergePatch } from "../listing/patch.ts";
import type { Creation, ListingRecord, StoredListing, Tombstone } from "../listing/record.ts";
import { endOf, startOf, toInstant } from "../listing/time.ts";
import { fullTag } from "../listing/view.ts";
import type { Settings } from "./layout.ts";
import type { Mark } from "./mark.ts";

export type Action = "created" | "updated" | "unchanged" | "replayed" | "deleted";

/** A decision that writes gives the new state; one that does not gives what the caller is told of the old one. */
export type Decision =
  | { readonly action: Action; readonly write: StoredListing; readonly mark?: Mark }
  | { readonly action: Action; readonly keep: StoredListing };

export interface DecisionContext {
  /** Number of the entry that would carry the change; becomes the revision. */
  readonly seq: number;
  readonly operation: string;
  readonly settings: Settings;
  /** What the idempotency key of the operation was used for before. */
  readonly mark?: Mark | undefined;
}

/** @throws AppError when the operation cannot be done on what is stored. */
export type Decide = (current: StoredListing | undefined, context: DecisionContext) => Decision;

/** Which revisions a caller is ready to change; `any`: whatever is there. */
export type Precondition = readonly number[] | "any";

interface Given {
  readonly id: string;
  /** Clock of the request, milliseconds. */
  readonly now: number;
}

export interface CreateRequest extends Given {
  readonly input: ListingInput;
  /** Name of a create that carries an idempotency key: the same for every repetition of the request. */
  readonly repeatable: string | undefined;
}

export function decideCreate(env: Env, { id, now, input, repeatable }: CreateRequest): Decide {
  const requestHash = sha256Hex(env, canonicalJson(input));
  return (current, context) => {
    if (context.mark !== undefined && context.mark.requestHash !== requestHash) throw keyMismatch();
    if (current !== undefined && current.createdBy.operation === repeatable) {
      if (current.createdBy.requestHash !== requestHash) throw keyMismatch();
      return { action: "replayed", keep: existing(id, current) };
    }
    // The source may have made it anew since it was deleted: the key has had its effect all the same.
    if (current !== undefined && context.mark !== undefined) return { action: "replayed", keep: existing(id, current) };
    if (current?.kind === "listing") {
      throw new AppError("conflict", `a listing with this source exists: ${id}`, {
        details: { id },
        errors: [
          { code: "exists", detail: "the source identity belongs to another listing", pointer: "/source/externalId" },
        ],
      });
    }
    const content = contentOf(input, undefined);
    const operation = repeatable ?? context.operation;
    const write = newRecord(env, { id, now, createdBy: { operation, requestHash }, content }, context);
    // Also over an old mark, of a listing that is forgotten: this is another effect, for which the key holds anew.
    return { action: "created", write, ...(repeatable === undefined ? {} : { mark: { id, requestHash, at: now } }) };
  };
}

function keyMismatch(): AppError {
  return new AppError("idempotency_mismatch", "this Idempotency-Key was used with another body", {
    errors: [{ code: "idempotency_mismatch", detail: "use a new key for a new listing", header: "Idempotency-Key" }],
  });
}

export interface UpsertRequest extends Given {
  readonly input: ListingInput;
  readonly fileName?: string | undefined;
}

export function decideUpsert(env: Env, request: UpsertRequest): Decide {
  const { id, now, input, fileName } = request;
  return (current, context) => {
    const kept = current?.kind === "listing" ? current : undefined;
    const content = contentOf(kept?.isRetired === true ? { state: "published", ...input } : input, kept);
    assertSound(content);
    if (kept !== undefined) return change(env, kept, content, now, context);
    const createdBy = { operation: context.operation, requestHash: sha256Hex(env, canonicalJson(input)) };
    return { action: "created", write: newRecord(env, { id, now, createdBy, content, fileName }, context) };
  };
}

export interface ReplaceRequest extends Given {
  readonly input: ListingInput;
  readonly precondition: Precondition;
}

export function decideReplace(env: Env, { id, now, input, precondition }: ReplaceRequest): Decide {
  return (current, context) => {
    const record = existing(id, current);
    assertPrecondition(record, precondition, now);
    const content = contentOf(input, record);
    assertSound(content);
    return change(env, record, withFixedSource(content, record.content.source), now, context);
  };
}

export interface PatchRequest extends Given {
  readonly patch: unknown;
  /** `parseListing`, whose schema is loaded by whoever has bodies to parse. */
  readonly parse: (body: unknown) => ListingInput;
  readonly precondition: Precondition;
}

export function decidePatch(env: Env, { id, now, patch, parse, precondition }: PatchRequest): Decide {
  return (current, context) => {
    const record = existing(id, current);
    assertPrecondition(record, precondition, now);
    if (record.content.source !== undefined && removes(patch, "source")) throw fixedSource("/source");
    // Absent, it would be the default: a paused listing would be published by the word that means "nothing".
    if (removes(patch, "state")) {
      throw invalidBody({ code: "not_removable", detail: "state cannot be removed", pointer: "/state" });
    }
    const input = parse(mergePatch(record.content, patch));
    const content = withKnownDate(
      { ...input, promotion: input.promotion ?? 0, state: input.state ?? "published" },
      record,
    );
    return change(env, record, withFixedSource(content, record.content.source), now, context);
  };
}

export interface RemoveRequest extends Given {
  readonly precondition: Precondition;
}

export function decideRemove({ id, now, precondition }: RemoveRequest): Decide {
  return (current, context) => {
    if (current === undefined) throw notFound(id);
    if (current.kind === "tombstone") return { action: "deleted", keep: current };
    assertPrecondition(current, precondition, now);
    const tombstone: Tombstone = {
      kind: "tombstone",
      id,
      revision: context.seq,
      createdBy: current.createdBy,
      changedBy: context.operation,
      deletedAt: now,
      wasPublic: isPublic(current, now),
    };
    return { action: "deleted", write: tombstone };
  };
}

export interface ArchiveRequest extends Given {
  /** Of the listings that a source does not name any more. */
  readonly source: string;
  /** Number of the log entry up to which the source's listings were looked at. */
  readonly asOf: number;
}

/**
 * Archives a published listing that its source has stopped naming. One that has changed since it was looked at is left as it is:
 * the change may be the source's own upsert, which is newer than its list of names. So is one that is not published any more.
 */
export function decideArchive(env: Env, { id, now, source, asOf }: ArchiveRequest): Decide {
  return (current, context) => {
    if (current === undefined) throw notFound(id);
    const isMeant = current.kind === "listing" && current.content.source?.name === source && isVisible(current, now);
    if (!isMeant || current.revision > asOf) return { action: "unchanged", keep: current };
    const content = { ...current.content, state: "archived" } as const;
    return change(env, { ...current, isRetired: true }, content, now, context);
  };
}

/** What the stored listing becomes when a client says `input`: three fields that it leaves out stay as they are. */
function contentOf(input: ListingInput, current: ListingRecord | undefined): ListingContent {
  const content = {
    ...input,
    promotion: input.promotion ?? current?.content.promotion ?? 0,
    state: input.state ?? current?.content.state ?? "published",
  };
  const datePosted = input.datePosted ?? current?.content.datePosted;
  return withKnownDate(datePosted === undefined ? content : { ...content, datePosted }, current);
}

/** A date that only repeats the default, as GET, edit, PUT sends it, is not a date that the client gave. */
function withKnownDate(content: ListingContent, current: ListingRecord | undefined): ListingContent {
  if (current === undefined || current.content.datePosted !== undefined) return content;
  if (content.datePosted !== toInstant(current.createdAt)) return content;
  const { datePosted: _default, ...rest } = content;
  return rest;
}

/** The source was fixed at creation; a body may leave it out or repeat it. */
function withFixedSource(content: ListingContent, fixed: Source | undefined): ListingContent {
  const { source } = content;
  if (source === undefined) return fixed === undefined ? content : { ...content, source: fixed };
  if (source.name === fixed?.name && source.externalId === fixed.externalId) return content;
  const changed = fixed?.name === source.name ? "externalId" : "name";
  throw fixedSource(fixed === undefined ? "/source" : `/source/${changed}`);
}

/** A PUT that leaves the source out means "as it is"; a patch says null only to remove. */
function removes(patch: unknown, field: string): boolean {
  return isObject(patch) && patch[field] === null;
}

function fixedSource(pointer: string): AppError {
  const detail = "source.name and source.externalId are fixed when a listing is created";
  return invalidBody({ code: "immutable", detail, pointer });
}

function change(
  env: Env,
  record: ListingRecord,
  content: ListingContent,
  now: number,
  context: DecisionContext,
): Decision {
  const contentHash = sha256Hex(env, canonicalJson(content));
  if (contentHash === record.contentHash) return { action: "unchanged", keep: record };
  assertListingSize(content);
  const { visibleFrom: _from, visibleUntil: _until, isRetired, ...identity } = record;
  const write: ListingRecord = {
    ...identity,
    ...(isRetired === true && content.state === "archived" ? { isRetired } : {}),
    revision: context.seq,
    changedBy: context.operation,
    content,
    contentHash,
    updatedAt: now,
    ...visibility(content, context.settings),
  };
  return { action: "updated", write };
}

interface NewListing {
  readonly id: string;
  readonly now: number;
  readonly createdBy: Creation;
  readonly content: ListingContent;
  readonly fileName?: string | undefined;
}

function newRecord(
  env: Env,
  { id, now, createdBy, content, fileName }: NewListing,
  context: DecisionContext,
): ListingRecord {
  assertSound(content);
  assertListingSize(content);
  return {
    kind: "listing",
    id,
    revision: context.seq,
    createdBy,
    changedBy: context.operation,
    contentHash: sha256Hex(env, canonicalJson(content)),
    ...(fileName === undefined ? {} : { fileName }),
    createdAt: now,
    updatedAt: now,
    ...visibility(content, context.settings),
    content,
  };
}

/** Fixed at the write, outside the content hash: a reader never consults a time zone. */
function visibility(content: ListingContent, settings: Settings): Pick<ListingRecord, "visibleFrom" | "visibleUntil"> {
  const zone = content.timeZone ?? settings.timeZone;
  const from = content.publishAt === undefined ? undefined : startOf(content.publishAt, zone);
  const until = content.validThrough === undefined ? undefined : endOf(content.validThrough, zone);
  return {
    ...(from === undefined ? {} : { visibleFrom: from }),
    ...(until === undefined ? {} : { visibleUntil: until }),
  };
}

function existing(id: string, current: StoredListing | undefined): ListingRecord {
  if (current === undefined) throw notFound(id);
  if (current.kind === "tombstone") throw goneError(current);
  return current;
}

function assertPrecondition(record: ListingRecord, precondition: Precondition, now: number): void {
  if (precondition === "any" || precondition.includes(record.revision)) return;
  throw new AppError(
    "precondition_failed",
    `listing ${record.id} is at revision ${record.revision}, ${precondition.length === 0 ? "which the tag does not name" : `not at ${precondition.join(" or ")}`}`,
    {
      details: { etag: fullTag(record, now) },
      errors: [
        { code: "stale", detail: "the listing has changed since that revision: read it again", header: "If-Match" },
      ],
    },
  );
}

export function notFound(id: string): AppError {
  return new AppError("not_found", `there is no listing ${id}`);
}

export function goneError(tombstone: Tombstone): AppError {
  return new AppError("gone", `listing ${tombstone.id} was deleted at ${toInstant(tombstone.deletedAt)}`);
}

function invalidBody(fault: Fault): AppError {
  return new AppError("invalid_body", fault.detail, { errors: [fault] });
}
