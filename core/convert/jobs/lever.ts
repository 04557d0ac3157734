/** Lever Postings API, `GET /v0/postings/{site}?mode=json` (github.com/lever/postings-api). It names no company. */
import { LISTING_LIMITS as L } from "../../listing/limits.ts";
import { toInstant } from "../../listing/time.ts";
import {
  countryCode,
  extraOf,
  type Fields,
  fieldsOf,
  filled,
  html,
  lineOf,
  listed,
  teamOf,
  textOf,
  without,
  wrongShape,
} from "./fields.ts";

const WORKPLACE_TYPES = new Map([
  ["on-site", "onsite"],
  ["onsite", "onsite"],
  ["hybrid", "hybrid"],
  ["remote", "remote"],
]);

/** Every company has words of its own for this; only those that can mean one thing are taken. Without blanks and `-`. */
const COMMITMENTS = new Map([
  ["fulltime", "full_time"],
  ["parttime", "part_time"],
  ["contract", "contractor"],
  ["contractor", "contractor"],
  ["temporary", "temporary"],
  ["intern", "intern"],
  ["internship", "intern"],
  ["volunteer", "volunteer"],
]);

/** Half months, two weeks and one-time payments have no unit here. */
const INTERVALS = new Map([
  ["per-hour-wage", "hour"],
  ["per-day-wage", "day"],
  ["per-week-salary", "week"],
  ["per-month-salary", "month"],
  ["per-year-salary", "year"],
]);

/** Have a field, or are the same once more in another form. */
const KNOWN = [
  "id",
  "text",
  "categories",
  "country",
  "description",
  "descriptionPlain",
  "descriptionBody",
  "descriptionBodyPlain",
  "opening",
  "openingPlain",
  "lists",
  "additional",
  "additionalPlain",
  "hostedUrl",
  "applyUrl",
  "createdAt",
  "workplaceType",
  "salaryRange",
  "salaryDescription",
  "salaryDescriptionPlain",
];

export function leverJobs(answer: unknown): readonly unknown[] {
  if (!Array.isArray(answer)) throw wrongShape("lever", "must be a list of postings", "");
  return answer;
}

export function leverListing(job: Fields): Record<string, unknown> {
  const categories = fieldsOf(job.categories);
  const { location, commitment } = categories;
  const employmentType = COMMITMENTS.get(textOf(commitment)?.toLowerCase().replace(/[ -]/g, "") ?? "");
  const workplaceType = WORKPLACE_TYPES.get(textOf(job.workplaceType)?.toLowerCase() ?? "");
  const pay = payOf(job);
  const listing = {
    title: job.text,
    description: html(descriptionOf(job)),
    locations: placesOf(categories, job.country),
    workplaceType,
    employmentTypes: listed(employmentType),
    ...teamOf(categories),
    compensation: listed(pay),
    apply: filled({ url: job.applyUrl }),
    url: job.hostedUrl,
    datePosted: typeof job.createdAt === "number" ? instant(job.createdAt) : job.createdAt,
    source: filled({ externalId: job.id, url: job.hostedUrl }),
    extra: extraOf("lever", {
      ...without(job, KNOWN),
      ...filled({
        categories: filled({
          ...without(categories, ["location", "allLocations", "department", "team", "commitment"]),
          commitment: employmentType === undefined ? commitment : undefined,
        }),
        country: countryCode(job.country) === undefined || location === undefined ? job.country : undefined,
        salaryRange: pay?.unit === undefined ? job.salaryRange : undefined,
        salaryDescription: pay?.raw === undefined ? job.salaryDescription : undefined,
      }),
    }),
  };
  return filled(listing) ?? {};
}

/** What the hosted page shows, in its order: text, the lists under their headings, closing text. */
function descriptionOf({ description, opening, descriptionBody, lists, additional }: Fields): unknown {
  const combined = description === "" ? undefined : description;
  const parts = [combined ?? `${textOf(opening) ?? ""}${textOf(descriptionBody) ?? ""}`];
  for (const list of listed(lists)) {
    const { text, content } = fieldsOf(list);
    parts.push(`<h3>${escaped(textOf(text) ?? "")}</h3><ul>${textOf(content) ?? ""}</ul>`);
  }
  parts.push(additional ?? "");
  const wrong = parts.find((part) => typeof part !== "string");
  return wrong ?? parts.filter((part) => part !== "").join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The country is that of the posting's own location. */
function placesOf({ location, allLocations }: Fields, country: unknown): unknown[] {
  const names = listed(allLocations).length > 0 ? listed(allLocations) : listed(location);
  return names.map((raw) => filled({ raw, country: raw === location ? countryCode(country) : undefined }) ?? {});
}

function payOf({ salaryRange, salaryDescriptionPlain }: Fields): Record<string, unknown> | undefined {
  const { currency, interval, min, max } = fieldsOf(salaryRange);
  const unit = INTERVALS.get(textOf(interval) ?? "");
  const raw = lineOf(salaryDescriptionPlain, L.compensationText);
  if (unit === undefined || (typeof min !== "number" && typeof max !== "number")) return filled({ raw });
  return filled({ currency, min, max, unit, raw });
}

function instant(ms: number): unknown {
  return Number.isInteger(ms) && Math.abs(ms) < 8.64e15 ? toInstant(ms) : ms;
}
