/**
 * Strict JSON (RFC 8259, and RFC 7493 on duplicate names and surrogates). `JSON.parse` alone keeps the last of two equal
 * keys, lets `__proto__` and lone surrogates through, turns 1e999 into Infinity, and takes a third of a second for a
 * megabyte of `[`: one pass over the text refuses those first, and `JSON.parse` then judges the syntax.
 */
import { AppError, type ErrorCode } from "../errors.ts";
import { LISTING_LIMITS } from "./limits.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const BACKSLASH = 0x5c;
const MAX_DEPTH = LISTING_LIMITS.jsonDepth;
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** Numbers of fewer characters without an exponent are finite: the largest double has 309 digits. */
/** Without an exponent, so many digits are below 2^53. */
const SAFE_LENGTH = 15;
const NUMBER = /-?[\d.]+(?:[eE][+-]?\d+)?/y;

/**
 * The value of a JSON text.
 * @throws AppError `invalid_json`, naming line and column, for what is no JSON and for nesting deeper than 32, duplicate
 *   keys (also when spelled with escapes), the key `__proto__`, lone surrogates, numbers beyond a double, a leading BOM.
 */
export function readJson(text: string): unknown {
  if (text.charCodeAt(0) === 0xfeff) throw fault(text, 0, "starts with a byte order mark");
  if (!text.isWellFormed()) throw fault(text, 0, "holds a lone surrogate, which is no text");
  scan(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_json", `not valid JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * The text of UTF-8 bytes; a byte order mark stays in it, for the caller to judge.
 * @throws AppError with the code given, for bytes that are no UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, code: Extract<ErrorCode, "invalid_json" | "invalid_body">): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AppError(code, "the body is not valid UTF-8", { cause });
  }
}

/** Throws on what JSON.parse would let through. Malformed input may pass: that is JSON.parse's business. */
function scan(text: string): void {
  // Keys seen in each open object, `undefined` for an open array; the last one is the innermost.
  const open: (Set<string> | undefined)[] = [];
  let keys: Set<string> | undefined;
  let isKeyNext = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    switch (unit) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (isKeyNext && keys !== undefined) addKey(keys, text, at, end);
        else checkSurrogates(text, at, end);
        isKeyNext = false;
        at = end;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        keys = unit === OPEN_OBJECT ? new Set() : undefined;
        isKeyNext = unit === OPEN_OBJECT;
        if (open.push(keys) > MAX_DEPTH) throw fault(text, at, `is nested deeper than ${MAX_DEPTH}`);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop();
        keys = open.at(-1);
        isKeyNext = false;
        break;
      case COMMA:
        isKeyNext = keys !== undefined;
        break;
      default:
        if (isNumberStart(unit)) at = endOfNumber(text, at) - 1;
    }
  }
}

/** Where the closing quote is, or the end of a text that lacks it. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at;
    if (unit === BACKSLASH) at++;
  }
  return text.length;
}

function addKey(keys: Set<string>, text: string, start: number, end: number): void {
  checkSurrogates(text, start, end);
  const literal = text.slice(start + 1, end);
  const key = literal.includes("\\") ? unescaped(literal) : literal;
  if (key === "__proto__") throw fault(text, start, 'has the key "__proto__", which is not allowed');
  if (keys.has(key)) throw fault(text, start, `has the key ${JSON.stringify(key.slice(0, 100))} twice`);
  keys.add(key);
}

function checkSurrogates(text: string, start: number, end: number): void {
  const literal = text.slice(start + 1, end);
  if (SURROGATE_ESCAPE.test(literal) && !unescaped(literal).isWellFormed()) {
    throw fault(text, start, "holds the escape of a lone surrogate, which is no text");
  }
}

/** A wrong escape is JSON.parse's to refuse, on the whole text. */
function unescaped(literal: string): string {
  try {
    return JSON.parse(`"${literal}"`);
  } catch {
    return literal;
  }
}

function isNumberStart(unit: number): boolean {
  return unit === 0x2d || (unit >= 0x30 && unit <= 0x39);
}

/** Index behind the number. One that a double would change is refused: an id of 19 digits must not come back as another. */
function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const literal = NUMBER.exec(text)?.[0] ?? "-";
  const end = start + literal.length;
  if (literal.length <= SAFE_LENGTH && !/e/i.test(literal)) return end;
  const value = Number(literal);
  // What is no number at all is JSON.parse's to refuse.
  if (Number.isNaN(value)) return end;
  const isChanged = /^-?[1-9]\d*$/.test(literal) && String(value) !== literal && !/e/.test(String(value));
  if (Number.isFinite(value) && !isChanged) return end;
  throw fault(text, start, `has the number ${literal.slice(0, 40)}, which a double cannot hold: write it as text`);
}

function fault(text: string, at: number, problem: string): AppError {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  return new AppError("invalid_json", `the JSON ${problem} (line ${line}, column ${column})`);
}
