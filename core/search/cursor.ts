/**
 * Where a page ended. The next page is everything behind that key in the view that answers, at the instant of the first
 * page. Checksummed against slips, not signed: it guards nothing that is not public.
 */
import type { Env } from "../env.ts";
import { AppError } from "../errors.ts";
import { canonicalJson, sha256Hex } from "../listing/canonical.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { foldValue } from "./fold.ts";
import type { SearchFilters, SearchRequest } from "./request.ts";

/** Who makes and reads cursors: a cursor of another incarnation of the board (a restored copy, say) has expired. */
export interface CursorContext {
  readonly env: Pick<Env, "sha256">;
  readonly incarnation: string;
}

export interface Cursor {
  /** Hash of what was asked, see `queryHash`. */
  readonly query: string;
  /** Of the view that answered. */
  readonly position: number;
  readonly engineVersion: number;
  /** Milliseconds since 1970: the instant at which the walk sees the board. */
  readonly now: number;
  /** The last hit's sort values, then its id. */
  readonly key: readonly number[];
  readonly id: string;
}

/** A format of its own number, so that an old cursor is refused and never misread. */
const FORMAT = 1;
/** Six bytes: one in 3 × 10^14 slips goes unseen. */
const CHECKSUM_BYTES = 6;
/** A cursor that we write has some 200 characters. */
const MAX_LENGTH = 1_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function writeCursor({ env, incarnation }: CursorContext, cursor: Cursor): string {
  const { query, position, engineVersion, now, key, id } = cursor;
  const fields = [FORMAT, incarnation, query, position, engineVersion, now, key, id];
  const payload = encoder.encode(JSON.stringify(fields));
  const bytes = new Uint8Array(CHECKSUM_BYTES + payload.length);
  bytes.set(checksum(env, payload));
  bytes.set(payload, CHECKSUM_BYTES);
  return toBase64url(bytes);
}

/** Throws `invalid_cursor` for what we did not write, and `cursor_expired` for another incarnation. */
function readCursor({ env, incarnation }: CursorContext, text: string): Cursor {
  const fields = fieldsOf(env, text);
  const cursor = fields === undefined ? undefined : cursorOf(fields);
  if (fields === undefined || cursor === undefined) throw invalid("the cursor is damaged or was not made here");
  if (fields[1] !== incarnation) {
    throw new AppError(
      "cursor_expired",
      "the cursor belongs to another board, or to this one before it was restored or copied; start again without one",
    );
  }
  return cursor;
}

/** The position that an index must have reached before it may continue the walk. Throws as `readCursor` does. */
export function requiredPosition(context: CursorContext, text: string): number {
  return readCursor(context, text).position;
}

/** As `readCursor`, and `invalid_cursor` unless it belongs to the request, whose sort has `keyLength` values. */
export function cursorFor(context: CursorContext, request: SearchRequest, keyLength: number): Cursor | undefined {
  if (request.cursor === undefined) return undefined;
  const cursor = readCursor(context, request.cursor);
  if (cursor.query === queryHash(context.env, request) && cursor.key.length === keyLength) return cursor;
  throw invalid("the cursor belongs to another query; q, filters and sort must stay as they were on the first page");
}

/** Equal for requests that have the same results in the same order: not the page, and not the facets. */
export function queryHash(env: Pick<Env, "sha256">, request: SearchRequest): string {
  const { q, typo, sort, effectiveStates, filters, currency, near, collapse } = request;
  const states = normal(effectiveStates);
  const asked = { q, typo, sort, currency, near, collapse, effectiveStates: states, filters: normalFilters(filters) };
  return sha256Hex(env, canonicalJson(asked)).slice(0, 16);
}

function normalFilters(filters: SearchFilters): unknown {
  return {
    ...filters,
    values: Object.fromEntries(Object.entries(filters.values).map(([name, values]) => [name, normal(values)])),
    tagAll: normal(filters.tagAll),
    skillAll: normal(filters.skillAll),
    applicantCountry: normal(filters.applicantCountry),
    attributes: normal(filters.attributes.map(({ key, value }) => canonicalJson([key, foldValue(value)]))),
    numbers: normal(filters.numbers.map(canonicalJson)),
    ids: normal(filters.ids),
    excludeIds: normal(filters.excludeIds),
  };
}

function normal(values: readonly string[]): string[] {
  return [...new Set(values.map(foldValue))].sort();
}

function fieldsOf(env: Pick<Env, "sha256">, text: string): unknown[] | undefined {
  const bytes = text.length > MAX_LENGTH ? undefined : fromBase64url(text);
  if (bytes === undefined || bytes.length <= CHECKSUM_BYTES) return undefined;
  const payload = bytes.subarray(CHECKSUM_BYTES);
  if (checksum(env, payload).some((byte, i) => byte !== bytes[i])) return undefined;
  try {
    const fields: unknown = JSON.parse(decoder.decode(payload));
    return Array.isArray(fields) ? fields : undefined;
  } catch {
    // Whoever forges a checksum gets the same answer as who does not.
    return undefined;
  }
}

function cursorOf(fields: readonly unknown[]): Cursor | undefined {
  const [format, incarnation, query, position, engineVersion, now, key, id] = fields;
  if (format !== FORMAT || typeof incarnation !== "string" || typeof query !== "string") return undefined;
  if (!isCount(position) || !isCount(engineVersion) || !isNumber(now) || typeof id !== "string") return undefined;
  if (!Array.isArray(key) || !key.every(isNumber)) return undefined;
  return { query, position, engineVersion, now, key, id };
}

function checksum(env: Pick<Env, "sha256">, payload: Uint8Array): Uint8Array {
  return env.sha256(payload).subarray(0, CHECKSUM_BYTES);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function invalid(detail: string): AppError {
  const fault = { code: "invalid_cursor", detail, parameter: "cursor" };
  return new AppError("invalid_cursor", detail, { errors: [fault] });
}
