/** What a case of the catalogue is: the bytes of a request, and what has to become of it. */

/** What was on the board before a class begins, for requests that name it. */
export interface Seeded {
  /** Of `http://HOST:PORT`, for requests that are written out to the byte. */
  readonly host: string;
  /** A listing of this class's own that is published, and its full ETag. */
  readonly id: string;
  readonly etag: string;
  /** One that was deleted. */
  readonly deletedId: string;
  /** What `GET /v1/listings?limit=1` and the others gave to go on with. */
  readonly cursors: Readonly<Record<CursorKind, string>>;
}

export type CursorKind = "listings" | "search" | "changes" | "exports";

export interface Request {
  readonly method: string;
  /** As it goes over the wire: one character is one byte, and nothing is escaped. */
  readonly path: string;
  /** In order; a name may be there twice. One character is one byte. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array;
}

/** A request to the byte, for what no HTTP client would send; sent in pieces with a pause between them. */
export interface RawRequest {
  readonly pieces: readonly Uint8Array[];
  /** Default 0. */
  readonly pauseMs?: number;
}

export type Place = { readonly pointer: string } | { readonly parameter: string } | { readonly header: string };

export interface Expected {
  /** Any of them; `closed` is a connection that ends without an answer. */
  readonly statuses: readonly (number | "closed")[];
  /** Of the problem, when it is one; any of them. */
  readonly codes?: readonly string[];
  /** What one of its `errors` has to name. */
  readonly names?: Place;
  /** Members of the listing that was written, as they come back. */
  readonly stored?: Readonly<Record<string, unknown>>;
  /** Of an import: each row's action, in order, and what a rejected one has to name. */
  readonly rows?: readonly RowExpected[];
  /** Somebody in front of us may answer, in whatever form it likes. */
  readonly isForeign?: boolean;
  /** Where the next request would begin is not known: it comes over a new connection. */
  readonly endsConnection?: boolean;
  /** A search for this text then finds the listing that was written. */
  readonly foundBy?: string;
}

export interface RowExpected {
  readonly actions: readonly string[];
  readonly codes?: readonly string[];
  readonly pointer?: string;
}

export interface HostileCase {
  /** Unique in its class. */
  readonly name: string;
  /** The case of this class that has to come before, by its name. */
  readonly after?: string;
  readonly request: (seeded: Seeded) => Request | RawRequest;
  readonly expected: Expected;
}

export interface HostileClass {
  readonly cases: readonly HostileCase[];
  /** Whether an export at the end has to hold what was written, too. */
  readonly isExported?: boolean;
}

/** Contract, section 1. */
const STATUS = {
  invalid_json: 400,
  invalid_body: 400,
  invalid_parameter: 400,
  invalid_id: 400,
  invalid_cursor: 400,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  cursor_expired: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  precondition_required: 428,
} as const;

type Code = keyof typeof STATUS;

export function refused(code: Code, names?: Place): Expected {
  return { statuses: [STATUS[code]], codes: [code], ...(names === undefined ? {} : { names }) };
}

/** Refused for one of several reasons, each of which is right. */
export function refusedAs(...codes: readonly Code[]): Expected {
  return { statuses: [...new Set(codes.map((code) => STATUS[code]))], codes };
}

/** What the body is told, by pointer. */
export function badField(pointer: string): Expected {
  return refused("invalid_body", { pointer });
}

export function badParameter(parameter: string): Expected {
  return refused("invalid_parameter", { parameter });
}

export function badHeader(header: string): Expected {
  return refused("invalid_parameter", { header });
}

export function created(stored: Readonly<Record<string, unknown>> = {}, foundBy?: string): Expected {
  return { statuses: [201], stored, ...(foundBy === undefined ? {} : { foundBy }) };
}

/** What is no HTTP: the server says so before any of our code runs, in few words, or hangs up. */
export const NO_HTTP: Expected = { statuses: [400, "closed"], isForeign: true };

export function answered(...statuses: readonly number[]): Expected {
  return { statuses };
}

export function rows(...expected: readonly RowExpected[]): Expected {
  return { statuses: [200], rows: expected };
}

export const TAKEN: RowExpected = { actions: ["created", "updated", "unchanged"] };

export function rejected(code?: string, pointer?: string): RowExpected {
  return {
    actions: ["rejected"],
    ...(code === undefined ? {} : { codes: [code] }),
    ...(pointer === undefined ? {} : { pointer }),
  };
}

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes of a text of which each character is one. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function joined(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? bytesOf(part) : part)]));
}

export const JSON_TYPE = ["Content-Type", "application/json"] as const;
export const ANY_MATCH = ["If-Match", "*"] as const;

export function get(path: string, ...headers: Request["headers"]): Request {
  return { method: "GET", path, headers };
}

export function send(method: string, path: string, body: string | Uint8Array, ...headers: Request["headers"]): Request {
  return { method, path, headers, body: typeof body === "string" ? bytesOf(body) : body };
}

export function sendJson(method: string, path: string, json: unknown, ...headers: Request["headers"]): Request {
  return send(method, path, JSON.stringify(json), JSON_TYPE, ...headers);
}

/** The least that can be published. */
export const LISTING = { title: "Night Porter", company: { name: "Hotel Hostile" } } as const;

/** A new listing, of which only `fields` matter. */
export function post(fields: Readonly<Record<string, unknown>>): Request {
  return sendJson("POST", "/v1/listings", { ...LISTING, ...fields });
}

export function importOf(type: string, body: string | Uint8Array, query = ""): Request {
  return send("POST", `/v1/imports${query}`, body, ["Content-Type", type]);
}

export function fixed(name: string, request: Request | RawRequest, expected: Expected): HostileCase {
  return { name, request: () => request, expected };
}

/** Cases that build on another, which is sent before them also where not all are sent. */
export function behind(first: HostileCase, ...others: readonly HostileCase[]): readonly HostileCase[] {
  return [first, ...others.map((other) => ({ ...other, after: first.name }))];
}

/** What is inside quotes in a case's name: short, printable, and telling. */
export function shown(text: string, most = 48): string {
  const printable = JSON.stringify(text).replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return printable.length > most ? `${printable.slice(0, most)}… (${text.length})` : printable;
}
