/** What may be kept, how long, and when the caller has it already (RFC 9110 section 13.1.2, RFC 9111). */
import type { RequestContext } from "./services.ts";

const MAX_AGE_SECONDS = 60;

export const NO_STORE = "no-store";

/**
 * `Cache-Control` of a public answer: at most a minute and never past the instant at which time alone changes it.
 * A caller that says who it is gets an answer of its own, which nobody may keep.
 */
export function publicCaching(c: RequestContext, now: number, until?: number): string {
  return c.req.header("Authorization") === undefined ? sharedCaching(now, until) : NO_STORE;
}

/** The same for a caller of whom nothing is known. */
export function sharedCaching(now: number, until?: number): string {
  const left = until === undefined ? MAX_AGE_SECONDS : Math.floor((until - now) / 1_000);
  return `public, max-age=${Math.max(0, Math.min(MAX_AGE_SECONDS, left))}`;
}

/** An entity tag: weak mark, and the quoted rest, which may hold commas. */
const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether `If-None-Match` names the tag, weakly compared. What is no tag matches nothing: the answer is sent whole. */
export function isKnownToCaller(c: RequestContext, etag: string): boolean {
  return namesTag(c.req.header("If-None-Match"), etag);
}

export function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  if (header.trim() === "*") return true;
  const opaque = etag.replace(/^W\//, "");
  return [...header.matchAll(ENTITY_TAG)].some(([, tag]) => tag === opaque);
}
