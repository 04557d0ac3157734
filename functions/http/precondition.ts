/** Headers that make a write conditional or repeatable: `If-Match` (RFC 9110, section 13.1.1) and `Idempotency-Key`. */
import { AppError, type Fault } from "../../core/errors.ts";
import type { ListingRecord } from "../../core/listing/record.ts";
import { fullTag } from "../../core/listing/view.ts";
import type { Precondition } from "../../core/store/operations.ts";
import type { Services } from "./services.ts";

/** `public`: nothing but tags of the public view, which no write can match. */
export type IfMatch = Precondition | "public";

const TAG = /^"(p?)(\d{1,15})(?:-[a-z_]{1,20})?"$/;
/** Any entity tag; one that is weak or of somebody else is a condition that does not hold, not a mistake. */
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"$/;

/**
 * Which revisions the caller is ready to change; `undefined` without the header. Only the revision of a tag counts: the
 * state in it changes with the clock, and a listing that expired since is still the one that was read.
 * @throws AppError `invalid_parameter` for what is no entity tag.
 */
export function readIfMatch(header: string | undefined): IfMatch | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === "*") return "any";
  const tags = header.split(",").map((tag) => tag.trim());
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) {
    const detail = 'If-Match must be an ETag of the full view such as "12-published", "12", a list of them, or *';
    throw invalidHeader({ code: "malformed", detail, header: "If-Match" });
  }
  const matches = tags.map((tag) => TAG.exec(tag)).filter((match) => match !== null);
  const revisions = matches.filter(([, prefix]) => prefix === "").map(([, , revision]) => Number(revision));
  return revisions.length === 0 && matches.length > 0 ? "public" : revisions;
}

/** @throws AppError `precondition_required` without the header, else as `readIfMatch`. */
export function requireIfMatch(header: string | undefined): IfMatch {
  const condition = readIfMatch(header);
  if (condition !== undefined) return condition;
  const detail = "send If-Match with the ETag of the full view that the change was made to";
  throw new AppError("precondition_required", detail, {
    errors: [{ code: "required", detail: "If-Match is required", header: "If-Match" }],
  });
}

/**
 * The condition as the board takes it.
 * @throws AppError `precondition_failed` for a tag of the public view, which lacks what a write would then remove.
 */
export async function preconditionOf(
  { board, env }: Services,
  id: string,
  condition: IfMatch,
  signal: AbortSignal,
): Promise<Precondition> {
  if (condition !== "public") return condition;
  const [stored] = await board.get([id], { signal });
  if (stored?.kind === "listing") throw publicTagError(stored, env.now());
  // No revision matches; whether the listing is missing or deleted is the board's to say.
  return [];
}

function publicTagError(record: ListingRecord, now: number): AppError {
  const detail = "that is the ETag of the public view, which lacks fields; take the ETag of view=full or of a write";
  return new AppError("precondition_failed", detail, {
    details: { etag: fullTag(record, now) },
    errors: [{ code: "public_tag", detail, header: "If-Match" }],
  });
}

/**
 * The caller's name for a create; `"k"` and `k` are the same key (both are seen in practice, the draft RFC has quotes).
 * @throws AppError `invalid_parameter` for what is not 1 to 255 printable ASCII characters.
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const isQuoted = header.startsWith('"');
  const key = isQuoted && QUOTED.test(header) ? header.slice(1, -1).replace(/\\(["\\])/g, "$1") : header;
  if (IDEMPOTENCY_KEY.test(key) && (!isQuoted || key !== header)) return key;
  const detail = "Idempotency-Key must be 1 to 255 printable ASCII characters, also in quotation marks";
  throw invalidHeader({ code: "malformed", detail, header: "Idempotency-Key" });
}

/**
 * A write that asks to happen only if something is absent or different would be done without the check: refused instead.
 * @throws AppError `invalid_parameter`.
 */
export function refuseIfNoneMatch(header: string | undefined): void {
  if (header === undefined) return;
  const detail = "If-None-Match does not work with writes; PUT by source answers whether it created";
  throw invalidHeader({ code: "unsupported", detail, header: "If-None-Match" });
}

function invalidHeader(fault: Fault): AppError {
  return new AppError("invalid_parameter", fault.detail, { errors: [fault] });
}
