/** What each parameter means, by its name, which means the same wherever it stands. */
interface Described {
  readonly description: string;
  readonly example: unknown;
}

const repeat = "Any of the values; repeat the parameter.";

export const PARAMETER_DESCRIPTIONS: Readonly<Record<string, string | Described>> = {
  id: "Of the listing. In a search: only these.",
  source: "Name of a source. In an import: for rows that name none. As a filter: any of the values.",
  externalId: { description: "The source's own id of the listing: one line.", example: "4711" },
  view: "`full` shows everything, to writers.",
  limit: "Items of a page at most.",
  cursor: "The `nextCursor` of the page before, exactly as it was given.",
  minPosition: "A `Rolecall-Position` that the answer must include; else 503 `behind`.",
  effectiveState: `Default \`published\`; others are for writers. ${repeat}`,
  include: "`listing` adds the listing as each change left it.",
  dryRun: "`true`: says what would happen, and writes nothing.",
  mode: "`upsert` (default) creates and replaces; `retain` archives what is no longer named.",
  format: "The rows are those of a job board's public answer, or of JSON-LD documents.",
  report: "`true`: what Google's rules for a JobPosting say of the listing, instead of the posting.",
  part: "Number of one of several sitemaps; the index names them.",
  jsonld: "By whether Google's rules for a JobPosting are kept.",
  maxArchivedPercent:
    "Most of the source's published listings that `mode=retain` may archive, in percent; nothing else archives.",
  q: {
    description:
      'All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.',
    example: "backend engineer",
  },
  typo: "`off`: words as they are spelt.",
  kind: `Kinds of values; default all. ${repeat}`,
  workplaceType: repeat,
  employmentType: repeat,
  company: `Name of the company. In an import: of rows that name none. ${repeat}`,
  country: `ISO 3166-1 alpha-2. Country, region and city must hold for the same place. ${repeat}`,
  region: repeat,
  city: repeat,
  tag: repeat,
  skill: repeat,
  seniority: repeat,
  category: repeat,
  language: `\`en\` also finds \`en-GB\`. ${repeat}`,
  tagAll: "All of the values; repeat the parameter.",
  skillAll: "All of the values; repeat the parameter.",
  applicantCountry: `Where applicants may live. ${repeat}`,
  salaryMin: "Yearly pay that overlaps; needs `currency`.",
  salaryMax: "Yearly pay that overlaps; needs `currency`.",
  currency: "ISO 4217. Amounts in other currencies count as unknown.",
  includeUnknownSalary: "`true`: listings without a known salary pass too.",
  near: { description: "`lat,lng` in degrees.", example: "52.52,13.405" },
  radiusKm: "Distance to the nearest place of a listing at most; needs `near`.",
  postedWithin: { description: "Days or hours.", example: "7d" },
  postedAfter: { description: "An instant or a date.", example: "2026-01-01" },
  attribute: `\`key:value\` of the board's own fields. ${repeat}`,
  number: `\`key:min..max\` of the board's own numbers; an end may be left out. ${repeat}`,
  excludeId: "Not these; repeat the parameter.",
  collapse: "Of nearly equal listings of a company the one that ranks first.",
  facet: {
    description:
      "A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.",
    example: ["tag:20"],
  },
  sort: "Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`.",
  page: "From 1; `page` × `limit` is 1,000 at most. Not with `cursor`.",
  highlight: "`true`: where the words stand in a hit.",
  explain: "`true`: what each score is made of.",
  explainId: "Says why that listing is in the result, or is not.",
};
