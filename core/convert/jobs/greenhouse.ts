/**
 * Greenhouse Job Board API, `GET /v1/boards/{token}/jobs?content=true` (developers.greenhouse.io/job-board.html). Its pay ranges
 * do not say what time they are for, so they are kept as text.
 */
import { extraOf, type Fields, fieldsOf, filled, html, idOf, jobsIn, listed, textOf, without } from "./fields.ts";

/** Have a field, are about the form rather than the job, or change without the job changing. */
const KNOWN = [
  "id",
  "title",
  "company_name",
  "content",
  "location",
  "language",
  "requisition_id",
  "absolute_url",
  "first_published",
  "application_deadline",
  "pay_input_ranges",
  "departments",
  "updated_at",
  "data_compliance",
  "compliance",
  "demographic_questions",
  "questions",
  "location_questions",
];

export function greenhouseJobs(answer: unknown): readonly unknown[] {
  return jobsIn("greenhouse", answer);
}

export function greenhouseListing(job: Fields): Record<string, unknown> {
  const departments = listed(job.departments).map((department) => fieldsOf(department).name);
  const pay = listed(job.pay_input_ranges).map(payOf);
  const listing = {
    title: job.title,
    company: filled({ name: job.company_name }),
    description: html(typeof job.content === "string" ? decodedOnce(job.content) : job.content),
    locations: listed(filled({ raw: fieldsOf(job.location).name })),
    category: departments[0],
    language: job.language,
    requisitionId: idOf(job.requisition_id),
    url: job.absolute_url,
    datePosted: job.first_published,
    validThrough: job.application_deadline,
    compensation: pay.filter((range) => range !== undefined),
    source: filled({ externalId: idOf(job.id), url: job.absolute_url }),
    extra: extraOf("greenhouse", {
      ...without(job, KNOWN),
      departments: departments.length > 1 ? job.departments : undefined,
      pay_input_ranges: pay.includes(undefined) ? job.pay_input_ranges : undefined,
    }),
  };
  return filled(listing) ?? {};
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

/** The interface sends HTML as text of HTML; entities of the HTML itself (`&amp;nbsp;`) are entities afterwards. */
function decodedOnce(content: string): string {
  return content.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => ENTITIES[name] ?? "");
}

/** `undefined` for a range that is not as documented. */
function payOf(range: unknown): Fields | undefined {
  const { min_cents: min, max_cents: max, currency_type, title } = fieldsOf(range);
  const currency = textOf(currency_type);
  const amounts = [min, max].filter((cents) => typeof cents === "number").map((cents) => (cents / 100).toFixed(2));
  if (currency === undefined || amounts.length === 0) return undefined;
  return filled({ label: title, raw: `${amounts.join("–")} ${currency}` });
}
