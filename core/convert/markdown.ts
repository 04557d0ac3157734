/**
 * A listing as a Markdown file with front matter, both ways and without loss: what was read is written with the same keys,
 * values, types and bytes of text, and what was written is read as the same listing.
 */
import type { JsonObject, JsonValue, ListingContent } from "../listing/content.ts";
import type { ListingRecord } from "../listing/record.ts";
import { baseName, safeStem } from "./file-name.ts";
import { readFrontMatter, splitFrontMatter } from "./front-matter.ts";
import { FIELD_KEYS, type FieldKey, fieldKey, keepsSource, OWN_KEY, says } from "./front-matter-keys.ts";
import { inOrder, type Layout, layoutOf } from "./layout.ts";
import { assertStorable, type Candidate, candidateOf } from "./markdown-body.ts";
import { type Rest, restOf } from "./markdown-rest.ts";
import { assertBounded, FRONT_MATTER_LIMITS } from "./yaml-guard.ts";
import { yamlFlow, yamlKey } from "./yaml-writer.ts";

/** Longer keys of `extra` go under `rolecall`: YAML wants a key to end within 1,024 characters, escapes included. */
const MAX_KEY_LENGTH = 100;

export interface MarkdownListing {
  /**
   * For `parseListing`. `source` is `{name: "markdown", externalId: url, or else the file's name, hubUrl: host}` unless
   * the file says another under `rolecall`; `id` is there when the listing that was exported had no source.
   */
  readonly body: Candidate;
  /** For `ListingRecord.fileName`: the file's name without folders and extension, safe on any file system. */
  readonly fileName?: string;
}

/**
 * Reads one file.
 * @throws AppError `invalid_body` with all faults of the front matter (pointers name its keys), `too_large`.
 */
export function readMarkdown(file: string, options: { readonly fileName?: string } = {}): MarkdownListing {
  const { frontMatter, body: text } = splitFrontMatter(file);
  const name = options.fileName === undefined ? undefined : baseName(options.fileName);
  const body = candidateOf({ entries: readFrontMatter(frontMatter), text, fileName: name || undefined });
  assertStorable(body);
  const fileName = name === undefined ? undefined : safeStem(name);
  return fileName === undefined ? { body } : { body, fileName };
}

/** The body under another identity; where the listing was found (`source.hubUrl`) stays. */
export function withIdentity(
  body: Candidate,
  identity: { readonly name: string; readonly externalId?: string },
): Candidate {
  return { ...body, source: { ...(body.source as JsonObject | undefined), ...identity } };
}

export interface WriteOptions {
  /** `public` leaves out `host` and all that is kept in `extra`. */
  readonly view: "public" | "full";
  /** Name that the file will have, by default the one it was imported under: it may be the listing's identity. */
  readonly fileName?: string;
}

/** @throws AppError `too_large` when the front matter would be over 64 KB, and so could not be read again. */
export function writeMarkdown(record: ListingRecord, options: WriteOptions): string {
  const content = options.view === "full" ? record.content : publicContent(record.content);
  const fileName = options.fileName ?? (record.fileName === undefined ? undefined : `${record.fileName}.md`);
  const text = content.description?.value ?? "";
  const layout = layoutOf(content.extra);
  const write = (maxKeys: number) => {
    const lines = keyLines(content, layout, maxKeys);
    // Read back rather than reckoned, so that `rolecall` says exactly what a reader would not find out.
    const derived = candidateOf({ entries: readFrontMatter(lines.join("")), text, fileName });
    return { lines, rest: restOf(record.id, content, derived) };
  };
  let { lines, rest } = write(FRONT_MATTER_LIMITS.keys);
  const isFull = lines.length === FRONT_MATTER_LIMITS.keys && Object.keys(rest).length > 0;
  if (isFull) ({ lines, rest } = write(FRONT_MATTER_LIMITS.keys - 1));
  const frontMatter = lines.join("") + restLines(rest);
  assertBounded(frontMatter);
  return `---\n${frontMatter}---\n${text}`;
}

function publicContent({ extra: _extra, source, ...content }: ListingContent): ListingContent {
  if (source === undefined) return content;
  const { hubUrl: _hubUrl, ...shown } = source;
  return { ...content, source: shown };
}

/** One line for each key that says something and is not `rolecall`. */
function keyLines(content: ListingContent, layout: Layout, maxKeys: number): readonly string[] {
  const values = new Map(FIELD_KEYS.flatMap((field) => keyValue(field, content, layout)));
  const unknown = Object.entries(content.extra ?? {}).filter(([key]) => isUnknownKey(key));
  for (const [key, value] of unknown.slice(0, maxKeys - values.size)) values.set(key, value);
  return inOrder([...values.keys()], layout.order).map((key) => {
    const sources = keepsSource(key) ? layout.sources : {};
    return `${yamlKey(key)}: ${yamlFlow(values.get(key) ?? null, sources, [key])}\n`;
  });
}

function keyValue(field: FieldKey, content: ListingContent, layout: Layout): [key: string, value: JsonValue][] {
  const held = field.fieldOf(content);
  const raw = layout.raw(field.key);
  const value = raw !== undefined && says(field, raw, held) ? raw : held === undefined ? undefined : field.write(held);
  return value === undefined ? [] : [[field.key, value]];
}

/** Keys of `extra` that a reader puts back into `extra`. */
function isUnknownKey(key: string): boolean {
  return key !== OWN_KEY && fieldKey(key) === undefined && key.length <= MAX_KEY_LENGTH;
}

function restLines(rest: Rest): string {
  const fields = Object.entries(rest).map(([field, value]) => `  ${field}: ${yamlFlow(value)}\n`);
  return fields.length === 0 ? "" : `${OWN_KEY}:\n${fields.join("")}`;
}
