/** A front matter through the YAML library, to plain values that remember the source of unusual scalars. */
import { isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, Scalar } from "yaml";
import type { JsonValue } from "../listing/content.ts";
import { pointerTo } from "../listing/faults.ts";
import { LISTING_LIMITS } from "../listing/limits.ts";
import { FIRST_LINE, type FrontMatterEntry, frontMatterError } from "./front-matter-entry.ts";
import { assertSimple, tooDeep } from "./yaml-guard.ts";
import { isWorthKeeping } from "./yaml-writer.ts";

const OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  // The library compares each key with all before it; the walk below uses a set.
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: "silent",
} as const;

const KEY_LINE = /^([A-Za-z_][\w-]*)[ \t]*:/;

/** @throws AppError `invalid_body`, naming the line and where possible the key. */
export function readYaml(source: string): readonly FrontMatterEntry[] {
  assertSimple(source);
  const lines = new LineCounter();
  const document = parseDocument(source, { ...OPTIONS, lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line + FIRST_LINE - 1;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const line = lineAt(problem.pos[0]);
    const key = keyAbove(source, line);
    throw frontMatterError(`${key === undefined ? "the front matter " : ""}is not YAML: ${problem.message}`, line, key);
  }
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root)) throw frontMatterError("the front matter must be a mapping of keys to values", FIRST_LINE);
  return root.items.map((pair) => entryOf(pair, lineAt));
}

/** What the walk over a value needs to know of its file and to tell its caller. */
interface Walk {
  lineAt(offset: number): number;
  readonly sources: Record<string, string>;
}

function entryOf(pair: Pair, lineAt: Walk["lineAt"]): FrontMatterEntry {
  const walk: Walk = { lineAt, sources: {} };
  const [key, line] = keyOf(pair, walk);
  const value = nodeValue(pair.value, [key], walk);
  const text = isScalar(pair.value) && value !== null ? textOf(pair.value) : undefined;
  return {
    key,
    line,
    value,
    ...(text === undefined ? {} : { text }),
    ...(Object.keys(walk.sources).length === 0 ? {} : { sources: walk.sources }),
  };
}

function keyOf({ key }: Pair, { lineAt }: Walk): [key: string, line: number] {
  const line = isNode(key) && key.range ? lineAt(key.range[0]) : FIRST_LINE;
  if (!isScalar(key) || key.value === null) throw frontMatterError("a key must be text", line);
  const text = textOf(key);
  if (key.type === Scalar.PLAIN && text === "<<") throw frontMatterError("merge keys (<<) are not allowed", line);
  return [text, line];
}

function nodeValue(node: unknown, path: readonly (string | number)[], walk: Walk): JsonValue {
  if (isScalar(node)) return scalarOf(node, path, walk);
  const line = isNode(node) && node.range ? walk.lineAt(node.range[0]) : FIRST_LINE;
  if (path.length > LISTING_LIMITS.jsonDepth) throw tooDeep(line);
  if (isSeq(node)) return node.items.map((item, index) => nodeValue(item, [...path, index], walk));
  if (!isMap(node)) return null; // a key without a value
  const fields = new Map<string, JsonValue>();
  for (const pair of node.items) {
    const [key, keyLine] = keyOf(pair, walk);
    if (key === "__proto__")
      throw frontMatterError(`holds the key ${key}, which is not allowed`, keyLine, String(path[0]));
    if (fields.has(key)) {
      throw frontMatterError(`has ${JSON.stringify(key)} twice`, keyLine, String(path[0]), "duplicate_key");
    }
    fields.set(key, nodeValue(pair.value, [...path, key], walk));
  }
  return Object.fromEntries(fields);
}

function scalarOf(node: Scalar, path: readonly (string | number)[], { sources }: Walk): JsonValue {
  const { value } = node;
  const isSayable = typeof value === "string" || typeof value === "boolean" || value === null || Number.isFinite(value);
  const said = isSayable ? (value as JsonValue) : textOf(node);
  if (node.type === Scalar.PLAIN && isWorthKeeping(textOf(node), said)) sources[pointerTo(path)] = textOf(node);
  return said;
}

/** The source of a plain scalar, folded as YAML folds it; the value of any other. */
function textOf({ type, source, value }: Scalar): string {
  return type === Scalar.PLAIN ? (source ?? "") : String(value);
}

/** The top-level key whose lines the given one belongs to. */
function keyAbove(source: string, line: number): string | undefined {
  const above = source.split("\n").slice(0, line - FIRST_LINE + 1);
  return above.findLast((text) => KEY_LINE.test(text))?.match(KEY_LINE)?.[1];
}
