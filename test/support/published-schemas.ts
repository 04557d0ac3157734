/** What JSON Feed 1.1 and Google's JobPosting allow, written from their own pages: nothing else may be in an answer. */
import * as z from "zod";

const text = z.string().min(1);
const instant = z.iso.datetime();
const page = z.string().refine((value) => URL.canParse(value));

/** https://www.jsonfeed.org/version/1.1/ */
export const JSON_FEED = z.strictObject({
  version: z.literal("https://jsonfeed.org/version/1.1"),
  title: text,
  home_page_url: page,
  feed_url: page,
  next_url: page.optional(),
  items: z.array(
    z
      .strictObject({
        id: text,
        url: page,
        title: text,
        content_html: z.string().optional(),
        content_text: text.optional(),
        summary: text.optional(),
        date_published: instant,
        date_modified: instant,
        authors: z.array(z.strictObject({ name: text, url: page.optional() })).optional(),
        tags: z.array(text).optional(),
        language: text.optional(),
      })
      .refine((item) => item.content_html !== undefined || item.content_text !== undefined),
  ),
});

const typed = (type: string) => ({ "@type": z.literal(type) });
const amount = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]);

/** https://developers.google.com/search/docs/appearance/structured-data/job-posting, what it requires of a valid one apart. */
export const JOB_POSTING = z
  .strictObject({
    "@context": z.literal("https://schema.org/"),
    ...typed("JobPosting"),
    title: text.optional(),
    description: text.optional(),
    identifier: z.strictObject({ ...typed("PropertyValue"), name: text.optional(), value: text }).optional(),
    datePosted: z.union([z.iso.date(), instant]),
    validThrough: instant.optional(),
    employmentType: z
      .array(z.enum(["FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"]))
      .min(1)
      .optional(),
    hiringOrganization: z
      .strictObject({ ...typed("Organization"), name: text, sameAs: page.optional(), logo: page.optional() })
      .optional(),
    jobLocation: z
      .array(
        z.strictObject({
          ...typed("Place"),
          address: z.strictObject({
            ...typed("PostalAddress"),
            streetAddress: text.optional(),
            addressLocality: text.optional(),
            addressRegion: text.optional(),
            postalCode: text.optional(),
            addressCountry: z.string().regex(/^[A-Z]{2}$/),
          }),
          geo: z.strictObject({ ...typed("GeoCoordinates"), latitude: z.number(), longitude: z.number() }).optional(),
        }),
      )
      .min(1)
      .optional(),
    jobLocationType: z.literal("TELECOMMUTE").optional(),
    applicantLocationRequirements: z
      .array(z.strictObject({ "@type": z.enum(["Country", "State", "City"]), name: text }))
      .min(1)
      .optional(),
    baseSalary: z
      .strictObject({
        ...typed("MonetaryAmount"),
        currency: z.string().regex(/^[A-Z]{3}$/),
        value: z.strictObject({
          ...typed("QuantitativeValue"),
          value: amount.optional(),
          minValue: amount.optional(),
          maxValue: amount.optional(),
          unitText: z.enum(["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]),
        }),
      })
      .optional(),
    occupationalCategory: text.optional(),
    skills: text.optional(),
    url: page.optional(),
    directApply: z.boolean().optional(),
  })
  .refine(({ jobLocationType, applicantLocationRequirements: of = [] }) =>
    jobLocationType === undefined ? of.length === 0 : of.some((each) => each["@type"] === "Country"),
  );

/** What Google does not show a posting without. */
export function isComplete(posting: z.infer<typeof JOB_POSTING>): boolean {
  const { title, description, hiringOrganization, jobLocation, jobLocationType } = posting;
  const parts = [title, description, hiringOrganization, jobLocation ?? jobLocationType];
  return parts.every((part) => part !== undefined);
}
