/**
 * Turns the raw text of a job posting into a draft listing, by rules whose evidence can be checked.
 *
 * ```ts
 * const { draft, spans, missing } = parsePosting("We use Go and Kubernetes.\n#LI-Hybrid");
 * draft.workplaceType; // "hybrid"
 * draft.skills; // ["Go", "Kubernetes"]
 * missing; // ["title", "company"]
 * ```
 */
import { type EmploymentType, employmentSpans } from "./employment.ts";
import { experienceSpans } from "./experience.ts";
import { labelledFields } from "./labelled-fields.ts";
import { frontMatterLength, linesOf } from "./lines.ts";
import { type Section, sectionsOf } from "./sections.ts";
import { type Seniority, senioritySpan } from "./seniority.ts";
import { skillSpans } from "./skills.ts";
import { MAX_SPANS, type Span } from "./span.ts";
import { type WorkplaceType, workplaceSpan } from "./workplace.ts";

/** The body of a draft listing: a publisher adds what is missing and posts it. */
interface PostingDraft {
  readonly state: "draft";
  readonly title?: string;
  readonly company?: { readonly name: string };
  /** The text as it came, byte for byte; past the 100,000 of a listing's description the publisher has to shorten it. */
  readonly description: { readonly format: "text"; readonly value: string };
  /** Canonical names, in order of appearance. */
  readonly skills: readonly string[];
  readonly workplaceType?: WorkplaceType;
  readonly seniority?: Seniority;
  readonly employmentTypes?: readonly EmploymentType[];
}

/** A draft, the evidence of its every value, and what a listing needs that the text does not say. */
export interface ParsedPosting {
  readonly draft: PostingDraft;
  /** By position in the text; `experienceYears` is reported here only, for a listing has no such field. */
  readonly spans: readonly Span[];
  readonly sections: readonly Section[];
  /** `title` and `company`, unless a labelled line states them. Neither is ever guessed. */
  readonly missing: readonly ("title" | "company")[];
}

/** Of a listing (contract). */
const MAX_SKILLS = 100;

/** Reads a posting. Pure, linear in the text, and total: any string gives a draft. The caller bounds the size. */
export function parsePosting(text: string): ParsedPosting {
  const all = linesOf(text);
  const head = frontMatterLength(all);
  // a front matter is labels made by a machine; only its title and company count, the rest is read from the body
  const lines = all.slice(head);
  const from = lines[0]?.start ?? text.length;
  const sections = sectionsOf(lines);
  const labelled = labelledFields(all);
  const title = labelled.find((span) => span.field === "title");
  const facts = [
    ...labelled,
    workplaceSpan(text, from),
    senioritySpan(text, lines, title),
    ...employmentSpans(text, lines),
    ...experienceSpans(text, from),
  ].filter((span) => span !== undefined);
  const skills = skillSpans(text, sections).slice(0, MAX_SKILLS);
  const spans = [...skills, ...facts].slice(0, MAX_SPANS).sort((a, b) => a.start - b.start || a.end - b.end);
  return { draft: draftOf(text, spans), spans, sections, missing: missingOf(spans) };
}

function draftOf(text: string, spans: readonly Span[]): PostingDraft {
  const valuesOf = (field: string) => spans.filter((span) => span.field === field).map((span) => span.value);
  const [title] = valuesOf("title");
  const [name] = valuesOf("company.name");
  const [workplaceType] = valuesOf("workplaceType");
  const [seniority] = valuesOf("seniority");
  const employmentTypes = valuesOf("employmentTypes");
  return {
    state: "draft",
    ...(title === undefined ? {} : { title }),
    ...(name === undefined ? {} : { company: { name } }),
    description: { format: "text", value: text },
    skills: valuesOf("skills"),
    // the rules give only values of these unions; a span carries them as text
    ...(workplaceType === undefined ? {} : { workplaceType: workplaceType as WorkplaceType }),
    ...(seniority === undefined ? {} : { seniority: seniority as Seniority }),
    ...(employmentTypes.length === 0 ? {} : { employmentTypes: employmentTypes as EmploymentType[] }),
  };
}

function missingOf(spans: readonly Span[]): ("title" | "company")[] {
  const isStated = (field: string) => spans.some((span) => span.field === field);
  return [
    ...(isStated("title") ? [] : (["title"] as const)),
    ...(isStated("company.name") ? [] : (["company"] as const)),
  ];
}
