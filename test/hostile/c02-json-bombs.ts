/** C2: JSON that is small to send and large to read: nesting, keys, numbers, and what only looks like them. */
import {
  answered,
  badField,
  created,
  type Expected,
  fixed,
  type HostileCase,
  importOf,
  JSON_TYPE,
  LISTING,
  refused,
  refusedAs,
  rejected,
  rows,
  send,
} from "./case.ts";

const post = (body: string) => send("POST", "/v1/listings", body, JSON_TYPE);
/** A listing with a literal in one of its fields. */
const withField = (name: string, literal: string) => {
  const others = Object.entries(LISTING).filter(([key]) => key !== name);
  return post(`{"${name}":${literal},${JSON.stringify(Object.fromEntries(others)).slice(1)}`);
};

/** Contract: what is nested deeper than 32 is refused before anything is built of it. */
const MAX_DEPTH = 32;

const BRACKETS: readonly (readonly [name: string, open: string, inside: string, close: string])[] = [
  ["lists", "[", "", "]"],
  ["objects", '{"a":', "1", "}"],
  ["lists of objects", '[{"a":', "1", "}]"],
];

function nested([, open, inside, close]: (typeof BRACKETS)[number], levels: number): string {
  return open.repeat(levels) + inside + close.repeat(levels);
}

/** Where the nesting is, and how many levels are around it. */
const POSITIONS: readonly (readonly [name: string, request: (literal: string) => ReturnType<typeof post>])[] = [
  ["alone", post],
  ["in extra", (literal) => withField("extra", `{"deep":${literal}}`)],
  ["in the title", (literal) => withField("title", literal)],
  ["behind a listing", (literal) => post(`${JSON.stringify(LISTING).slice(0, -1)},"extra":{"deep":${literal}}}`)],
];

const depths: readonly HostileCase[] = BRACKETS.flatMap((bracket) =>
  [33, 1_000, 20_000, 200_000].flatMap((levels) =>
    POSITIONS.map(([where, request]) =>
      fixed(`${levels} levels of ${bracket[0]} ${where}`, request(nested(bracket, levels)), refused("invalid_json")),
    ),
  ),
);

/** Never closed: a bomb need not be finished. */
const open: readonly HostileCase[] = BRACKETS.flatMap(([name, opening]) =>
  [33, 1_000, 20_000, Math.floor(2_000_000 / opening.length)].map((levels) =>
    fixed(`${levels} levels of ${name}, open`, post(opening.repeat(levels)), refused("invalid_json")),
  ),
);

const LEVELS_AROUND_EXTRA = 2;
const boundary: readonly HostileCase[] = BRACKETS.slice(0, 2).flatMap((bracket) => {
  const most = MAX_DEPTH - LEVELS_AROUND_EXTRA;
  const extra = { deep: JSON.parse(nested(bracket, most)) };
  return [
    fixed(`${most} levels of ${bracket[0]} in extra`, withField("extra", JSON.stringify(extra)), created({ extra })),
    fixed(
      `${most + 1} levels of ${bracket[0]} in extra`,
      withField("extra", `{"deep":${nested(bracket, most + 1)}}`),
      refused("invalid_json"),
    ),
  ];
});

const NUMBERS: readonly (readonly [literal: string, inNumbers: Expected])[] = [
  ["1e999", refused("invalid_json")],
  ["-1e999", refused("invalid_json")],
  ["1e309", refused("invalid_json")],
  ["9".repeat(10_000), refused("invalid_json")],
  [`-${"9".repeat(400)}`, refused("invalid_json")],
  ["12345678901234567890", refused("invalid_json")],
  ["9007199254740993", refused("invalid_json")],
  ["1e308", badField("/numbers/n")],
  ["123456789012345680000", badField("/numbers/n")],
  ["1e-9999", created({ numbers: { n: "0" } })],
  [`0.${"0".repeat(10_000)}1`, created({ numbers: { n: "0" } })],
  [`1.${"0".repeat(5_000)}`, created({ numbers: { n: "1" } })],
  ["1e-7", badField("/numbers/n")],
];

const numbers: readonly HostileCase[] = NUMBERS.map(([literal, expected]) =>
  fixed(
    `the number ${literal.slice(0, 24)} of ${literal.length} characters`,
    withField("numbers", `{"n":${literal}}`),
    expected,
  ),
);

