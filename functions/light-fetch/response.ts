/** Light fetch classes: what Hono answers with (fetch.spec.whatwg.org, section 5.5). */
import { Body, type BodyInput, mediaTypeOf } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

export interface ResponseOptions {
  readonly status?: number | undefined;
  readonly statusText?: string | undefined;
  readonly headers?: HeadersInput | undefined;
}

/** Answers that end with their headers (fetch.spec.whatwg.org, "null body status"). */
const BODYLESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly type = "default";
  readonly url = "";
  readonly redirected = false;

  /** @throws RangeError for a status outside 200 to 599; TypeError for a body where the status allows none. */
  constructor(body: BodyInput = null, init: ResponseOptions = {}) {
    const { status = 200, statusText = "" } = init;
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError(`the status of an answer is 200 to 599, not ${status}`);
    }
    if (!REASON_PHRASE.test(statusText)) throw new TypeError("the status text holds what HTTP cannot carry");
    if (body !== null && BODYLESS.has(status)) throw new TypeError(`an answer of status ${status} has no body`);
    super(body);
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(init.headers);
    const type = mediaTypeOf(body);
    if (type !== undefined && !this.headers.has("content-type")) this.headers.set("content-type", type);
  }

  get ok(): boolean {
    return this.status < 300;
  }

  /** @throws TypeError when the body has been read already. */
  clone(): Response {
    return new Response(Body.copied(this), this);
  }
}
