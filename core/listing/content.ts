/**
 * What a client says about a listing, in its normal form: absent fields are absent (never null), lists are always there,
 * the defaults that are constants are filled in. `schema.ts` makes it from untrusted input; everything else trusts it.
 * Field meanings and limits: docs/architecture.md and `GET /v1/limits`.
 */

export const DESCRIPTION_FORMATS = ["markdown", "html", "text"] as const;
export const WORKPLACE_TYPES = ["onsite", "hybrid", "remote"] as const;
export const APPLICANT_LOCATION_TYPES = ["country", "state", "city"] as const;
/** Google's JobPosting values, lower-cased. */
export const EMPLOYMENT_TYPES = [
  "full_time",
  "part_time",
  "contractor",
  "temporary",
  "intern",
  "volunteer",
  "per_diem",
  "other",
] as const;
export const SENIORITIES = [
  "intern",
  "entry",
  "mid",
  "senior",
  "lead",
  "principal",
  "manager",
  "director",
  "executive",
] as const;
export const PAY_UNITS = ["hour", "day", "week", "month", "year"] as const;
export const STATES = ["draft", "published", "paused", "filled", "archived"] as const;

export type WorkplaceType = (typeof WORKPLACE_TYPES)[number];
export type EmploymentType = (typeof EMPLOYMENT_TYPES)[number];
export type Seniority = (typeof SENIORITIES)[number];
export type PayUnit = (typeof PAY_UNITS)[number];
export type State = (typeof STATES)[number];

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export interface Company {
  /** There unless the state is `draft`. */
  readonly name?: string;
  readonly website?: string;
  readonly logoUrl?: string;
}

export interface Description {
  readonly format: (typeof DESCRIPTION_FORMATS)[number];
  /** Kept byte for byte. */
  readonly value: string;
}

export interface Place {
  readonly raw?: string;
  readonly street?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string;
  /** Degrees, WGS 84. */
  readonly lat?: number;
  readonly lng?: number;
}

export interface ApplicantLocation {
  readonly type: (typeof APPLICANT_LOCATION_TYPES)[number];
  readonly name: string;
  readonly code?: string;
}

export interface Compensation {
  readonly label?: string;
  readonly raw?: string;
  /** ISO 4217, upper case; there whenever `min` or `max` is. */
  readonly currency?: string;
  /** Decimals as text, as the client wrote them. */
  readonly min?: string;
  readonly max?: string;
  readonly unit?: PayUnit;
}

export interface Apply {
  readonly url?: string;
  readonly email?: string;
  readonly direct?: boolean;
}

export interface Source {
  readonly name: string;
  readonly externalId: string;
  readonly url?: string;
  /** The careers page the listing was found on; shown to writers only. */
  readonly hubUrl?: string;
}

export interface ListingContent {
  /** There unless the state is `draft`; so is `company`. */
  readonly title?: string;
  readonly company?: Company;
  readonly description?: Description;
  readonly summary?: string;
  readonly locations: readonly Place[];
  readonly workplaceType?: WorkplaceType;
  readonly applicantLocations: readonly ApplicantLocation[];
  readonly employmentTypes: readonly EmploymentType[];
  readonly seniority?: Seniority;
  readonly category?: string;
  /** BCP 47. */
  readonly language?: string;
  readonly requisitionId?: string;
  readonly tags: readonly string[];
  readonly skills: readonly string[];
  readonly compensation: readonly Compensation[];
  readonly apply?: Apply;
  readonly url?: string;
  readonly source?: Source;
  readonly promotion: number;
  readonly state: State;
  /** An RFC 3339 instant or a full date; the precision is kept. */
  readonly publishAt?: string;
  readonly validThrough?: string;
  /** Absent when the client never gave one: then the listing counts as posted when it was created. */
  readonly datePosted?: string;
  /** IANA name. */
  readonly timeZone?: string;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly numbers?: Readonly<Record<string, string>>;
  readonly extra?: JsonObject;
}
