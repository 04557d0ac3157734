/**
 * Terms by number, from 0 without gaps, as an open-addressing hash table over their UTF-16 units. Most words of a listing are
 * plain ASCII and known: they are found where they lie in the text, so that no string is made of them (a `Map` takes
 * twice as long, most of it for strings that are thrown away).
 */

/** Strings from this length on are cut out of their text by V8 without a copy, and keep the whole text in memory. */
const SLICED_STRING = 13;

export class TermNumbers {
  readonly #terms: string[] = [];
  /** In pairs, to be read together: 1 + the number of a term (0: free) and its hash. At least half of the slots are free. */
  #slots = new Uint32Array(1 << 11);

  get terms(): readonly string[] {
    return this.#terms;
  }

  get(term: string): number | undefined {
    return this.find(term, 0, term.length);
  }

  /** The term that a part of a text is, read as if in lower case (of ASCII). */
  find(text: string, start: number, end: number): number | undefined {
    const hash = hashOf(text, start, end);
    const last = this.#slots.length - 2;
    for (let slot = (2 * hash) & last; ; slot = (slot + 2) & last) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number === -1) return undefined;
      if (this.#slots[slot + 1] === hash && isSame(this.#terms[number] ?? "", text, start, end)) return number;
    }
  }

  /** A term that is not there yet. */
  add(term: string): number {
    const own = term.length < SLICED_STRING ? term : copied(term);
    this.#terms.push(own);
    if (4 * this.#terms.length > this.#slots.length) this.#grow();
    else this.#place(this.#terms.length, hashOf(own, 0, own.length));
    return this.#terms.length - 1;
  }

  #place(name: number, hash: number): void {
    const last = this.#slots.length - 2;
    let slot = (2 * hash) & last;
    while (this.#slots[slot] !== 0) slot = (slot + 2) & last;
    this.#slots[slot] = name;
    this.#slots[slot + 1] = hash;
  }

  #grow(): void {
    this.#slots = new Uint32Array(4 * this.#slots.length);
    for (const [number, term] of this.#terms.entries()) this.#place(number + 1, hashOf(term, 0, term.length));
  }
}

/** FNV-1a over UTF-16 units; the upper bits go into the lower, which choose the slot. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ lower(text.charCodeAt(i)), 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function isSame(term: string, text: string, start: number, end: number): boolean {
  if (term.length !== end - start) return false;
  for (let i = 0; i < term.length; i++) if (term.charCodeAt(i) !== lower(text.charCodeAt(start + i))) return false;
  return true;
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

/** A string of its own: what is joined and read again is flat. */
function copied(term: string): string {
  const parts = `${term.slice(0, 1)}${term.slice(1)}`;
  parts.charCodeAt(0);
  return parts;
}
