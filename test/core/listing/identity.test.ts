import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, sha256Hex } from "../../../core/listing/canonical.ts";
import { derivedId, isListingId, randomId } from "../../../core/listing/id.ts";
import { mergePatch } from "../../../core/listing/patch.ts";
import { slugOf } from "../../../core/listing/slug.ts";
import { nodeEnv } from "../../../functions/node-env.ts";
import { testEnv } from "../../support/env.ts";
import { listingInput } from "../../support/listings.ts";
import { storedListing } from "../../support/records.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** The first 130 bits in base 32, by arithmetic on one big number. */
function base32(bytes: Uint8Array): string {
  const bits = BigInt(`0x${Buffer.from(bytes).toString("hex")}`)
    .toString(2)
    .padStart(bytes.length * 8, "0");
  return Array.from({ length: 26 }, (_, i) => ALPHABET[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join("");
}

describe("ids", () => {
  const env = nodeEnv();

  it("are 26 characters of the alphabet, and never twice the same", () => {
    const ids = Array.from({ length: 2_000 }, () => randomId(env));
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    expect(ids.every(isListingId)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const used = new Set(ids.join(""));
    expect([...used].sort().join("")).toBe(ALPHABET);
  });

  it("write the bits they are given, in order", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 17, maxLength: 17 }), (bytes) => {
        expect(randomId({ ...env, randomBytes: () => bytes })).toBe(base32(bytes));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (part) => {
        const digest = env.sha256(new TextEncoder().encode(JSON.stringify(["source", part])));
        expect(derivedId(env, "source", part)).toBe(base32(digest));
      }),
    );
  });

  /** Ids of listings that are stored: they may never change. */
  const GOLDEN: readonly (readonly ["create" | "source", readonly string[], string])[] = [
    ["source", ["default", "feed", "42"], "9mzck43q1fqk3tz4aqztfxtt65"],
    ["source", ["default", "markdown", 'https://example.com/jobs/ü?a=1&b="2"'], "jc6js5a7h9qykwqykcqnsx50ea"],
    ["source", ["other", "feed", "42"], "a0wnxg7fagyk5qergfempqjdj6"],
    ["create", ["default", "anonymous", "key-1"], "7dk3edxz29t2sd31ccvya839dj"],
    ["create", ["default", "feed", "42"], "m86gstpvqv8kbfht8nmdyew1ec"],
  ];
  it.each(GOLDEN)("the %s of %j has the id it always had", (kind, parts, id) => {
    expect(derivedId(env, kind, ...parts)).toBe(id);
    expect(derivedId(testEnv({ seed: 99 }), kind, ...parts)).toBe(id);
  });

  it("tell apart parts that are cut differently", () => {
    const part = fc.string({ maxLength: 6 });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        expect(derivedId(env, "source", a, b) === derivedId(env, "source", c, d)).toBe(a === c && b === d);
      }),
    );
    expect(derivedId(env, "source", "a", "b")).not.toBe(derivedId(env, "source", "a,b"));
    expect(derivedId(env, "source", 'a","b')).not.toBe(derivedId(env, "source", "a", "b"));
  });

  it.each([
    ["0123456789abcdefghjkmnpqrs", true],
    ["0".repeat(26), true],
    ["z".repeat(26), true],
    ["0".repeat(25), false],
    ["0".repeat(27), false],
    [`${"0".repeat(25)}i`, false],
    [`${"0".repeat(25)}l`, false],
    [`${"0".repeat(25)}o`, false],
    [`${"0".repeat(25)}u`, false],
    [`${"0".repeat(25)}A`, false],
    [`${"0".repeat(25)}-`, false],
    [`${"0".repeat(26)}\n`, false],
    ["", false],
  ])("%j is one: %s", (text, isId) => {
    expect(isListingId(text)).toBe(isId);
  });
});

