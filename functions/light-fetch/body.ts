/**
 * Light fetch classes: a body that is read once, whatever it came as (fetch.spec.whatwg.org, sections 2.2.4 and 5.3).
 * A base class, because it is one in the standard too: requests and responses include the same body.
 */

/** What a body may be. `Blob`, `FormData` and `URLSearchParams` would need what these classes are there to leave out. */
export type BodyInput = string | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | null;

const encoder = new TextEncoder();
/** Drops a byte order mark and replaces what is no UTF-8, as the standard decodes a body. */
const decoder = new TextDecoder();
const BYTE_ORDER_MARK = "\ufeff";

export class Body {
  /** What is known whole; `undefined` when all there is is a stream. */
  readonly #content: string | Uint8Array | null | undefined;
  /** Made only when somebody asks for it. */
  #stream: ReadableStream<Uint8Array> | undefined;
  #isTaken = false;

  /** @throws TypeError for a kind of body that is not supported, and for a stream that is being read already. */
  constructor(input: BodyInput) {
    if (!isStream(input)) this.#content = contentOf(input);
    else if (input.locked || isDisturbed(input)) throw new TypeError("the stream is being read already");
    else this.#stream = input;
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#content === null) return null;
    if (this.#stream === undefined) {
      this.#stream = streamOf(bytesOf(this.#content ?? ""));
      // What was read whole is a stream that nobody can read any more.
      if (this.#isTaken) this.#stream.getReader();
    }
    return this.#stream;
  }

  get bodyUsed(): boolean {
    return this.#isTaken || (this.#stream !== undefined && isDisturbed(this.#stream));
  }

  async text(): Promise<string> {
    const content = await this.#take();
    if (typeof content !== "string") return decoder.decode(content);
    const text = content.toWellFormed();
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    // A copy: the bytes may be a clone's too.
    return new Uint8Array(bytesOf(await this.#take()));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  /** The content for somebody else, who reads it in this one's place. */
  static taken(from: Body): BodyInput {
    if (from.#content === null) return null;
    from.#assertReadable();
    const content = from.#stream ?? from.#content ?? null;
    from.#isTaken = true;
    return content;
  }

  /** The content once more; both can be read. */
  static copied(from: Body): BodyInput {
    from.#assertReadable();
    if (from.#stream === undefined) return from.#content ?? null;
    const [mine, other] = from.#stream.tee();
    from.#stream = mine;
    return other;
  }

  #assertReadable(): void {
    if (this.bodyUsed || this.#stream?.locked === true) throw new TypeError("the body has been read already");
  }

  async #take(): Promise<string | Uint8Array> {
    if (this.#content === null) return "";
    this.#assertReadable();
    this.#isTaken = true;
    return this.#stream === undefined ? (this.#content ?? "") : gathered(this.#stream);
  }
}

/** The media type that such a body has unless its headers say otherwise. */
export function mediaTypeOf(input: BodyInput | undefined): string | undefined {
  return typeof input === "string" ? "text/plain;charset=UTF-8" : undefined;
}

export function isStream(input: BodyInput | undefined): input is ReadableStream<Uint8Array> {
  // Not `instanceof`: naming the global loads Node's web streams, 2 ms that most answers can do without.
  return typeof input === "object" && input !== null && "getReader" in input;
}

/** Whether anything was read of it. Nothing but Node's own module can tell; it is loaded when there is a stream to ask about. */
function isDisturbed(stream: ReadableStream): boolean {
  // The types know Node's own streams only, the function takes both (Node's documentation of `stream.isDisturbed`).
  const { isDisturbed: asked } = process.getBuiltinModule("node:stream").Readable as unknown as {
    isDisturbed(stream: unknown): boolean;
  };
  return asked(stream);
}

/** A copy, as the standard has it: what the giver does to its bytes later changes no body. */
function contentOf(input: Exclude<BodyInput, ReadableStream>): string | Uint8Array | null {
  if (typeof input === "string" || input === null) return input;
  if (input instanceof ArrayBuffer) return new Uint8Array(input).slice();
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice();
  throw new TypeError(`a body of kind ${Object.prototype.toString.call(input)} is not supported here`);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? encoder.encode(content) : content;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
      controller.close();
    },
  });
}

/** To its end, and nobody can read it after that: the lock stays. */
async function gathered(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    if (!(value instanceof Uint8Array)) throw new TypeError("a chunk of the body is no Uint8Array");
    chunks.push(value);
  }
}
