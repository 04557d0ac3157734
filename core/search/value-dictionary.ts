/**
 * The values of one filter as numbers. A spelling is a value as listings write it; a key stands for all spellings that
 * fold to the same text ("React", "react"). Spellings are counted over the listings whose state is `published`, whatever
 * the clock says, so that the commonest one depends on the listings alone and a draft does not show through.
 */
import { foldValue } from "./fold.ts";
import { Uint32List } from "./growable.ts";

/** No further spelling. */
const NONE = 0xffff_ffff;

export class ValueDictionary {
  readonly #spellings = new Map<string, number>();
  readonly #keys = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #keyOf = new Uint32List();
  readonly #held = new Uint32List();
  readonly #published = new Uint32List();
  /** The spellings of a key as a chain. */
  readonly #firstSpelling = new Uint32List();
  readonly #nextSpelling = new Uint32List();

  get spellings(): number {
    return this.#texts.length;
  }

  get keys(): number {
    return this.#firstSpelling.length;
  }

  /** Key of every spelling. */
  get keyOf(): Uint32Array {
    return this.#keyOf.values;
  }

  textOf(spelling: number): string {
    return this.#texts[spelling] ?? "";
  }

  /** The number of a spelling, a new one if it was never seen. */
  spelling(text: string): number {
    const known = this.#spellings.get(text);
    if (known !== undefined) return known;
    const spelling = this.#texts.length;
    const key = this.#key(foldValue(text));
    this.#spellings.set(text, spelling);
    this.#texts.push(text);
    this.#keyOf.push(key);
    this.#held.push(0);
    this.#published.push(0);
    this.#nextSpelling.push(this.#firstSpelling.at(key));
    this.#firstSpelling.set(key, spelling);
    return spelling;
  }

  /** Counts a listing in (`by` 1) or out (-1) under its spelling. */
  count(spelling: number, isPublished: boolean, by: 1 | -1): void {
    this.#held.set(spelling, this.#held.at(spelling) + by);
    if (isPublished) this.#published.set(spelling, this.#published.at(spelling) + by);
  }

  /** Whether a listing ever had the value, in whatever way it is written. */
  knows(value: string): boolean {
    return this.#keys.has(foldValue(value));
  }

  /** 1 for every spelling of any of the values, in whatever way they are written; all 0 when no listing ever had them. */
  accepted(values: readonly string[]): Uint8Array {
    const accepted = new Uint8Array(this.spellings);
    for (const value of values) {
      const key = this.#keys.get(foldValue(value));
      if (key === undefined) continue;
      for (let next = this.#firstSpelling.at(key); next !== NONE; next = this.#nextSpelling.at(next))
        accepted[next] = 1;
    }
    return accepted;
  }

  /** The commonest spelling of a key; of equally common ones the first by code units. */
  commonest(key: number): string {
    let [best, bestCount] = ["", -1];
    for (let next = this.#firstSpelling.at(key); next !== NONE; next = this.#nextSpelling.at(next)) {
      if (this.#held.at(next) === 0) continue;
      const [text, count] = [this.textOf(next), this.#published.at(next)];
      if (count > bestCount || (count === bestCount && text < best)) [best, bestCount] = [text, count];
    }
    return best;
  }

  #key(folded: string): number {
    const known = this.#keys.get(folded);
    if (known !== undefined) return known;
    const key = this.#firstSpelling.length;
    this.#keys.set(folded, key);
    this.#firstSpelling.push(NONE);
    return key;
  }
}
