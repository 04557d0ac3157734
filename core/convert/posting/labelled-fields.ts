import type { Line } from "./lines.ts";
import type { Span } from "./span.ts";

/** Labels stand at the top; further down "Title:" is as likely part of the prose. */
const MAX_LABEL_LINES = 60;
/** Limits of the listing (contract): a longer value is not one. */
const FIELDS = [
  { field: "title", maxChars: 500, label: /^(?:job title|position title|title)$/ },
  {
    field: "company.name",
    maxChars: 255,
    label: /^(?:company|company name|companyname|employer|hiring organi[sz]ation)$/,
  },
] as const;
const LABELLED = /^[\s>*_#-]{0,8}([A-Za-z][A-Za-z ]{3,24}?)[ \t]?[*_]{0,2}:[*_]{0,2}[ \t]*(\S.*)$/;

/** `Title: ...` and `Company: ...` lines, a front matter's included: the only evidence of either in raw text. */
export function labelledFields(lines: readonly Line[]): Span[] {
  const spans = new Map<string, Span>();
  for (const line of lines.slice(0, MAX_LABEL_LINES)) {
    const span = labelledField(line);
    if (span !== undefined && !spans.has(span.field)) spans.set(span.field, span);
  }
  return [...spans.values()];
}

function labelledField(line: Line): Span | undefined {
  const found = LABELLED.exec(line.text);
  const label = found?.[1]?.trim().toLowerCase();
  const rest = found?.[2];
  if (label === undefined || rest === undefined) return undefined;
  const known = FIELDS.find((field) => field.label.test(label));
  const value = unwrapped(rest);
  if (known === undefined || value.trim() === "" || value.length > known.maxChars) return undefined;
  const start = line.start + line.text.length - rest.length + rest.indexOf(value);
  return { field: known.field, value, rule: `labelled-${known.field.split(".")[0]}`, start, end: start + value.length };
}

/** Without the quotes of YAML or the stars of Markdown around it. */
function unwrapped(value: string): string {
  const trimmed = value.trim();
  const inner = /^(["'])(.*)\1$/.exec(trimmed)?.[2] ?? /^(\*\*|__)(.*)\1$/.exec(trimmed)?.[2];
  return (inner ?? trimmed).trim();
}
