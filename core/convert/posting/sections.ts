import { kindOf, type SectionKind } from "./heading-kinds.ts";
import type { Line } from "./lines.ts";

/** A heading and what follows it, up to the next heading. Text before the first heading has an empty heading. */
export interface Section {
  readonly kind: SectionKind;
  readonly heading: string;
  readonly start: number;
  readonly end: number;
  readonly bullets: readonly { readonly start: number; readonly end: number }[];
}

/** A plain line longer than this is a sentence, not a heading. */
const MAX_HEADING_CHARS = 80;
/** The longest known plain heading; a line of more words needs Markdown to be one. */
const MAX_PLAIN_HEADING_WORDS = 9;
const BOLD_LEVEL = 7;
const PLAIN_LEVEL = 8;

/** Splits a posting into its sections, in order; together they cover every line given. */
export function sectionsOf(lines: readonly Line[]): Section[] {
  const sections: Section[] = [];
  const outline: { level: number; kind: SectionKind }[] = [];
  let open: Section | undefined;
  let bullets: { start: number; end: number }[] = [];
  for (const [i, line] of lines.entries()) {
    const heading = headingAt(lines, i);
    if (heading !== undefined) {
      if (open !== undefined) sections.push({ ...open, bullets });
      bullets = [];
      open = { kind: kindWithin(outline, heading), heading: heading.text, start: line.start, end: line.end, bullets };
      continue;
    }
    open = { ...(open ?? { kind: "other", heading: "", start: line.start, bullets }), end: line.end };
    if (line.bulletStart !== undefined) bullets.push({ start: line.bulletStart, end: line.end });
  }
  if (open !== undefined) sections.push({ ...open, bullets });
  return sections.filter((section) => section.heading !== "" || section.start < section.end);
}

interface Heading {
  readonly text: string;
  readonly level: number;
}

/** An unknown heading keeps the kind of the heading above it: "Health" under "Benefits" is still benefits. */
function kindWithin(outline: { level: number; kind: SectionKind }[], heading: Heading): SectionKind {
  while ((outline.at(-1)?.level ?? 0) >= heading.level) outline.pop();
  const own = kindOf(heading.text);
  const kind = own === "other" ? (outline.at(-1)?.kind ?? "other") : own;
  outline.push({ level: heading.level, kind });
  return kind;
}

function headingAt(lines: readonly Line[], index: number): Heading | undefined {
  const line = lines[index];
  if (line === undefined || line.text.length > 2 * MAX_HEADING_CHARS) return undefined;
  const text = line.text.trim();
  const hashes = /^(#{1,6})[ \t]+(\S.*)$/.exec(text);
  if (hashes) return { text: plain(hashes[2] ?? ""), level: (hashes[1] ?? "").length };
  // converters drop the closing mark of "**Heading**" when a line break follows, so one mark is enough
  const bold = /^(?:\*\*|__)([^*_]{1,80})(?:\*\*|__)?[:\\]?$/.exec(text);
  if (bold) return { text: plain(bold[1] ?? ""), level: BOLD_LEVEL };
  return isPlainHeading(lines, index, text) ? { text: plain(text), level: PLAIN_LEVEL } : undefined;
}

/** Without markup a heading is a short line of a known kind that leads a list or ends with a colon. */
function isPlainHeading(lines: readonly Line[], index: number, text: string): boolean {
  if (text.length < 3 || text.length > MAX_HEADING_CHARS || lines[index]?.bulletStart !== undefined) return false;
  if (/[.,;!]$/.test(text) || text.split(/\s+/).length > MAX_PLAIN_HEADING_WORDS) return false;
  if (kindOf(text) === "other") return false;
  if (/[:?]$/.test(text)) return true;
  const before = lines[index - 1];
  const isAfterGap = before === undefined || before.text.trim() === "";
  const next = lines.slice(index + 1, index + 3).find((line) => line.text.trim() !== "");
  return next?.bulletStart !== undefined || (isAfterGap && lines[index + 1]?.text.trim() === "");
}

function plain(heading: string): string {
  return heading
    .replaceAll(/[*_#\\]/g, "")
    .replace(/[:\s]+$/, "")
    .trim();
}