describe("the content hash", () => {
  const hash = (value: unknown) => sha256Hex(nodeEnv(), canonicalJson(value));

  function shuffled(value: unknown, seed: number): unknown {
    if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, field]) => [key, shuffled(field, seed)] as const);
    return Object.fromEntries(seed % 2 === 0 ? entries.reverse() : [...entries.slice(1), ...entries.slice(0, 1)]);
  }

  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), (value, seed) => {
        expect(hash(shuffled(value, seed))).toBe(hash(value));
      }),
    );
    const fields = { tags: ["b", "a"], extra: { b: { d: 1, c: 2 }, a: 1 }, numbers: { z: 1, a: 2 } };
    expect(hash(listingInput(shuffled(fields, 2) as never))).toBe(hash(listingInput(fields)));
  });

  it("depends on every value, its type, and the order of lists", () => {
    const values = [null, true, 1, "1", [], [1], ["1"], {}, { a: 1 }, { a: "1" }, { b: 1 }, [1, 2], [2, 1], "null", ""];
    expect(new Set(values.map(hash)).size).toBe(values.length);
  });

  it("is that of JSON which reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(canonicalJson({ b: undefined, a: [1, { d: "é", c: null }] })).toBe('{"a":[1,{"c":null,"d":"é"}]}');
  });
});

describe("slugs", () => {
  const slug = (fields: Readonly<Record<string, unknown>>) => slugOf(storedListing(fields));

  it.each([
    ["Backend Engineer", "Acme", "backend-engineer-acme"],
    ["  C++ / Rust   Developer (m/w/d) ", "Ärger & Söhne GmbH", "c-rust-developer-m-w-d-arger-sohne-gmbh"],
    ["Développeur·se", "Crème", "developpeur-se-creme"],
    ["ﬁnance ①", "Ａcme", "finance-1-acme"],
    ["İstanbul", "x", "istanbul-x"],
    ["工程师", "公司", "工程师-公司"],
    ["🦊", "🦊", "listing"],
    ["../../etc/passwd", "\\\\x", "etc-passwd-x"],
  ])("%j at %j is %s", (title, name, expected) => {
    expect(slug({ title, company: { name } })).toBe(expected);
  });

  it("of a draft with neither is still something", () => {
    expect(slugOf({ content: { ...storedListing().content, title: "" } })).toBe("acme");
    const { title: _title, company: _company, ...content } = storedListing().content;
    expect(slugOf({ content })).toBe("listing");
  });

  it("of a file is the file's name", () => {
    expect(slugOf(storedListing({}, { fileName: "Some File" }))).toBe("Some File");
  });

  it("ends with a word, within 100 characters, and never in half a character", () => {
    expect(slug({ title: `${"a".repeat(60)} ${"b".repeat(60)}` })).toBe("a".repeat(60));
    expect(slug({ title: "a".repeat(300) })).toBe("a".repeat(100));
    expect(slug({ title: `a${"𐐀".repeat(200)}` }).isWellFormed()).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 300 }), (title) => {
        const made = slugOf({ content: { ...storedListing().content, title } });
        expect(made).toMatch(/^[\p{Letter}\p{Number}]+(-[\p{Letter}\p{Number}]+)*$/u);
        expect(made.length).toBeLessThanOrEqual(100);
        expect(made.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("a merge patch", () => {
  /** RFC 7396, appendix A. */
  const EXAMPLES: readonly (readonly [target: unknown, patch: unknown, result: unknown])[] = [
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [
      ["a", "b"],
      ["c", "d"],
      ["c", "d"],
    ],
    [{ a: "b" }, ["c"], ["c"]],
    [{ a: "foo" }, null, null],
    [{ a: "foo" }, "bar", "bar"],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: "b", c: null }, { a: "b" }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  it.each(EXAMPLES)("of %j with %j gives %j", (target, patch, result) => {
    const before = JSON.stringify([target, patch]);
    expect(mergePatch(target, patch)).toEqual(result);
    expect(JSON.stringify([target, patch])).toBe(before);
  });

  it("applied twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  it("cannot reach an object's prototype", () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__": {"isAdmin": true}}'));
    expect(Object.hasOwn(merged as object, "__proto__")).toBe(true);
    expect((merged as { isAdmin?: unknown }).isAdmin).toBeUndefined();
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });
});
