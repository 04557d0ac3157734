/**
 * Light fetch classes, part of three: header fields as the Fetch standard has them (fetch.spec.whatwg.org, section 2.2.2
 * and 5.1), without the guards, which Node does not have either.
 *
 * Node loads its own `Request`, `Response` and `Headers` when one of them is first touched, and with them all of undici:
 * some 40 ms of CPU in a new process, most of the cold start of a function that answers its events by itself. The bundle
 * for Lambda takes these in their place (`infra/bundle.ts`); nothing else does.
 */

export type HeadersInput =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string>>
  | { readonly [Symbol.iterator]: () => Iterator<[string, string]> };

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const OUTER_WHITESPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;
const BROKEN_VALUE = /[\0\n\r]|[^\0-\xff]/;

/** Fields that repeat in an answer, one line each: their values hold commas of their own (RFC 6265, section 3). */
const COOKIES = "set-cookie";

export class Headers {
  /** By name in lower case; several values are one, joined as RFC 9110 section 5.3 has it. */
  readonly #values = new Map<string, string>();
  readonly #cookies: string[] = [];

  /** @throws TypeError for names and values that HTTP cannot carry. */
  constructor(init?: HeadersInput) {
    if (init === undefined) return;
    for (const [name, value] of pairsOf(init)) this.append(name, value);
  }

  append(name: string, value: string): void {
    const [key, text] = [keyOf(name), textOf(value)];
    if (key === COOKIES) {
      this.#cookies.push(text);
      return;
    }
    const before = this.#values.get(key);
    this.#values.set(key, before === undefined ? text : `${before}, ${text}`);
  }

  set(name: string, value: string): void {
    const [key, text] = [keyOf(name), textOf(value)];
    if (key === COOKIES) this.#cookies.splice(0, this.#cookies.length, text);
    else this.#values.set(key, text);
  }

  get(name: string): string | null {
    const key = keyOf(name);
    if (key !== COOKIES) return this.#values.get(key) ?? null;
    return this.#cookies.length === 0 ? null : this.#cookies.join(", ");
  }

  getSetCookie(): string[] {
    return [...this.#cookies];
  }

  has(name: string): boolean {
    const key = keyOf(name);
    return key === COOKIES ? this.#cookies.length > 0 : this.#values.has(key);
  }

  delete(name: string): void {
    const key = keyOf(name);
    if (key === COOKIES) this.#cookies.length = 0;
    else this.#values.delete(key);
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  /** By name; each cookie on its own. What changes meanwhile is not seen. */
  entries(): IterableIterator<[string, string]> {
    const cookies = this.#cookies.map((value): [string, string] => [COOKIES, value]);
    return [...this.#values, ...cookies].sort(byName).values();
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return "Headers";
  }
}

/** The sort keeps cookies in the order they were added: it is stable. */
function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function pairsOf(init: HeadersInput): Iterable<readonly [string, string]> {
  if (typeof init !== "object" || init === null) throw new TypeError(`headers cannot be ${String(init)}`);
  if (!(Symbol.iterator in init)) return Object.entries(init);
  return [...(init as Iterable<readonly [string, string]>)].map((pair) => {
    const [name, value, ...rest] = pair;
    if (name === undefined || value === undefined || rest.length > 0) {
      throw new TypeError(`a header must be a pair of name and value, not ${JSON.stringify(pair)}`);
    }
    return [name, value];
  });
}

function keyOf(name: string): string {
  const text = String(name);
  if (!TOKEN.test(text)) throw new TypeError(`${JSON.stringify(text)} is no name of a header`);
  return text.toLowerCase();
}

function textOf(value: string): string {
  const text = String(value).replace(OUTER_WHITESPACE, "");
  if (BROKEN_VALUE.test(text)) throw new TypeError(`${JSON.stringify(text)} cannot be the value of a header`);
  return text;
}
