/** Listings that never were: number `i` of a seed is the same on every machine. About 2.4 KB each, as real ones are. */

export interface GeneratedListing {
  readonly [field: string]: unknown;
  readonly source: { readonly name: string; readonly externalId: string };
}

const LEVELS = ["Junior", "", "", "Senior", "Senior", "Lead", "Principal"];
const ROLES = [
  "Backend Engineer",
  "Frontend Engineer",
  "Data Engineer",
  "Product Manager",
  "Designer",
  "Site Reliability Engineer",
  "Support Specialist",
  "Account Executive",
  "Machine Learning Engineer",
  "QA Engineer",
];
const TAGS = [
  "go",
  "rust",
  "c++",
  ".net",
  "nodejs",
  "typescript",
  "python",
  "kubernetes",
  "aws",
  "gcp",
  "sql",
  "reactjs",
  "figma",
  "sales",
  "management",
  "marketing",
  "java",
  "javascript",
  "ruby",
  "terraform",
];
const PLACES = [
  "Remote",
  "Berlin, Germany",
  "London, GB - Remote OK",
  "São Paulo, Brazil",
  "Zürich, Switzerland",
  "New York, NY",
  "Anywhere",
  "Kraków, Poland",
];
const WORKPLACES = ["onsite", "hybrid", "remote"];
const WORDS =
  "we build and run the tools that teams use every day with care for people who depend on them you will design services write tests review code talk to customers own what ships improve what is slow and keep it simple".split(
    " ",
  );
const WORDS_PER_BODY = 360;

export function generatedListing(i: number, seed = 1): GeneratedListing {
  const random = mulberry32(seed * 1_000_003 + i);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() ** 1.6 * items.length)] as T;
  const tags = [...new Set(Array.from({ length: 3 + Math.floor(random() * 5) }, () => pick(TAGS)))];
  const company = `Company ${Math.floor(random() ** 2 * 500)}`;
  const body = Array.from({ length: WORDS_PER_BODY }, () => (random() < 0.05 ? pick(tags) : pick(WORDS))).join(" ");
  return {
    title: `${pick(LEVELS)} ${pick(ROLES)}`.trim(),
    company: { name: company, website: "https://company.example.com/" },
    locations: [{ raw: pick(PLACES) }],
    workplaceType: pick(WORKPLACES),
    employmentTypes: ["full_time"],
    tags,
    summary: `${company} is looking for you`,
    description: { format: "markdown", value: body },
    datePosted: new Date(Date.UTC(2026, 0, 1) - Math.floor(random() * 700) * 86_400_000).toISOString(),
    promotion: Math.floor(random() * 20),
    url: `https://jobs.example.com/${seed}/${i}`,
    source: { name: "bench", externalId: String(i) },
  };
}

/** mulberry32 (Tommy Ettinger, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
