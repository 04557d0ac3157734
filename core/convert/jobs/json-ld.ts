/** JSON-LD documents with schema.org JobPostings, as pages embed them for Google (schema.org/JobPosting). */
import { type AppError, faultError } from "../../errors.ts";
import { EMPLOYMENT_TYPES } from "../../listing/content.ts";
import { isObject } from "../../listing/is-object.ts";
import { LISTING_LIMITS as L } from "../../listing/limits.ts";
import {
  extraOf,
  type Fields,
  fieldsOf,
  filled,
  html,
  idOf,
  lineOf,
  listed,
  textOf,
  without,
  wrongShape,
} from "./fields.ts";
import { placeOf } from "./json-ld-place.ts";

const KNOWN = [
  "@context",
  "@type",
  "@id",
  "title",
  "name",
  "description",
  "datePosted",
  "validThrough",
  "employmentType",
  "hiringOrganization",
  "jobLocation",
  "jobLocationType",
  "applicantLocationRequirements",
  "baseSalary",
  "identifier",
  "url",
  "directApply",
  "inLanguage",
  "occupationalCategory",
  "skills",
];

const APPLICANT_LOCATIONS = new Map([
  ["Country", "country"],
  ["State", "state"],
  ["City", "city"],
]);

const PAY_UNITS = new Set(["hour", "day", "week", "month", "year"]);

/**
 * The JobPostings of a document, of an array of them, or of a `@graph`. Nodes of other types stand beside them on real pages
 * and are passed over.
 */
export function jobPostings(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document.filter((node) => typesOf(node).length === 0 || isJobPosting(node));
  if (!isObject(document)) throw wrongShape("jsonld", "must be an object or a list of them", "");
  const graph = document["@graph"];
  if (graph === undefined) {
    if (!isJobPosting(document)) throw wrongShape("jsonld", "must be JobPosting", "/@type");
    return [document];
  }
  if (!Array.isArray(graph)) throw wrongShape("jsonld", "must be a list", "/@graph");
  return graph.filter(isJobPosting);
}

export function jobPosting(job: Fields): Record<string, unknown> {
  if (!isJobPosting(job)) throw notAJob();
  const types = listed(job.employmentType).map(employmentTypeOf);
  const applicants = listed(job.applicantLocationRequirements).map(applicantLocationOf);
  const pays = listed(job.baseSalary).map(payOf);
  const skills = listed(job.skills).map((skill) => lineOf(isObject(skill) ? skill.name : skill, L.skill));
  const category = listed(job.occupationalCategory).map((name) => lineOf(name, L.category));
  const listing = {
    title: job.title ?? job.name,
    company: companyOf(job.hiringOrganization),
    description: html(job.description),
    locations: listed(job.jobLocation)
      .map(placeOf)
      .filter((place) => place !== undefined),
    workplaceType: job.jobLocationType === "TELECOMMUTE" ? "remote" : undefined,
    applicantLocations: present(applicants),
    employmentTypes: present(types),
    category: category[0],
    language: isObject(job.inLanguage) ? job.inLanguage.alternateName : job.inLanguage,
    skills: present(skills),
    compensation: present(pays),
    apply: filled({ direct: job.directApply }),
    url: job.url,
    datePosted: dateOf(job.datePosted),
    validThrough: dateOf(job.validThrough),
    source: filled({ externalId: externalIdOf(job), url: job.url }),
    extra: extraOf("jsonld", {
      ...without(job, KNOWN),
      employmentType: types.includes(undefined) ? job.employmentType : undefined,
      applicantLocationRequirements: applicants.includes(undefined) ? job.applicantLocationRequirements : undefined,
      baseSalary: pays.includes(undefined) ? job.baseSalary : undefined,
      skills: skills.includes(undefined) ? job.skills : undefined,
      occupationalCategory: category.length > 1 || category.includes(undefined) ? job.occupationalCategory : undefined,
    }),
  };
  return filled(listing) ?? {};
}

function typesOf(node: unknown): string[] {
  return listed(fieldsOf(node)["@type"]).filter((type) => typeof type === "string");
}

/** Also `schema:JobPosting` and the whole address. */
function isJobPosting(node: unknown): boolean {
  return typesOf(node).some((type) => /^(https?:\/\/schema\.org\/|schema:)?JobPosting$/.test(type));
}

function notAJob(): AppError {
  const detail = '"@type" must be JobPosting';
  return faultError("invalid_body", { code: "required", detail, pointer: "/@type" });
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

function employmentTypeOf(value: unknown): string | undefined {
  const type = textOf(value)?.toLowerCase();
  return EMPLOYMENT_TYPES.find((known) => known === type);
}

function companyOf(value: unknown): Fields | undefined {
  if (!isObject(value)) return filled({ name: value });
  const { name, sameAs, logo } = value;
  return filled({ name, website: listed(sameAs)[0], logoUrl: isObject(logo) ? logo.url : logo });
}

/** What names the posting for its publisher, else where it is. */
function externalIdOf({ identifier, url, "@id": node }: Fields): unknown {
  const [first] = listed(identifier);
  return idOf(isObject(first) ? first.value : first) ?? url ?? node;
}

/** A time of day without a zone is nobody's instant: the day is what is said. */
function dateOf(value: unknown): unknown {
  const local = textOf(value)?.match(/^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/);
  return local?.[1] ?? value;
}

function applicantLocationOf(value: unknown): Fields | undefined {
  const type = APPLICANT_LOCATIONS.get(typesOf(value)[0] ?? "");
  const name = lineOf(fieldsOf(value).name, L.locationPart);
  return type === undefined || name === undefined ? undefined : { type, name };
}

function payOf(value: unknown): Fields | undefined {
  const { currency, value: amount, unitText, minValue, maxValue } = fieldsOf(value);
  const range = isObject(amount) ? amount : { value: amount, unitText, minValue, maxValue };
  const unit = textOf(range.unitText ?? unitText)?.toLowerCase() ?? "";
  const [min, max] = [range.minValue ?? range.value, range.maxValue ?? range.value];
  const isWhole = textOf(currency) !== undefined && PAY_UNITS.has(unit) && [min, max].some(isAmount);
  return isWhole ? filled({ currency, min, max, unit }) : undefined;
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" || textOf(value) !== undefined;
}
