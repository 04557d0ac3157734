/** Names of Markdown files: what becomes of one at import, and what may be written to a disk. */
import { utf8Length } from "../ports.ts";

/** File systems take 255 bytes; the rest is for an extension and a suffix that makes the name unique. */
const MAX_BYTES = 200;
const EXTENSION = /\.(?:md|markdown)$/i;
// Separators, controls, direction marks, and what Windows refuses.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd<>:"/\\|?*]+/g;
/** Names of devices on Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

export function isMarkdownName(name: string): boolean {
  return EXTENSION.test(name);
}

/** The last part of a path, whichever system wrote it. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The name without folders and extension as a safe file name of at most 200 bytes; `undefined` when nothing is left. */
export function safeStem(name: string): string | undefined {
  const stem = baseName(name)
    .replace(EXTENSION, "")
    .toWellFormed()
    .replace(UNSAFE, "-")
    .replace(/^[.\s]+/, "");
  const safe = cutToBytes(stem, MAX_BYTES).replace(/[.\s]+$/, "");
  if (safe === "") return undefined;
  return DEVICE.test(safe) ? `_${safe}` : safe;
}

function cutToBytes(text: string, max: number): string {
  let cut = text.slice(0, max).toWellFormed();
  while (utf8Length(cut) > max) cut = Array.from(cut).slice(0, -1).join("");
  return cut.replace(/\ufffd$/, "");
}
