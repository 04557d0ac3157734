import { utf8Length } from "../ports.ts";

/** Limits of a listing, the same on every deployment; lengths in code points. `GET /v1/limits` shows them. */
export const LISTING_LIMITS = {
  title: 500,
  companyName: 255,
  description: 100_000,
  summary: 1_000,
  locations: 50,
  locationRaw: 500,
  locationPart: 255,
  applicantLocations: 50,
  category: 100,
  language: 35,
  requisitionId: 255,
  tags: 50,
  tag: 64,
  skills: 100,
  skill: 64,
  compensation: 10,
  compensationText: 255,
  url: 2_000,
  email: 254,
  externalId: 2_000,
  promotion: 1_000,
  attributeKeys: 100,
  attributeValues: 100,
  attributeBytes: 50 * 1024,
  extraBytes: 50 * 1024,
  jsonDepth: 32,
  /** A stored listing as JSON in UTF-8. */
  listingBytes: 256 * 1024,
} as const;

/** Length of a text as the limits count it. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Size of a value as JSON in UTF-8, which is what the byte limits count. */
export function jsonBytes(value: unknown): number {
  return utf8Length(JSON.stringify(value));
}
