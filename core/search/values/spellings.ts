/**
 * The values of one column as numbers. A spelling is a value as listings write it; a key stands for all spellings that fold
 * to the same text ("React", "react"). Those of the snapshot come first, sorted by folded text, then by themselves, so that
 * the spellings of a key are neighbours and a value is found by bisection; new ones of the tail follow as they come, with
 * the key of the snapshot where it has one. All comparisons of text are by UTF-16 units.
 */
import { firstPlace } from "../bisect.ts";
import { foldValue } from "../fold.ts";
import { Uint32List } from "../growable.ts";
import type { Needs, Ordinals, Sections } from "../sections.ts";

/** Texts that were read from the snapshot are kept, so that a board's usual values are decoded once. */
const MAX_KEPT_TEXTS = 4_096;

const decoder = new TextDecoder();

export class Spellings {
  readonly #fold: (text: string) => string;
  readonly #bytes: Uint8Array;
  readonly #ends: Uint32Array;
  readonly #keyOf: Ordinals;
  readonly #ranks: Ordinals;
  readonly #keptTexts = new Map<number, string>();
  readonly #keptFolds = new Map<number, string>();
  /** First spelling of each key of the base, made when first asked for. */
  #starts: Uint32Array | undefined;
  readonly #interned = new Map<string, number>();
  readonly #newTexts: string[] = [];
  readonly #newKeyOf = new Uint32List();
  readonly #newKeys = new Map<string, number>();
  /** Spellings of the tail by their key. */
  readonly #newOf = new Map<number, number[]>();

  /** `fold` must be idempotent and the same when the snapshot was written. */
  constructor(base: Sections, name: string, fold: (text: string) => string = foldValue) {
    this.#fold = fold;
    this.#bytes = base.u8(`${name}.texts`);
    this.#ends = base.u32(`${name}.text-ends`);
    this.#keyOf = base.ordinals(`${name}.keys`);
    this.#ranks = base.ordinals(`${name}.ranks`);
  }

  /** What everything but `isBefore` reads. */
  need(needs: Needs): void {
    needs.add(this.#bytes).add(this.#ends).add(this.#keyOf);
  }

  needOrder(needs: Needs): void {
    needs.add(this.#ranks);
  }

  get baseCount(): number {
    return this.#ends.length;
  }

  /** Spellings, of the base and of the tail. */
  get count(): number {
    return this.baseCount + this.#newTexts.length;
  }

  get baseKeys(): number {
    return this.baseCount === 0 ? 0 : (this.#keyOf[this.baseCount - 1] ?? 0) + 1;
  }

  get keys(): number {
    return this.baseKeys + this.#newKeys.size;
  }

  /** Whether key and spelling are one and the same number. */
  get haveOwnKeys(): boolean {
    return this.keys === this.count;
  }

  keyOf(spelling: number): number {
    if (spelling < this.baseCount) return this.#keyOf[spelling] ?? 0;
    return this.#newKeyOf.at(spelling - this.baseCount);
  }

  textOf(spelling: number): string {
    if (spelling >= this.baseCount) return this.#newTexts[spelling - this.baseCount] ?? "";
    return kept(this.#keptTexts, spelling, () =>
      decoder.decode(this.#bytes.subarray(this.#start(spelling), this.#ends[spelling])),
    );
  }

  /** The key of a value, in whatever way it is written. */
  find(text: string): number | undefined {
    const folded = this.#fold(text);
    return this.#findInBase(folded) ?? this.#newKeys.get(folded);
  }

  /** The number of a spelling of the tail, a new one if nobody wrote it before. */
  intern(text: string): number {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    const folded = this.#fold(text);
    const key = this.#findInBase(folded) ?? this.#newKeys.get(folded) ?? this.#addKey(folded);
    const spelling = this.#findSpelling(key, text) ?? this.#add(text, key);
    this.#interned.set(text, spelling);
    return spelling;
  }

  /** The spellings of the base with a key: from the first up to, not including, the last. */
  baseRange(key: number): { readonly from: number; readonly to: number } {
    if (key >= this.baseKeys) return { from: 0, to: 0 };
    this.#starts ??= this.#startsOfKeys();
    return { from: this.#starts[key] ?? 0, to: this.#starts[key + 1] ?? 0 };
  }

  /** The spellings of the base whose folded text is not below `folded` start here. */
  lowerBound(folded: string): number {
    return firstPlace(0, this.baseCount, (spelling) => this.#foldedOf(spelling) >= folded);
  }

  newSpellingsOf(key: number): readonly number[] {
    return this.#newOf.get(key) ?? [];
  }

  /** Whether a spelling comes before another by its text. */
  isBefore(a: number, b: number): boolean {
    if (a < this.baseCount && b < this.baseCount) return (this.#ranks[a] ?? 0) < (this.#ranks[b] ?? 0);
    return this.textOf(a) < this.textOf(b);
  }

  #addKey(folded: string): number {
    const key = this.keys;
    this.#newKeys.set(folded, key);
    return key;
  }

  #add(text: string, key: number): number {
    const spelling = this.count;
    this.#newTexts.push(text);
    this.#newKeyOf.push(key);
    const others = this.#newOf.get(key);
    if (others === undefined) this.#newOf.set(key, [spelling]);
    else others.push(spelling);
    return spelling;
  }

  #findInBase(folded: string): number | undefined {
    const at = this.lowerBound(folded);
    return at < this.baseCount && this.#foldedOf(at) === folded ? this.#keyOf[at] : undefined;
  }

  #findSpelling(key: number, text: string): number | undefined {
    const { from, to } = this.baseRange(key);
    for (let spelling = from; spelling < to; spelling++) if (this.textOf(spelling) === text) return spelling;
    return undefined;
  }

  #foldedOf(spelling: number): string {
    return kept(this.#keptFolds, spelling, () => this.#fold(this.textOf(spelling)));
  }

  #start(spelling: number): number {
    return spelling === 0 ? 0 : (this.#ends[spelling - 1] ?? 0);
  }

  #startsOfKeys(): Uint32Array {
    const starts = new Uint32Array(this.baseKeys + 1).fill(this.baseCount);
    for (let spelling = this.baseCount - 1; spelling >= 0; spelling--) starts[this.#keyOf[spelling] ?? 0] = spelling;
    return starts;
  }
}

function kept(texts: Map<number, string>, spelling: number, read: () => string): string {
  const known = texts.get(spelling);
  if (known !== undefined) return known;
  const text = read();
  if (texts.size >= MAX_KEPT_TEXTS) texts.clear();
  texts.set(spelling, text);
  return text;
}
