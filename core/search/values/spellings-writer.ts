/** Writes the spellings of a column, sorted, as `Spellings` reads them. */
import type { SectionWriter } from "../sections.ts";
import type { Spellings } from "./spellings.ts";

const encoder = new TextEncoder();

/** How the spellings of an index become those of the next snapshot. */
interface SpellingOrder {
  /** By new number: the old one. */
  readonly from: Uint32Array;
  /** By old number: the new one, from 1; 0 for those that nobody writes any more. */
  readonly to: Uint32Array;
}

/** Listings by spelling: all, and those whose state is `published`. */
export interface SpellingUse {
  readonly listings: Uint32Array;
  readonly published: Uint32Array;
}

/** Writes the spellings that listings use, so that the bytes tell nothing of those that came and went. */
export function writeSpellings(
  name: string,
  spellings: Spellings,
  { listings, published }: SpellingUse,
  fold: (text: string) => string,
  out: SectionWriter,
): SpellingOrder {
  const entries: { old: number; text: string; folded: string }[] = [];
  for (let old = 0; old < spellings.count; old++) {
    if (listings[old] === 0) continue;
    const text = spellings.textOf(old);
    entries.push({ old, text, folded: fold(text) });
  }
  entries.sort((a, b) => compare(a.folded, b.folded) || compare(a.text, b.text));
  const from = Uint32Array.from(entries, ({ old }) => old);
  const to = new Uint32Array(spellings.count);
  for (let i = 0; i < from.length; i++) to[from[i] ?? 0] = i + 1;
  writeTexts(
    name,
    entries.map(({ text }) => text),
    out,
  );
  const keys = keysOf(entries);
  out.addOrdinals(`${name}.keys`, keys, (keys.at(-1) ?? 0) + 1);
  out.addOrdinals(`${name}.ranks`, ranksOf(entries), entries.length);
  writeCounts(`${name}.listings`, listings, from, out);
  writeCounts(`${name}.published`, published, from, out);
  return { from, to };
}

/** Texts one behind the other, and where each ends. */
export function writeTexts(name: string, texts: readonly string[], out: SectionWriter): void {
  const encoded = texts.map((text) => encoder.encode(text));
  const ends = new Uint32Array(encoded.length);
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const [i, text] of encoded.entries()) {
    bytes.set(text, end);
    end += text.length;
    ends[i] = end;
  }
  out.add(`${name}.texts`, bytes);
  out.add(`${name}.text-ends`, ends);
}

function keysOf(entries: readonly { readonly folded: string }[]): Uint32Array {
  const keys = new Uint32Array(entries.length);
  for (let i = 1; i < keys.length; i++) {
    keys[i] = (keys[i - 1] ?? 0) + (entries[i]?.folded === entries[i - 1]?.folded ? 0 : 1);
  }
  return keys;
}

/** Places in the order of the texts themselves, in which equal counts are listed: so no text is read to compare them. */
function ranksOf(entries: readonly { readonly text: string }[]): Uint32Array {
  const order = Array.from(entries, ({ text }, i) => ({ text, i })).sort((a, b) => compare(a.text, b.text));
  const ranks = new Uint32Array(entries.length);
  for (const [rank, { i }] of order.entries()) ranks[i] = rank;
  return ranks;
}

function writeCounts(name: string, counts: Uint32Array, from: Uint32Array, out: SectionWriter): void {
  const ordered = from.map((old) => counts[old] ?? 0);
  out.addOrdinals(name, ordered, ordered.reduce((most, count) => Math.max(most, count), 0) + 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
