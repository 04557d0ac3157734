/** An answer of a search as a person reads it. */
import type { Card } from "../../core/listing/view.ts";
import type { Hit, SearchAnswer } from "../../core/search/execute.ts";
import type { Explained, HitExplanation } from "../../core/search/explain.ts";
import type { Highlight } from "../../core/search/highlight.ts";
import type { Bucket } from "../../core/search/values/facets.ts";
import { plain, printLine } from "./output.ts";

export function showAnswer(answer: SearchAnswer): void {
  printLine(`${answer.total.toLocaleString("en")} found`);
  for (const note of notesOn(answer)) printLine(note);
  for (const hit of answer.items) showHit(hit);
  for (const { name, buckets } of answer.facets) {
    printLine(`\n${name}`);
    for (const bucket of buckets) printLine(`${String(bucket.count).padStart(7)}  ${plain(labelOf(bucket))}`);
  }
  if (answer.explained !== undefined) showExplained(answer.explained);
}

function notesOn({ partial, broadened, corrections }: SearchAnswer): string[] {
  return [
    ...corrections.map(({ from, to }) => `(${plain(from)}: also ${plain(to)})`),
    ...(broadened ? ["(no listing has all of it; these have some)"] : []),
    ...(partial ? ["(too much work: only the newest listings were searched)"] : []),
  ];
}

function showHit({ id, score, listing, distanceKm, highlights = [], explain }: Hit): void {
  printLine(`${id}  ${summary(listing, distanceKm)}`);
  for (const highlight of highlights) printLine(`    ${highlight.field}: ${plain(marked(highlight))}`);
  if (explain !== undefined && explain.terms.length > 0) showExplanation(score, explain);
}

function summary(
  { title = "(no title)", company, locations, datePosted }: Card,
  distanceKm: number | undefined,
): string {
  const where = locations.flatMap(({ raw, city }) => raw ?? city ?? []).join("; ");
  const distance = distanceKm === undefined ? undefined : `${distanceKm.toFixed(1)} km`;
  return plain(
    [title, company?.name, where, distance, datePosted.slice(0, 10)]
      .filter((part) => part !== undefined && part !== "")
      .join(" · "),
  );
}

/** The text with what was found in brackets. */
function marked({ text, ranges }: Highlight): string {
  let [shown, end] = ["", 0];
  for (const range of ranges) {
    shown += `${text.slice(end, range.start)}[${text.slice(range.start, range.end)}]`;
    end = range.end;
  }
  return shown + text.slice(end);
}

function showExplanation(score: number, { text, promotionBoost, recencyBoost, terms }: HitExplanation): void {
  printLine(`    ${score} = ${text} × (1 + promotion ${promotionBoost} + recency ${recencyBoost})`);
  for (const { query, kind, term, weight, rarity, impact, score: worth } of terms) {
    const found = kind === "exact" ? term : `${query}, ${kind} ${term}`;
    printLine(`      ${worth} = ${weight} × rarity ${rarity} × impact ${impact}: ${plain(found)}`);
  }
}

function labelOf({ value, from, to }: Bucket): string {
  if (from === undefined) return value;
  return to === undefined ? `from ${from}` : `${from} to below ${to}`;
}

function showExplained({ id, found, reasons }: Explained): void {
  printLine(`\n${id} ${found ? "is in the result" : "is not in the result:"}`);
  for (const { detail } of reasons) printLine(`    ${plain(detail)}`);
}
