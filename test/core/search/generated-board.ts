/** Boards of thousands of listings with the word frequencies of real ones; number `i` of a seed is always the same. */
import { mulberry32 } from "../../../bench/generator.ts";
import { DAY, NOW, type RecordFields } from "./records.ts";

const LEVELS = ["Junior", "", "", "Senior", "Senior", "Lead", "Principal"];
const ROLES = [
  "Backend Engineer",
  "Frontend Engineer",
  "Data Engineer",
  "Product Manager",
  "Product Designer",
  "Site Reliability Engineer",
  "Support Specialist",
  "Account Executive",
  "Machine Learning Engineer",
  "QA Engineer",
];
const SKILLS =
  "go rust c++ .net nodejs typescript python kubernetes aws gcp sql react figma sales marketing java".split(" ");
const PLACES = [
  { raw: "Berlin, Germany", country: "DE", city: "Berlin" },
  { raw: "São Paulo, Brazil", country: "BR", city: "São Paulo" },
  { raw: "Zürich", country: "CH", city: "Zürich" },
  { raw: "Anywhere" },
];
const PROSE =
  "we build and run the tools that teams use every day with care for people who depend on them you will design services write tests review code talk to customers own what ships improve what is slow and keep it simple".split(
    " ",
  );
const SYLLABLES = ["ba", "co", "di", "fu", "ga", "lo", "mi", "ne", "po", "ra", "se", "tu"];
const RARE_WORDS = 3_000;

export function generatedFields(i: number, seed = 1): RecordFields {
  const random = mulberry32(seed * 1_000_003 + i);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() ** 1.6 * items.length)] as T;
  const skills = [...new Set(Array.from({ length: 2 + Math.floor(random() * 5) }, () => pick(SKILLS)))];
  const word = () => {
    const kind = random();
    if (kind < 0.1) return pick(skills);
    if (kind < 0.14) return pick(ROLES).toLowerCase();
    return kind < 0.35 ? rareWord(Math.floor(RARE_WORDS ** random())) : pick(PROSE);
  };
  return {
    title: `${pick(LEVELS)} ${pick(ROLES)}`.trim(),
    company: { name: `Company ${Math.floor(random() ** 2 * 200)}` },
    locations: random() < 0.9 ? [pick(PLACES)] : [],
    workplaceType: pick(["onsite", "hybrid", "remote"] as const),
    employmentTypes: [pick(["full_time", "contractor"] as const)],
    tags: skills,
    summary: Array.from({ length: 8 }, word).join(" "),
    description: {
      format: "markdown",
      value: Array.from({ length: 20 + Math.floor(random() ** 2 * 200) }, word).join(" "),
    },
    compensation:
      random() < 0.4
        ? [{ currency: "EUR", min: String(30_000 + Math.floor(random() * 90) * 1_000), unit: "year" }]
        : [],
    datePosted: new Date(NOW - Math.floor(random() * 700) * DAY).toISOString(),
    promotion: random() < 0.1 ? Math.floor(random() * 20) : 0,
  };
}

function rareWord(number: number): string {
  let [word, left] = ["x", number];
  for (; left > 0; left = Math.floor(left / SYLLABLES.length)) word += SYLLABLES[left % SYLLABLES.length] ?? "";
  return word;
}
