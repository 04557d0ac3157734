/**
 * Ashby's public job postings, `GET /posting-api/job-board/{name}?includeCompensation=true`
 * (developers.ashbyhq.com/docs/public-job-posting-api). It names no company.
 */
import { isObject } from "../../listing/is-object.ts";
import { LISTING_LIMITS as L } from "../../listing/limits.ts";
import {
  countryCode,
  extraOf,
  type Fields,
  fieldsOf,
  filled,
  html,
  jobsIn,
  lineOf,
  listed,
  teamOf,
  textOf,
  without,
} from "./fields.ts";

const WORKPLACE_TYPES = new Map([
  ["OnSite", "onsite"],
  ["Hybrid", "hybrid"],
  ["Remote", "remote"],
]);

const EMPLOYMENT_TYPES = new Map([
  ["FullTime", "full_time"],
  ["PartTime", "part_time"],
  ["Intern", "intern"],
  ["Contract", "contractor"],
  ["Temporary", "temporary"],
]);

const INTERVALS = new Map([
  ["1 HOUR", "hour"],
  ["1 DAY", "day"],
  ["1 WEEK", "week"],
  ["1 MONTH", "month"],
  ["1 YEAR", "year"],
]);

const KNOWN = [
  "id",
  "title",
  "descriptionHtml",
  "descriptionPlain",
  "location",
  "address",
  "secondaryLocations",
  "isRemote",
  "workplaceType",
  "employmentType",
  "department",
  "team",
  "isListed",
  "publishedAt",
  "jobUrl",
  "applyUrl",
  "compensation",
  "shouldDisplayCompensationOnJobPostings",
];

export function ashbyJobs(answer: unknown): readonly unknown[] {
  return jobsIn("ashby", answer);
}

export function ashbyListing(job: Fields): Record<string, unknown> {
  const workplaceType = WORKPLACE_TYPES.get(textOf(job.workplaceType) ?? "");
  const employmentType = EMPLOYMENT_TYPES.get(textOf(job.employmentType) ?? "");
  const listing = {
    title: job.title,
    description: descriptionOf(job),
    locations: [placeOf(job), ...listed(job.secondaryLocations).map(placeOf)].filter((place) => place !== undefined),
    workplaceType: workplaceType ?? (job.isRemote === true ? "remote" : undefined),
    employmentTypes: listed(employmentType),
    ...teamOf(job),
    compensation: paysOf(job),
    apply: filled({ url: job.applyUrl }),
    url: job.jobUrl,
    datePosted: job.publishedAt,
    state: stateOf(job.isListed),
    source: filled({ externalId: job.id, url: job.jobUrl }),
    extra: extraOf("ashby", {
      ...without(job, KNOWN),
      employmentType: employmentType === undefined ? job.employmentType : undefined,
      address: countryOf(job) === undefined ? job.address : undefined,
    }),
  };
  return filled(listing) ?? {};
}

/** An unlisted job is reached by its link alone, which is what `paused` means here. */
function stateOf(isListed: unknown): string | undefined {
  if (typeof isListed !== "boolean") return undefined;
  return isListed ? "published" : "paused";
}

function descriptionOf({ descriptionHtml, descriptionPlain }: Fields): Fields | undefined {
  const value = textOf(descriptionPlain);
  return html(descriptionHtml) ?? (value === undefined ? undefined : { format: "text", value });
}

/** Of the job itself, or of one of its other places, whose address may lie one level higher. */
function addressOf({ address }: Fields): Fields {
  const outer = fieldsOf(address);
  return isObject(outer.postalAddress) ? outer.postalAddress : outer;
}

function countryOf(place: Fields): string | undefined {
  return countryCode(addressOf(place).addressCountry);
}

function placeOf(value: unknown): Record<string, unknown> | undefined {
  const place = fieldsOf(value);
  const { addressLocality: city, addressRegion: region } = addressOf(place);
  return filled({ raw: place.location, city, region, country: countryOf(place) });
}

/** Salaries alone: a share or a bonus is no pay per time. The summary that the board shows stays beside the first. */
function paysOf({ compensation, shouldDisplayCompensationOnJobPostings: isShown }: Fields): unknown[] {
  if (isShown === false) return [];
  const { compensationTierSummary, summaryComponents, compensationTiers } = fieldsOf(compensation);
  const raw = lineOf(compensationTierSummary, L.compensationText);
  const tiers = listed(compensationTiers).map(fieldsOf);
  const components =
    listed(summaryComponents).length > 0 ? listed(summaryComponents) : tiers.flatMap((tier) => listed(tier.components));
  const pays = components.map(payOf).filter((pay) => pay !== undefined);
  const [first, ...others] = pays;
  if (first === undefined) return [...listed(filled({ raw }))];
  return [{ ...first, ...filled({ raw }) }, ...others].slice(0, L.compensation);
}

function payOf(value: unknown): Record<string, unknown> | undefined {
  const { compensationType, interval, currencyCode: currency, minValue, maxValue, summary } = fieldsOf(value);
  const unit = INTERVALS.get(textOf(interval) ?? "");
  const hasAmount = typeof minValue === "number" || typeof maxValue === "number";
  if (compensationType !== "Salary" || unit === undefined || textOf(currency) === undefined || !hasAmount)
    return undefined;
  return filled({ currency, min: minValue, max: maxValue, unit, raw: lineOf(summary, L.compensationText) });
}
