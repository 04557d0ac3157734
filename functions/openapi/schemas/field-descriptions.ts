/** What the fields of a listing mean; their types and limits are the schema's. */
import type { JsonSchema } from "../../http/json-schema.ts";

const DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  listing: {
    title: "Not blank. Required unless `state` is `draft`.",
    company: "Required, with its name, unless `state` is `draft`.",
    description: "The posting itself, kept byte for byte.",
    summary: "A few sentences for result pages.",
    locations: "Where the work is; filters of a place hold for one of them.",
    applicantLocations: "Where applicants may live.",
    employmentTypes: "A set; answers have it in the order of the list.",
    category: "As the employer sorts its openings.",
    language: "Of the posting: a BCP 47 tag.",
    requisitionId: "The employer's number of the opening.",
    tags: "In the order and spelling they were written in; repeats are kept.",
    compensation: "Each entry has at least one of `min`, `max` and `raw`; `currency` and `unit` with `min` or `max`.",
    apply: "How to apply.",
    url: "The canonical posting.",
    source: "Who has it first, and under which id. Fixed at creation; unique on the board; determines `id`.",
    promotion: "Higher comes first among equals. Default 0.",
    state: "What the publisher says; `effectiveState` is what readers see. Default `published`.",
    publishAt: "When readers may see it first; default: at once.",
    validThrough: "When they may no longer. A date ends with that day in `timeZone`, else the board's, else UTC.",
    datePosted: "Default: when it was created. The precision that was given is kept.",
    timeZone: "An IANA name, such as `Europe/Berlin`.",
    attributes: "The board's own fields, to filter by (`attribute=key:value`). At most 50 KB of JSON.",
    numbers: "The board's own numbers, to filter by (`number=key:min..max`). At most 50 KB of JSON.",
    extra: "Any JSON object of at most 50 KB, kept verbatim, not searched, shown to writers only.",
    id: "26 characters, opaque.",
    slug: "Decoration for addresses: from the file's name or the title.",
    revision: "Grows with every change, not by one.",
    effectiveState: "What readers see now.",
    visibleFrom: "First instant at which readers may see it.",
    visibleUntil: "First instant at which they may no longer.",
    position: "Place in the log of the change that made it so.",
  },
  Place: {
    raw: "As the posting has it.",
    country: "ISO 3166-1 alpha-2, upper case.",
    lat: "Degrees, WGS 84; with `lng` or not at all.",
    lng: "Degrees, WGS 84; with `lat` or not at all.",
  },
  Compensation: {
    label: "Such as base or bonus.",
    raw: "As the posting has it.",
    currency: "ISO 4217, upper case.",
    min: "A decimal, not negative; in bodies as text or as a number.",
    max: "A decimal, not below `min`; in bodies as text or as a number.",
  },
  Apply: { url: "http, https or mailto.", direct: "Whether applying goes to the employer itself." },
  Source: { hubUrl: "The careers page it was found on; shown to writers only." },
};

/** Properties with what each of them means. */
export function described(of: string, properties: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const texts = DESCRIPTIONS[of] ?? {};
  const told = Object.entries(properties).map(([name, property]) => {
    const description = texts[name];
    return [name, description === undefined ? property : { ...property, description }] as const;
  });
  return Object.fromEntries(told);
}
