/** C4: bytes that are no text, and characters that text should not hold or that readers do not see. */
import {
  badField,
  created,
  fixed,
  type HostileCase,
  importOf,
  JSON_TYPE,
  joined,
  LISTING,
  latin1,
  post,
  refused,
  rejected,
  rows,
  send,
  TAKEN,
} from "./case.ts";
import { TEXT_FIELDS, type TextField } from "./text-fields.ts";

/** Sequences that no UTF-8 has (Unicode, table 3-7). */
const BAD_BYTES: readonly (readonly [name: string, bytes: string])[] = [
  ["ff", "\xff"],
  ["fe", "\xfe"],
  ["a lone continuation", "\x80"],
  ["an overlong slash", "\xc0\xaf"],
  ["an overlong NUL", "\xc0\x80"],
  ["an overlong slash of three", "\xe0\x80\xaf"],
  ["an encoded high surrogate", "\xed\xa0\x80"],
  ["an encoded low surrogate", "\xed\xb0\x80"],
  ["an encoded pair (CESU-8)", "\xed\xa0\xbd\xed\xb8\x80"],
  ["a cut pair", "\xc3"],
  ["a cut triple", "\xe2\x82"],
  ["a cut quadruple", "\xf0\x9f\x98"],
  ["above U+10FFFF", "\xf4\x90\x80\x80"],
  ["f5", "\xf5\x80\x80\x80"],
  ["five bytes", "\xf8\x88\x80\x80\x80"],
];

const MARK = "@@";
/** A listing with bytes in the middle of one of its texts. */
function withBytes({ of }: TextField, bytes: string): Uint8Array {
  const [before = "", behind = ""] = JSON.stringify({ ...LISTING, ...of(`a${MARK}b`) }).split(MARK);
  return joined(before, latin1(bytes), behind);
}

const badBytes: readonly HostileCase[] = BAD_BYTES.flatMap(([name, bytes], i) => {
  // Each in the title, and in one more field in turn.
  const other = TEXT_FIELDS[1 + (i % (TEXT_FIELDS.length - 1))];
  return TEXT_FIELDS.filter((field) => field.pointer === "/title" || field === other).map((field) =>
    fixed(
      `${name} in ${field.pointer}`,
      send("POST", "/v1/listings", withBytes(field, bytes), JSON_TYPE),
      refused("invalid_json"),
    ),
  );
});

const SURROGATES = [
  "\\ud800",
  "\\udc00",
  "\\udbff",
  "\\udfff",
  "\\udc00\\ud800",
  "\\ud800\\ud800",
  "\\uD83D",
  "\\ud83d\\u0041",
];

const surrogates: readonly HostileCase[] = SURROGATES.flatMap((escaped) =>
  ["title", "category", "extra"].map((name) => {
    const value = name === "extra" ? `{"a":"x${escaped}y"}` : `"x${escaped}y"`;
    const body = `{"${name}":${value},${JSON.stringify(LISTING).slice(1)}`;
    return fixed(
      `the escape ${escaped} in ${name}`,
      send("POST", "/v1/listings", body, JSON_TYPE),
      refused("invalid_json"),
    );
  }),
);

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
const NEWLINES = ["\t", "\n", "\r"];
/** No text has them. */
const CONTROLS = range(0x00, 0x1f).filter((character) => !NEWLINES.includes(character));
/** No single line has them, or shows what it says with them in it. */
const NOT_IN_LINES = [
  ...NEWLINES,
  ...["\u007f", "\u0080", "\u0085", "\u009f"],
  ...["\u2028", "\u2029", "\u202a", "\u202b", "\u202d", "\u202e"],
  ...["\u2066", "\u2067", "\u2068", "\u2069"],
];
/** Odd, and text all the same. */
const ODD = [
  "\ufeff",
  "\ufffe",
  "\uffff",
  "\ufffd",
  "\u00ad",
  "\u200b",
  "\u200d",
  "\u{e0041}",
  "\u{10ffff}",
  "\u0301",
  "\u1160",
  "İı",
  "ﬁ",
  "Å\u212b",
  "e\u0301é",
  "👩‍👩‍👧‍👦",
  "漢字かな",
  "עברית",
];

