/** Light fetch classes: the request that a function's event is turned into (fetch.spec.whatwg.org, section 5.4). */
import { Body, type BodyInput, isStream, mediaTypeOf } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

export interface RequestOptions {
  readonly method?: string | undefined;
  readonly headers?: HeadersInput | undefined;
  readonly body?: BodyInput | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** Must be given with a stream, as the standard wants it. */
  readonly duplex?: "half" | undefined;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Written in upper case whatever a caller writes; every other method is taken as it is. */
const NORMALIZED = /^(?:delete|get|head|options|post|put)$/i;
const FORBIDDEN = /^(?:connect|trace|track)$/i;

export class Request extends Body {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  #signal: AbortSignal | undefined;

  /** @throws TypeError for an address that is not absolute, and wherever else the standard says so. */
  constructor(input: string | URL | Request, init: RequestOptions = {}) {
    const base = input instanceof Request ? input : undefined;
    const url = base?.url ?? absolute(String(input));
    const method = init.method === undefined ? (base?.method ?? "GET") : methodOf(init.method);
    assertBodyFits(method, init, base);
    super(init.body ?? (base === undefined ? null : Body.taken(base)));
    this.url = url;
    this.method = method;
    this.headers = new Headers(init.headers ?? base?.headers);
    this.#signal = init.signal === undefined ? base?.signal : (init.signal ?? undefined);
    const type = mediaTypeOf(init.body);
    if (type !== undefined && !this.headers.has("content-type")) this.headers.set("content-type", type);
  }

  /** Aborts with the one that was given, else never. */
  get signal(): AbortSignal {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  /** @throws TypeError when the body has been read already. */
  clone(): Request {
    const { method, headers } = this;
    const body = Body.copied(this);
    return new Request(this.url, { method, headers, body, signal: this.#signal, duplex: "half" });
  }
}

function absolute(input: string): string {
  if (!URL.canParse(input)) throw new TypeError(`${JSON.stringify(input.slice(0, 200))} is no absolute address`);
  const { username, password, href } = new URL(input);
  if (username !== "" || password !== "") throw new TypeError("the address of a request has no credentials");
  return href;
}

function methodOf(method: string): string {
  if (!TOKEN.test(method) || FORBIDDEN.test(method)) throw new TypeError(`${JSON.stringify(method)} is no method here`);
  return NORMALIZED.test(method) ? method.toUpperCase() : method;
}

function assertBodyFits(method: string, { body = null, duplex }: RequestOptions, base: Request | undefined): void {
  const isBodyless = method === "GET" || method === "HEAD";
  if (isBodyless && (body !== null || (base?.body ?? null) !== null)) throw new TypeError(`${method} has no body`);
  if (isStream(body) && duplex === undefined) throw new TypeError("a body that is a stream needs duplex: half");
}