const keys = (count: number, value = "1") => Array.from({ length: count }, (_, i) => `"k${i}":${value}`).join(",");
const list = (count: number, item: string) => `[${Array(count).fill(item).join(",")}]`;

const crowds: readonly HostileCase[] = [
  fixed("100,000 unknown keys", post(`{${keys(100_000)}}`), refused("invalid_body")),
  fixed("100,000 keys in extra", withField("extra", `{${keys(100_000)}}`), badField("/extra")),
  fixed("100,000 keys in attributes", withField("attributes", `{${keys(100_000, '["a"]')}}`), badField("/attributes")),
  fixed("100,000 keys in numbers", withField("numbers", `{${keys(100_000)}}`), badField("/numbers")),
  ...["tags", "skills", "employmentTypes", "locations", "applicantLocations", "compensation"].flatMap((name) =>
    ["1", '""', "[]", "{}"].map((item) => {
      const count = Math.floor(1_900_000 / (item.length + 1));
      return fixed(`${count} times ${item} in ${name}`, withField(name, list(count, item)), badField(`/${name}`));
    }),
  ),
  fixed("a million ones in extra", withField("extra", `{"a":${list(1_000_000, "1")}}`), badField("/extra")),
  fixed("250 KiB of title", withField("title", JSON.stringify("x".repeat(250 * 1_024))), badField("/title")),
  fixed("250 KiB of key", withField("k".repeat(250 * 1_024), "1"), refused("invalid_body")),
  fixed(
    "250 KiB of description",
    withField("description", JSON.stringify({ format: "text", value: "x".repeat(250 * 1_024) })),
    badField("/description/value"),
  ),
  fixed("250 KiB of escapes", withField("title", `"${"\\u0061".repeat(42_000)}"`), badField("/title")),
  fixed("2 MiB and a byte", post(`{"title":"${"x".repeat(2 * 1_024 * 1_024)}"}`), refused("too_large")),
  fixed(
    "blanks around a listing",
    post(`${" ".repeat(1_000_000)}${JSON.stringify(LISTING)}${"\n".repeat(900_000)}`),
    created(),
  ),
];

const lookalikes: readonly HostileCase[] = ["[", "{", '{"a":', "[[{"].map((text) => {
  const value = text.repeat(20_000);
  return fixed(
    `20,000 times ${text} inside a text`,
    withField("description", JSON.stringify({ format: "text", value })),
    created({ description: { format: "text", value } }),
  );
});

const imports: readonly HostileCase[] = [
  fixed(
    "a row of 100,000 levels",
    importOf("application/x-ndjson", "[".repeat(100_000)),
    rows(rejected("invalid_json")),
  ),
  fixed("a list of 100,000 levels", importOf("application/json", "[".repeat(100_000)), refused("invalid_json")),
  fixed("10,001 rows", importOf("application/x-ndjson", "{}\n".repeat(10_001)), refused("too_large")),
  fixed("a list of 10,001", importOf("application/json", list(10_001, "{}")), refusedAs("too_large")),
  fixed("a million empty lines", importOf("application/x-ndjson", "\n".repeat(1_000_000)), rows()),
];

const search = (body: string) => send("POST", "/v1/search", body, JSON_TYPE);
/** Anybody may search. */
const searches: readonly HostileCase[] = [
  fixed("a search of 100,000 unknown fields", search(`{${keys(100_000)}}`), badField("/k0")),
  fixed("a search of 20,000 levels", search("[".repeat(20_000)), refused("invalid_json")),
  ...["tag", "id", "facet", "attribute", "number"].flatMap((name) => [
    fixed(
      `a search of 400,000 texts in ${name}`,
      search(`{"${name}":${list(400_000, '"a"')}}`),
      refused("invalid_body"),
    ),
    fixed(
      `a search of 600,000 objects in ${name}`,
      search(`{"${name}":${list(600_000, "{}")}}`),
      badField(`/${name}/0`),
    ),
  ]),
  fixed("a search for 2 MB", search(`{"q":"${"x".repeat(2_000_000)}"}`), badField("/q")),
  fixed("a search for a tag of 2 MB", search(`{"tag":"${"x ".repeat(1_000_000)}"}`), answered(200)),
];

export const cases: readonly HostileCase[] = [
  ...depths,
  ...open,
  ...boundary,
  ...numbers,
  ...crowds,
  ...lookalikes,
  ...imports,
  ...searches,
];
