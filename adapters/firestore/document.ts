import { AppError } from "../../core/errors.ts";
import type { Item, Value, Write } from "../../core/ports.ts";

/**
 * One document for each item, all in one collection. What a console shows is what is stored: `kind`, `id`, `revision`, and
 * the JSON text `body`, which must be exempt from indexing (an index would double the cost of a write).
 */
export const COLLECTION = "rolecall";

/** As Firestore's JSON has it (https://cloud.google.com/firestore/docs/reference/rest/v1/projects.databases.documents). */
export interface Document {
  readonly name: string;
  readonly fields?: Readonly<Record<string, Field>>;
  readonly updateTime?: string;
}

interface Field {
  readonly stringValue?: string;
  /** In decimal: 64 bits do not fit into a JSON number. */
  readonly integerValue?: string;
}

export interface DocumentWrite {
  readonly update?: Document;
  readonly delete?: string;
  readonly currentDocument?: { readonly exists: boolean } | { readonly updateTime: string };
}

/**
 * What every document id of a partition begins with. Firestore refuses ids like `__name__`; a partition may begin and a key
 * may end that way, so such a partition's ids begin with a dot: all of them, or they would not be in one order.
 */
export function idPrefix(partition: string): string {
  return `${partition.startsWith("__") ? "." : ""}${partition}:`;
}

/** Documents without a project, as a path below the database's documents. */
export function documentPath(partition: string, key: string): string {
  return `${COLLECTION}/${idPrefix(partition)}${key}`;
}

/** A partition holds no colon, so the first one ends it. */
function keyOf(name: string): string {
  return name.slice(name.indexOf(":", name.lastIndexOf("/")) + 1);
}

/**
 * `nonce` must differ from the stored one: a write that changes nothing leaves a document's update time, which is its
 * token, as it was (https://cloud.google.com/firestore/docs/reference/rest/v1/WriteResult).
 */
export function toDocumentWrite(name: string, { value, condition }: Write, nonce: string): DocumentWrite {
  // Without an update mask an update replaces the whole document: fields that the value lacks are gone.
  const change = value === undefined ? { delete: name } : { update: { name, fields: toFields(value, nonce) } };
  if (condition === undefined) return change;
  const currentDocument = condition === "absent" ? { exists: false } : { updateTime: condition.token };
  return { ...change, currentDocument };
}

function toFields({ kind, id, revision, body }: Value, nonce: string): Record<string, Field> {
  return {
    kind: { stringValue: kind },
    ...(id === undefined ? {} : { id: { stringValue: id } }),
    ...(revision === undefined ? {} : { revision: { integerValue: String(revision) } }),
    body: { stringValue: body },
    nonce: { stringValue: nonce },
  };
}

/** @throws AppError `corrupt` for a document that this adapter did not write. */
export function toItem({ name, fields = {}, updateTime }: Document): Item {
  const kind = fields.kind?.stringValue;
  const body = fields.body?.stringValue;
  const id = fields.id?.stringValue;
  const revision = fields.revision?.integerValue;
  if (kind === undefined || body === undefined || updateTime === undefined) {
    throw new AppError("corrupt", `firestore: document ${name} has no kind or no body: it is not Rolecall's`);
  }
  const value = {
    kind,
    body,
    ...(id === undefined ? {} : { id }),
    ...(revision === undefined ? {} : { revision: Number(revision) }),
  };
  return { key: keyOf(name), token: updateTime, value };
}

const UPDATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** Anything else was never a token of this store. Firestore would refuse the request instead of the condition. */
export function isUpdateTime(token: string): boolean {
  return UPDATE_TIME.test(token) && !Number.isNaN(Date.parse(token));
}
