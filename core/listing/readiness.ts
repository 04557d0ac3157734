/**
 * Whether a listing may be shown as a JobPosting, by Google's rules for job search
 * (https://developers.google.com/search/docs/appearance/structured-data/job-posting): an error keeps it out, a warning makes
 * it rank or read worse. A verdict is about what the listing says and never about the clock, so the index can keep it: one
 * that has expired is as valid as it was. Nothing that is missing is guessed.
 */
import type { ApplicantLocation, Compensation, Description, ListingContent, Place } from "./content.ts";

export const JSONLD_VERDICTS = ["valid", "invalid"] as const;
export type JsonldVerdict = (typeof JSONLD_VERDICTS)[number];

export type ReadinessCode =
  | "missing_title"
  | "missing_company"
  | "missing_description"
  | "missing_location"
  | "missing_country"
  | "missing_applicant_country"
  | "missing_salary"
  | "missing_employment_type"
  | "missing_valid_through"
  | "repeated_title"
  | "several_salaries";

export interface ReadinessProblem {
  readonly code: ReadinessCode;
  readonly severity: "error" | "warning";
  /** JSON Pointer into the listing, to what is wrong or to where it is missing. */
  readonly pointer: string;
  readonly detail: string;
}

export interface Readiness {
  /** Without a single error. */
  readonly valid: boolean;
  /** Errors first, each group in the order of the listing's fields. */
  readonly problems: readonly ReadinessProblem[];
}

export function readinessOf(content: ListingContent): Readiness {
  const found = [...problemsOf(content)];
  const errors = found.filter(({ severity }) => severity === "error");
  return { valid: errors.length === 0, problems: [...errors, ...found.filter((problem) => !errors.includes(problem))] };
}

export function verdictOf(content: ListingContent): JsonldVerdict {
  for (const { severity } of problemsOf(content)) if (severity === "error") return "invalid";
  return "valid";
}

/** Places that Google can use: an address without a country is an error to it, and so is left out of the posting. */
export function postalPlaces({ locations }: Pick<ListingContent, "locations">): readonly Place[] {
  return locations.filter(({ country }) => country !== undefined);
}

/**
 * Whether the posting may say TELECOMMUTE. Hybrid work is none, and without a country that applicants may live in Google
 * takes the whole page out. That of a state or a city is not enough: it is nowhere said to be all that the country has.
 */
export function isTelecommute({
  workplaceType,
  applicantLocations,
}: Pick<ListingContent, "workplaceType" | "applicantLocations">): boolean {
  return workplaceType === "remote" && applicantLocations.some(isCountry);
}

/** The pay that a posting can show, which is one: the first with an amount, a currency and a unit. */
export function statedPay({ compensation }: Pick<ListingContent, "compensation">): Compensation | undefined {
  return compensation.find(isStated);
}

function isCountry({ type }: ApplicantLocation): boolean {
  return type === "country";
}

function isStated({ min, max, currency, unit }: Compensation): boolean {
  return (min !== undefined || max !== undefined) && currency !== undefined && unit !== undefined;
}

function* problemsOf(content: ListingContent): Generator<ReadinessProblem> {
  const { title, company, description, employmentTypes, validThrough } = content;
  if (isBlank(title)) yield error("missing_title", "/title", "the posting needs a title");
  if (isBlank(company?.name)) yield error("missing_company", "/company/name", "the posting needs who is hiring");
  yield* ofDescription(description, title);
  yield* ofPlaces(content);
  if (employmentTypes.length === 0) {
    yield warning("missing_employment_type", "/employmentTypes", "full time, part time and the like are not said");
  }
  yield* ofPay(content);
  if (validThrough === undefined) {
    yield warning("missing_valid_through", "/validThrough", "no date is said on which the posting ends");
  }
}

function* ofDescription(description: Description | undefined, title = ""): Generator<ReadinessProblem> {
  if (description === undefined || isEmptyText(description)) {
    yield error("missing_description", "/description", "the posting needs a description of the job");
  } else if (description.value.trim() === title.trim()) {
    yield warning("repeated_title", "/description/value", "the description says no more than the title");
  }
}

function* ofPlaces(content: ListingContent): Generator<ReadinessProblem> {
  const { workplaceType, locations } = content;
  const hasPlace = postalPlaces(content).length > 0;
  const isReady = hasPlace || isTelecommute(content);
  const severity = isReady ? "warning" : "error";
  if (workplaceType === "remote" && !isTelecommute(content)) {
    const detail = "a remote job needs a country that applicants may live in; without one it is not shown as remote";
    yield { code: "missing_applicant_country", severity, pointer: "/applicantLocations", detail };
  }
  // A remote job needs no place. Any other one needs one at least.
  if (workplaceType === "remote") return;
  if (locations.length === 0 && !isReady) {
    yield error("missing_location", "/locations", "a job that is not remote needs a place with its country");
  }
  for (const [i, { country }] of locations.entries()) {
    if (country !== undefined) continue;
    const detail = "the place has no country, which is never guessed; it is left out of the posting";
    yield { code: "missing_country", severity, pointer: `/locations/${i}/country`, detail };
  }
}

function* ofPay({ compensation }: ListingContent): Generator<ReadinessProblem> {
  const stated = compensation.filter(isStated).length;
  if (stated === 0) {
    const pointer = compensation.length === 0 ? "/compensation" : "/compensation/0";
    yield warning("missing_salary", pointer, "no amount with its currency and unit is said");
  }
  if (stated > 1) yield warning("several_salaries", "/compensation", "a posting shows one salary: the first of these");
}

/** Listed, since `\s` follows the host's Unicode version, and a verdict goes into snapshots. */
const VISIBLE = /[^\t\n\v\f\r \u00a0\u200b\u2060\ufeff]/;
const TAG = /<[a-z/!?][^<>]*>/gi;
const BLANK_ENTITY = /&(?:nbsp|#160|#xa0);/gi;

function isBlank(text = ""): boolean {
  return !VISIBLE.test(text);
}

/** Markup alone says nothing: `<p>&nbsp;</p>` is what editors send for an empty field. */
function isEmptyText({ format, value }: Description): boolean {
  return isBlank(format === "html" ? value.replace(TAG, "").replace(BLANK_ENTITY, "") : value);
}

function error(code: ReadinessCode, pointer: string, detail: string): ReadinessProblem {
  return { code, severity: "error", pointer, detail };
}

function warning(code: ReadinessCode, pointer: string, detail: string): ReadinessProblem {
  return { code, severity: "warning", pointer, detail };
}