const codeOf = (character: string) =>
  [...character].map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`).join(" ");

/** The field that a character is tried in beside the title and the description, so that each field has its turn. */
const inTurn = (i: number, kinds: readonly TextField["kind"][]) => {
  const fields = TEXT_FIELDS.filter(({ kind }) => kinds.includes(kind));
  return fields.slice(i % fields.length, (i % fields.length) + 1);
};

function tried(character: string, field: TextField, isKept: boolean): HostileCase {
  const members = field.of(`a${character}b`);
  const expected = isKept ? created(members) : badField(field.pointer);
  return fixed(`${codeOf(character)} in ${field.pointer}`, post(members), expected);
}

const characters: readonly HostileCase[] = [
  ...CONTROLS.flatMap((character, i) =>
    [...inTurn(i, ["line", "filled"]), ...inTurn(i, ["prose"])].map((field) => tried(character, field, false)),
  ),
  ...NOT_IN_LINES.flatMap((character, i) => [
    ...inTurn(i, ["line", "filled"]).map((field) => tried(character, field, false)),
    ...inTurn(i, ["prose"]).map((field) => tried(character, field, true)),
  ]),
  ...ODD.flatMap((character) => TEXT_FIELDS.map((field) => tried(character, field, true))),
];

const EMPTY_LOOKING = [
  "\u200b",
  "\u200b\u200d",
  "\u00ad",
  "\u3000",
  "\u2003 \u00a0",
  "\ufe0f",
  "\u{e0020}",
  "\u115f",
  "\u3164",
];

const blank: readonly HostileCase[] = EMPTY_LOOKING.flatMap((text) =>
  TEXT_FIELDS.filter(({ kind }) => kind === "filled")
    .slice(0, 3)
    .map((field) =>
      fixed(`nothing but ${codeOf(text)} in ${field.pointer}`, post(field.of(text)), badField(field.pointer)),
    ),
);

/** Lengths are in code points: a limit of many units and bytes, and one above it. */
const lengths: readonly HostileCase[] = TEXT_FIELDS.filter(({ most }) => most <= 1_000).flatMap((field) =>
  ["x", "é", "漢", "😀"].flatMap((character) => [
    fixed(
      `${field.most} times ${codeOf(character)} in ${field.pointer}`,
      post(field.of(character.repeat(field.most))),
      created(field.of(character.repeat(field.most))),
    ),
    fixed(
      `${field.most + 1} times ${codeOf(character)} in ${field.pointer}`,
      post(field.of(character.repeat(field.most + 1))),
      badField(field.pointer),
    ),
  ]),
);

const combining = `e${"\u0301".repeat(1_000)}`;
const others: readonly HostileCase[] = [
  fixed("1,000 marks on a letter of the title", post({ title: combining }), badField("/title")),
  ...["markdown", "html", "text"].map((format) =>
    fixed(
      `1,000 marks on a letter of a description as ${format}`,
      post({ description: { format, value: combining } }),
      created({ description: { format, value: combining } }),
    ),
  ),
  fixed(
    "a company that looks like another",
    post({ company: { name: "Αсmе" } }),
    created({ company: { name: "Αсmе" } }),
  ),
  fixed(
    "lines that are no text, none of which blocks another",
    importOf(
      "application/x-ndjson",
      joined(
        latin1('{"title":"\xff"}\n'),
        `${JSON.stringify({ ...LISTING, source: { name: "c4", externalId: "line" } })}\n`,
        latin1('\xc0\xaf\n{"a":"\xed\xa0\x80"}'),
      ),
    ),
    rows(rejected("invalid_json"), TAKEN, rejected("invalid_json"), rejected("invalid_json")),
  ),
  fixed("a list that is no text", importOf("application/json", latin1('[{"title":"\xff"}]')), refused("invalid_json")),
];

export const cases: readonly HostileCase[] = [
  ...badBytes,
  ...surrogates,
  ...characters,
  ...blank,
  ...lengths,
  ...others,
];
