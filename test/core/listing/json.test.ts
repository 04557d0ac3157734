import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "../../../core/errors.ts";
import { decodeUtf8, readJson } from "../../../core/listing/json.ts";

function refusal(text: string): string {
  try {
    readJson(text);
  } catch (error) {
    if (isAppError(error, "invalid_json")) return error.message;
    throw error;
  }
  return "accepted";
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The faults beside syntax, looked for in the slow and obvious way. */
function hasHiddenFault(text: string): boolean {
  const literals = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const strings = literals.map((literal) => JSON.parse(literal) as string);
  let depth = 0;
  let deepest = 0;
  for (const char of text.replace(/"(?:[^"\\]|\\.)*"/g, "")) {
    depth += "[{".includes(char) ? 1 : "]}".includes(char) ? -1 : 0;
    deepest = Math.max(deepest, depth);
  }
  let allFinite = true;
  JSON.parse(text, (_key, value) => {
    allFinite &&= typeof value !== "number" || Number.isFinite(value);
    return value;
  });
  return deepest > 32 || !allFinite || strings.some((string) => !string.isWellFormed() || string === "__proto__");
}

describe("readJson", () => {
  it("gives what was stringified", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "grapheme" }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("__proto__") && !hasHiddenFault(text));
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it("accepts of any text what JSON.parse accepts, but for the faults that JSON.parse does not see", () => {
    const pieces = fc.constantFrom(
      ...'{ } [ ] , : " \\ \\u \\ud83d \\ude00 0 -1 1e999 1.5 true null a "a" "b":1 "__proto__" {"a": [ ]} [[['.split(
        " ",
      ),
      " ",
      "\n",
      "é",
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join("")),
        (text) => {
          const isAccepted = refusal(text) === "accepted";
          if (!parses(text)) expect(isAccepted).toBe(false);
          else if (isAccepted) expect(readJson(text)).toEqual(JSON.parse(text));
          else expect(hasHiddenFault(text) || hasDuplicate(text)).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it("names line and column", () => {
    expect(refusal('{"a": 1,\n "b": 2,\n  "a": 3}')).toBe('the JSON has the key "a" twice (line 3, column 3)');
  });

  it.each([
    ["duplicate keys", '{"title": 1, "x": {}, "title": 2}'],
    ["duplicate keys by escape", '{"title": 1, "titl\\u0065": 2}'],
    ["duplicate keys in an array", '[{"a": 1}, {"b": 1, "b": 1}]'],
    ["duplicates of the empty key", '{"": 1, "": 2}'],
    ["__proto__", '{"__proto__": null}'],
    ["__proto__ by escape, deep inside", '[{"a": {"\\u005f_proto__": {}}}]'],
    ["a lone high surrogate", '["\\ud800"]'],
    ["a lone low surrogate", '["\\uDC00x"]'],
    ["a swapped pair", '["\\udc00\\ud800"]'],
    ["a lone surrogate in a key", '{"\\ud800": 1}'],
    ["a raw lone surrogate", '["\ud800"]'],
    ["a byte order mark", '\ufeff{"a": 1}'],
    ["infinity by exponent", "[1e999]"],
    ["minus infinity", '{"a": -1E+999}'],
    ["infinity by length", `[${"9".repeat(310)}]`],
    ["depth 33", "[".repeat(33) + "]".repeat(33)],
    ["depth 33 of objects", `${'{"a":'.repeat(33)}1${"}".repeat(33)}`],
    ["half a megabyte of [", "[".repeat(500_000)],
    ["NaN", "NaN"],
    ["nothing", ""],
    ["a trailing comma", '{"a": 1,}'],
    ["two documents", "{} {}"],
    ["a truncated escape", '["\\u12'],
    ["a raw newline in a string", '["a\nb"]'],
    ["a leading zero", "[01]"],
  ])("refuses %s", (_name, text) => {
    expect(refusal(text)).not.toBe("accepted");
  });

  it.each([
    ["a surrogate pair by escapes", '["\\ud83d\\ude00"]'],
    ["an escaped backslash before u", '["\\\\ud800"]'],
    ["depth 32", "[".repeat(32) + "]".repeat(32)],
    ["brackets within a string", `["${"[".repeat(1_000)}"]`],
    ["one key in two objects", '[{"a": 1}, {"a": {"a": 1}}]'],
    ["a value like a key before it", '{"a": "b", "b": "a"}'],
    ["the name as a value", '["__proto__"]'],
    ["constructor as a key", '{"constructor": {"prototype": 1}, "toString": 2}'],
    ["a number that underflows", "[1e-9999]"],
    ["scalars", " 1 "],
  ])("accepts %s", (_name, text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });
});

describe("decodeUtf8", () => {
  it("gives the text, a byte order mark included", () => {
    expect(decodeUtf8(new TextEncoder().encode("\ufeffä😀"), "invalid_json")).toBe("\ufeffä😀");
  });

  it.each([[[0xff]], [[0xc0, 0xaf]], [[0xed, 0xa0, 0x80]], [[0xe2, 0x82]], [[0xf5, 0x80, 0x80, 0x80]]])(
    "refuses %j with the code that was asked for",
    (bytes) => {
      expect(() => decodeUtf8(Uint8Array.from(bytes), "invalid_body")).toThrowError(
        expect.objectContaining({ code: "invalid_body" }),
      );
    },
  );
});

function hasDuplicate(text: string): boolean {
  let keys = 0;
  JSON.parse(text, function (this: unknown, _key, value) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) keys += Object.keys(value).length;
    return value;
  });
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  return written > keys;
}

describe("whole numbers", () => {
  it("come back as they were written, or are refused", () => {
    expect(readJson("[9007199254740993000, 1e2, 123456789012345680000]")).toEqual([
      9007199254740993000, 100, 123456789012345680000,
    ]);
    for (const text of ["12345678901234567890", '{"id": 9007199254740993}', "[-9007199254740993]"]) {
      expect(() => readJson(text)).toThrow(expect.objectContaining({ code: "invalid_json" }));
    }
  });
});
