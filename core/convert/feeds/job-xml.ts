/**
 * The XML that job aggregators read, as Indeed made it common: `<source>` of `<job>`s, every value in CDATA. The first place
 * and the first pay of a listing are the ones it has room for; what is not known has no element.
 */
import type { Compensation, EmploymentType, WorkplaceType } from "../../listing/content.ts";
import { cdataElement, element } from "../xml.ts";
import { type FeedFormat, type FeedHead, type FeedItem, mailDate, postedAt } from "./feed.ts";

const JOB_TYPES: Readonly<Record<EmploymentType, string>> = {
  full_time: "fulltime",
  part_time: "parttime",
  contractor: "contract",
  temporary: "temporary",
  intern: "internship",
  volunteer: "volunteer",
  per_diem: "perdiem",
  other: "other",
};

const REMOTE_TYPES: Readonly<Record<WorkplaceType, string | undefined>> = {
  onsite: undefined,
  hybrid: "Hybrid remote",
  remote: "Fully remote",
};

export const jobXml: FeedFormat = { mediaType: "application/xml; charset=utf-8", item: jobElement, document };

function document({ title, home, changed }: FeedHead, items: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<source>\n',
    element("publisher", title),
    element("publisherurl", home),
    changed === undefined ? "" : element("lastBuildDate", mailDate(changed)),
    ...items,
    "</source>\n",
  ].join("");
}

function jobElement({ record, link, descriptionHtml }: FeedItem): string {
  const { content, id, visibleUntil } = record;
  const [place = {}] = content.locations;
  const fields: Readonly<Record<string, string | undefined>> = {
    title: content.title,
    date: mailDate(postedAt(record)),
    referencenumber: id,
    requisitionid: content.requisitionId,
    url: link,
    company: content.company?.name,
    sourcename: content.source?.name,
    streetaddress: place.street,
    city: place.city,
    state: place.region,
    country: place.country,
    postalcode: place.postalCode,
    location: place.raw,
    email: content.apply?.email,
    description: descriptionHtml === "" ? content.summary : descriptionHtml,
    salary: content.compensation[0] === undefined ? undefined : salaryText(content.compensation[0]),
    jobtype: content.employmentTypes.map((type) => JOB_TYPES[type]).join(", "),
    category: [content.category, ...content.tags].filter((each) => each !== undefined).join(", "),
    remotetype: content.workplaceType === undefined ? undefined : REMOTE_TYPES[content.workplaceType],
    expirationdate: visibleUntil === undefined ? undefined : mailDate(visibleUntil),
  };
  const elements = Object.entries(fields).map(([name, text]) => cdataElement(name, text));
  return `<job>\n${elements.join("")}</job>\n`;
}

/** As it was written, if it was; else the amounts with their currency and unit. */
function salaryText({ raw, currency, min, max, unit }: Compensation): string {
  if (raw !== undefined) return raw;
  const range = [min, max === min ? undefined : max].filter((amount) => amount !== undefined).join(" - ");
  return `${range} ${currency} per ${unit}`;
}
