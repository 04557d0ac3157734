import { expect } from "vitest";
import { LIMITS, type Value } from "../../core/ports.ts";
import { refused } from "./expect.ts";
import {
  committed,
  type KeySpaceCase,
  keySpaceCase,
  keysOf,
  present,
  put,
  readAll,
  type Scene,
} from "./key-space-case.ts";

/** Writes the value and expects it back, unchanged and with nothing added, from get and from range. */
async function roundTrip({ keys, partition }: Scene, value: Value, key = "a"): Promise<void> {
  await committed(keys, partition, { key, value });
  expect((await present(keys, partition, key)).value).toStrictEqual(value);
  const items = await readAll(keys, partition, { limit: 1_000 });
  expect(items.find((item) => item.key === key)?.value).toStrictEqual(value);
}

async function bodiesRoundTrip(scene: Scene, texts: readonly string[]): Promise<void> {
  for (const [i, body] of texts.entries()) await roundTrip(scene, { kind: "note", body }, `k${i}`);
}

function characters(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
}

export const valueCases: readonly KeySpaceCase[] = [
  keySpaceCase("a body keeps every character from 0 to 127, the controls as JSON escapes", async (scene) => {
    await bodiesRoundTrip(scene, [JSON.stringify(characters(0, 127))]);
  }),

  keySpaceCase(
    "a body keeps the white space between JSON tokens: space, tab, line feed, carriage return",
    async (scene) => {
      await bodiesRoundTrip(scene, [' \t\r\n{ "a" :\r\n\t[ ] } \n\n', "\n", " "]);
    },
  ),

  keySpaceCase("a body keeps every character from U+0080 to U+D7FF", async (scene) => {
    await bodiesRoundTrip(scene, [JSON.stringify(characters(0x80, 0x7ff)), JSON.stringify(characters(0x800, 0xd7ff))]);
  }),

  keySpaceCase("a body keeps astral characters, noncharacters, separators and byte order marks", async (scene) => {
    const odd = "😀𝒳\u{10000}\u{10ffff}\u2028\u2029\ufeff\ufffe\uffff\ufffd\u200b\u202e";
    await bodiesRoundTrip(scene, [JSON.stringify(odd), JSON.stringify({ [odd]: [odd, odd] })]);
  }),

  keySpaceCase("a body keeps composed and decomposed characters apart", async (scene) => {
    await bodiesRoundTrip(scene, ['"caf\u00e9"', '"cafe\u0301"', '"\u212b"', '"\u00c5"']);
  }),

  keySpaceCase("a body is text whatever it looks like", async (scene) => {
    const texts = [
      "null",
      "true",
      "1",
      "1.0",
      "1e400",
      "-0",
      "0123",
      "[]",
      '""',
      "NaN",
      "{}",
      "9007199254740993",
      "'; --",
    ];
    await bodiesRoundTrip(scene, texts);
  }),

  keySpaceCase("a body of no length comes back with no length", async (scene) => {
    await bodiesRoundTrip(scene, [""]);
  }),

  keySpaceCase("a body of exactly the limit is stored whole", async (scene) => {
    await bodiesRoundTrip(scene, ["x".repeat(LIMITS.valueBytes), "é😀".repeat(LIMITS.valueBytes / 6)]);
  }),

  keySpaceCase("a body one byte over the limit is too large, and nothing of its commit is written", async (scene) => {
    const { keys, partition } = scene;
    const over = ["x".repeat(LIMITS.valueBytes + 1), `x${"é😀".repeat(LIMITS.valueBytes / 6)}`];
    for (const body of over) {
      await refused("too_large", () => keys.commit(partition, [put("a", "1"), put("b", body), put("c", "3")]));
    }
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase(
    "a lone surrogate anywhere in a value is refused, and nothing of its commit is written",
    async (scene) => {
      const { keys, partition } = scene;
      for (const lone of ["\ud800", "\udfff", "a\udc00b", "\udc00\ud800", "😀\ud83d"]) {
        for (const value of [
          { kind: "note", body: lone },
          { kind: lone, body: "" },
          { kind: "note", id: lone, body: "" },
        ]) {
          await refused("invalid_body", () => keys.commit(partition, [put("a", "1"), { key: "b", value }]));
        }
      }
      expect(await keysOf(keys, partition)).toEqual([]);
    },
  ),

  keySpaceCase("kind, id and revision come back as written", async (scene) => {
    await roundTrip(scene, { kind: "listing", id: "01h", revision: 42, body: "{}" });
    await roundTrip(scene, { kind: "listing", id: "", revision: 0, body: "{}" });
  }),

  keySpaceCase("an absent id or revision stays absent", async (scene) => {
    await roundTrip(scene, { kind: "entry", body: "{}" });
    await roundTrip(scene, { kind: "entry", id: "i", body: "{}" });
    await roundTrip(scene, { kind: "entry", revision: 1, body: "{}" });
  }),

  keySpaceCase("an attribute that the next value lacks is gone", async (scene) => {
    await roundTrip(scene, { kind: "listing", id: "i", revision: 1, body: "{}" });
    await roundTrip(scene, { kind: "entry", body: "" });
  }),

  keySpaceCase("every safe integer is a revision and comes back exactly", async (scene) => {
    const revisions = [
      0,
      1,
      -1,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32,
      2 ** 51 + 1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ];
    for (const [i, revision] of revisions.entries()) {
      await roundTrip(scene, { kind: "listing", revision, body: "" }, `k${i}`);
    }
  }),

  keySpaceCase("a revision that is no safe integer is refused, and nothing of its commit is written", async (scene) => {
    const { keys, partition } = scene;
    for (const revision of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      const value = { kind: "listing", revision, body: "" };
      await refused("invalid_parameter", () => keys.commit(partition, [put("a", "1"), { key: "b", value }]));
    }
    expect(await keysOf(keys, partition)).toEqual([]);
  }),

  keySpaceCase("kind and id hold any text of 200 bytes and none of 201", async (scene) => {
    const { keys, partition } = scene;
    const odd = `'"\\/#?*%_ ${"é😀".repeat(30)}`;
    const whole = odd + "x".repeat(LIMITS.attributeBytes - new TextEncoder().encode(odd).length);
    await roundTrip(scene, { kind: whole, id: whole, body: "" });
    for (const value of [
      { kind: `${whole}x`, body: "" },
      { kind: "note", id: `${whole}x`, body: "" },
    ]) {
      await refused("too_large", () => keys.commit(partition, [{ key: "b", value }]));
    }
    expect(await keysOf(keys, partition)).toEqual(["a"]);
  }),
];
