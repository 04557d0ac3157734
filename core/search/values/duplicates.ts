/**
 * Near duplicates within a result. Two listings can only be of one group when company and requisition id are equal, so
 * groups are looked for among those. Equal sketches are put together first; the distinct ones that are left are compared
 * in pairs: up to 2,000 of one company and requisition id, which is 2 million pairs. Of a company with more, no result can
 * be waited for; there, only listings with equal sketches are duplicates.
 */
import { type Bitmap, bitsIn } from "../bitmap.ts";
import type { Needs } from "../sections.ts";
import type { ValuesIndex } from "./listing-columns.ts";
import { MAX_DIFFERING_BITS, REQUISITION, SKETCH_WORDS } from "./sketch.ts";

const MAX_COMPARED = 2_000;

/** What `collapsed` reads. */
export function needDuplicates({ values }: ValuesIndex, needs: Needs): void {
  values.column("company").needValues(needs);
  values.sketches.need(needs);
}

/** Of every group of near duplicates the document that ranks first, and all documents that are in none. */
export function collapsed(index: ValuesIndex, docs: Bitmap, ranksBefore: (a: number, b: number) => boolean): Bitmap {
  const kept = docs.copy();
  for (const candidates of candidatesOf(index, docs.toArray())) {
    if (candidates.length === 1) continue;
    for (const group of groupsOf(index, candidates)) {
      const first = group.reduce((best, doc) => (ranksBefore(doc, best) ? doc : best));
      for (const doc of group) if (doc !== first) kept.remove(doc);
    }
  }
  return kept;
}

/** Documents that may be duplicates of each other: of one company, and of one requisition or none. */
function candidatesOf({ values }: ValuesIndex, docs: Uint32Array): number[][] {
  const company = values.column("company");
  const { sketches } = values;
  company.catchUp();
  const companyOf = (doc: number) => {
    const ordinal = company.rows.at(company.rows.start(doc));
    const hasOne = company.rows.end(doc) > company.rows.start(doc) && ordinal !== 0;
    return hasOne ? company.keyAt(ordinal) + 1 : 0;
  };
  const facts = (doc: number, fact: number) =>
    fact === 0 ? companyOf(doc) : sketches.word(doc, REQUISITION + fact - 1);
  return classesOf(docs, SKETCH_WORDS - REQUISITION + 1, facts);
}

function groupsOf({ values: { sketches } }: ValuesIndex, candidates: readonly number[]): number[][] {
  const classes = classesOf(candidates, REQUISITION, (doc, word) => sketches.word(doc, word));
  if (classes.length === 1 || classes.length > MAX_COMPARED) return classes;
  const words = new Int32Array(classes.length * REQUISITION);
  for (const [i, [doc = 0]] of classes.entries()) {
    for (let word = 0; word < REQUISITION; word++) words[i * REQUISITION + word] = sketches.word(doc, word);
  }
  const roots = nearOnes(words, classes.length);
  if (roots === undefined) return classes;
  const groups = new Map<number, number[]>();
  for (const [i, root] of roots.entries()) {
    const group = groups.get(root) ?? [];
    for (const doc of classes[i] ?? []) group.push(doc);
    groups.set(root, group);
  }
  return [...groups.values()];
}

/** Documents that are equal in all their numbers, together: by a hash table without an object for a document. */
function classesOf(
  docs: ArrayLike<number>,
  numbers: number,
  numberOf: (doc: number, number: number) => number,
): number[][] {
  const rows = new Uint32Array(docs.length * numbers);
  const mask = 2 ** (33 - Math.clz32(docs.length)) - 1;
  // By hash, 1 + the number of a class.
  const table = new Uint32Array(mask + 1);
  const classes: number[][] = [];
  const firstRows: number[] = [];
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] ?? 0;
    const row = i * numbers;
    let hash = 0;
    for (let at = 0; at < numbers; at++) {
      rows[row + at] = numberOf(doc, at);
      hash = Math.imul(hash ^ (rows[row + at] ?? 0), 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & mask;
    while (table[slot] !== 0 && !areEqual(rows, firstRows[(table[slot] ?? 0) - 1] ?? 0, row, numbers)) {
      slot = (slot + 1) & mask;
    }
    if (table[slot] === 0) {
      classes.push([doc]);
      firstRows.push(row);
      table[slot] = classes.length;
    } else {
      classes[(table[slot] ?? 0) - 1]?.push(doc);
    }
  }
  return classes;
}

function areEqual(rows: Uint32Array, a: number, b: number, numbers: number): boolean {
  for (let at = 0; at < numbers; at++) if (rows[a + at] !== rows[b + at]) return false;
  return true;
}

/** For each sketch the number of one that stands for all that it is joined with by pairs of near ones, if any are. */
function nearOnes(words: Int32Array, count: number): Uint32Array | undefined {
  const parents = Uint32Array.from({ length: count }, (_, i) => i);
  let pairs = 0;
  for (let a = 1; a < count; a++) {
    for (let b = nextNear(words, a, 0); b < a; b = nextNear(words, a, b + 1), pairs++) {
      parents[rootOf(parents, a)] = rootOf(parents, b);
    }
  }
  return pairs === 0 ? undefined : parents.map((_, i) => rootOf(parents, i));
}

/** The first sketch from `from` on, below `a`, that is near to it; `a` if there is none. */
function nextNear(words: Int32Array, a: number, from: number): number {
  const at = a * REQUISITION;
  const [word0, word1, word2, word3] = [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0];
  for (let b = from; b < a; b++) {
    const other = b * REQUISITION;
    // Unrelated sketches differ in 64 bits: two words tell most of them apart.
    let bits = bitsIn(word0 ^ (words[other] ?? 0)) + bitsIn(word1 ^ (words[other + 1] ?? 0));
    if (bits > MAX_DIFFERING_BITS) continue;
    bits += bitsIn(word2 ^ (words[other + 2] ?? 0)) + bitsIn(word3 ^ (words[other + 3] ?? 0));
    if (bits <= MAX_DIFFERING_BITS) return b;
  }
  return a;
}

/** Paths are halved on the way. */
function rootOf(parents: Uint32Array, of: number): number {
  let at = of;
  for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
    parents[at] = parents[parent] ?? parent;
    at = parent;
  }
  return at;
}
