/** The light classes beside Node's own: whatever is done to both, both say the same. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BodyInput } from "../../functions/light-fetch/body.ts";
import { Headers as LightHeaders } from "../../functions/light-fetch/headers.ts";
import { Request as LightRequest, type RequestOptions } from "../../functions/light-fetch/request.ts";
import { Response as LightResponse, type ResponseOptions } from "../../functions/light-fetch/response.ts";

const KINDS = {
  light: { Headers: LightHeaders, Request: LightRequest, Response: LightResponse },
  // What only the tests may know: that both are used by the same members.
  node: { Headers, Request, Response } as unknown as {
    Headers: typeof LightHeaders;
    Request: typeof LightRequest;
    Response: typeof LightResponse;
  },
};
type Classes = (typeof KINDS)["light"];

/** What it gives, or which kind of error it throws: the text of an error is each one's own. */
async function outcome(work: (classes: Classes) => unknown, classes: Classes): Promise<unknown> {
  try {
    return { value: await work(classes) };
  } catch (error) {
    return { throws: error instanceof Error ? error.name : error };
  }
}

async function expectSame(work: (classes: Classes) => unknown): Promise<unknown> {
  const light = await outcome(work, KINDS.light);
  expect(light).toEqual(await outcome(work, KINDS.node));
  return light;
}

const text = (words: string) => new TextEncoder().encode(words);

function streamOf(...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

/** Made anew for each class: a stream can be read once. */
const BODIES: readonly (readonly [string, () => BodyInput])[] = [
  ["no body", () => null],
  ["an empty text", () => ""],
  ["a text", () => "Gärtner 🌱"],
  ["a text with a byte order mark", () => "\ufeffx\ufeff"],
  ["a text with a lone surrogate", () => "a\ud800b"],
  ["bytes", () => text("Gärtner 🌱")],
  ["no bytes", () => new Uint8Array()],
  ["bytes that are no UTF-8", () => Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0xc3)],
  ["a part of a buffer", () => text("0123456789").subarray(3, 6)],
  ["an ArrayBuffer", () => text('{"a":[1,2]}').buffer],
  ["a view that is no Uint8Array", () => new DataView(text("0123456789").buffer, 2, 3)],
  ["a stream", () => streamOf(text('{"a":'), text(""), text("[1]}"))],
  ["a stream of nothing", () => streamOf()],
];

const READERS: readonly (readonly [string, (from: LightRequest | LightResponse) => Promise<unknown>])[] = [
  ["text", (from) => from.text()],
  ["json", (from) => from.json()],
  ["arrayBuffer", async (from) => [...new Uint8Array(await from.arrayBuffer())]],
  ["bytes", async (from) => [...(await from.bytes())]],
  [
    "body",
    async (from) => {
      const bytes: number[] = [];
      for await (const chunk of from.body ?? []) bytes.push(...chunk);
      return bytes;
    },
  ],
];

const CASES = BODIES.flatMap(([name, make]) => READERS.map(([reader, read]) => ({ name, make, reader, read })));

describe("a body", () => {
  it.each(CASES)("of $name is read by $reader as Node's own", async ({ make, read }) => {
    await expectSame(async ({ Response }) => {
      const response = new Response(make());
      const before = [response.bodyUsed, response.body === null, response.headers.get("content-type")];
      return [...before, await read(response), response.bodyUsed, response.body?.locked];
    });
    await expectSame(({ Request }) => {
      const request = new Request("https://a.example/", { method: "POST", body: make(), duplex: "half" });
      return read(request);
    });
  });

  it.each(CASES)("of $name is read by $reader in a clone, and then in the original", async ({ make, read }) => {
    await expectSame(async ({ Response }) => {
      const response = new Response(make(), { status: 201, headers: { ETag: '"1"' } });
      const clone = response.clone();
      const answers = [await read(clone), clone.bodyUsed, response.bodyUsed, await read(response)];
      return [...answers, clone.status, [...clone.headers], clone.headers === response.headers];
    });
    await expectSame(async ({ Request }) => {
      const request = new Request("https://a.example/?a#b", { method: "PUT", body: make(), duplex: "half" });
      const clone = request.clone();
      return [await read(clone), await read(request), clone.url, clone.method, [...clone.headers]];
    });
  });

  it.each(CASES)("of $name is not given twice after $reader", async ({ make, read }) => {
    for (const again of [
      (from: LightResponse) => from.text(),
      (from: LightResponse) => from.clone(),
      (from: LightResponse) => from.bytes(),
    ]) {
      await expectSame(async ({ Response }) => {
        const response = new Response(make());
        await read(response).catch(() => undefined);
        const second = await again(response);
        return typeof second === "object" ? "an object" : second;
      });
    }
  });

  it.each(BODIES)("of %s is handed on to another answer", async (_name, make) => {
    await expectSame(async ({ Response }) => {
      const response = new Response(make(), { status: 203, statusText: "so so", headers: { a: "1" } });
      const other = new Response(response.body, response);
      other.headers.set("a", "2");
      const shown = [other.status, other.statusText, other.ok, [...other.headers], [...response.headers]];
      return [...shown, await other.text(), response.bodyUsed];
    });
  });

  it.each(BODIES)("of %s is handed on to another request", async (_name, make) => {
    await expectSame(async ({ Request }) => {
      const request = new Request("https://a.example/x", {
        method: "PATCH",
        body: make(),
        duplex: "half",
        headers: { a: "1" },
      });
      const other = new Request(request, { headers: { b: "2" } });
      return [other.url, other.method, [...other.headers], request.bodyUsed, await other.text()];
    });
  });

  it("that is being read, or was read, is refused by whoever would take it over", async () => {
    await expectSame(({ Response }) => {
      const stream = streamOf(text("a"));
      stream.getReader();
      return new Response(stream).status;
    });
    await expectSame(async ({ Response }) => {
      const stream = streamOf(text("a"));
      const reader = stream.getReader();
      await reader.read();
      reader.releaseLock();
      return new Response(stream).status;
    });
    await expectSame(async ({ Request }) => {
      const request = new Request("https://a.example", { method: "POST", body: "a" });
      await request.text();
      return new Request(request).url;
    });
    await expectSame(async ({ Response }) => {
      const response = new Response("abc");
      response.body?.getReader();
      return response.text();
    });
  });

  it("does not change with the bytes that it was made of", async () => {
    await expectSame(({ Response }) => {
      const bytes = text("abc");
      const response = new Response(bytes);
      bytes.fill(0x78);
      return response.text();
    });
    await expectSame(async ({ Response }) => {
      const response = new Response(text("abc"));
      const clone = response.clone();
      new Uint8Array(await clone.arrayBuffer()).fill(0x78);
      return response.text();
    });
  });

  it("of a kind that is not supported is refused by name", () => {
    for (const body of [new FormData(), new Blob(["a"]), new URLSearchParams("a=b"), 5, {}, ["a"]]) {
      expect(() => new LightResponse(body as unknown as string)).toThrow(/^a body of kind \[object \w+\] is not/);
      const init = { method: "POST", body: body as unknown as string };
      expect(() => new LightRequest("https://a.example", init)).toThrow(TypeError);
    }
  });

  it("of a stream that breaks, or that gives no bytes, cannot be read", async () => {
    await expectSame(({ Response }) => {
      const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new RangeError("cut")) });
      return new Response(broken).text();
    });
    await expectSame(({ Response }) => {
      const words = new ReadableStream({
        start(controller) {
          controller.enqueue("words");
          controller.close();
        },
      });
      return new Response(words as ReadableStream<Uint8Array>).text();
    });
  });
});

const NAMES = ["a", "Accept", "ACCEPT", "content-type", "Set-Cookie", "set-cookie", "x-z", "", "a b", "é", "a:b"];
const VALUES = ["1", "", " padded\t", "\r\nline\n", "a, b", "é\xff", "✗", "a\nb", "a\0b", "x=1; Path=/", "\x7f\x01"];

type Step = readonly ["append" | "set" | "delete" | "get" | "has", string, string];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom("append", "set", "delete", "get", "has"),
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() }),
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  ),
);

function apply({ Headers }: Classes, steps: readonly Step[]): unknown[] {
  const headers = new Headers();
  const said = steps.map(([verb, name, value]) => {
    try {
      return headers[verb](name, value) ?? null;
    } catch (error) {
      return error instanceof Error ? error.name : error;
    }
  });
  const seen: unknown[] = [];
  headers.forEach((value, name, all) => {
    seen.push([name, value, all === headers]);
  });
  const copy = new Headers(headers);
  copy.set("only-in", "the copy");
  const lists = [[...headers], [...headers.keys()], [...headers.values()], [...headers.entries()], [...copy]];
  return [said, seen, headers.getSetCookie(), ...lists];
}

describe("headers", () => {
  it("say after any series of changes what Node's own say", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        expect(apply(KINDS.light, steps)).toEqual(apply(KINDS.node, steps));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<readonly [string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "a"],
    ["a number", 5],
    ["a record", { B: "1", a: " 2 " }],
    ["a record with a number", { a: 1 }],
    [
      "pairs",
      [
        ["B", "1"],
        ["a", "2"],
        ["A", "3"],
      ],
    ],
    ["a map", new Map([["x", "y"]])],
    ["a pair too short", [["a"]]],
    ["a pair too long", [["a", "b", "c"]]],
    ["an empty list", []],
    ["Node's headers", new Headers({ a: "1" })],
    [
      "two cookies",
      [
        ["set-cookie", "a=1"],
        ["Set-Cookie", "b=2"],
        ["cookie", "c=3"],
      ],
    ],
  ])("are made of %s as Node's own", async (_name, init) => {
    await expectSame(({ Headers }) => [...new Headers(init as Record<string, string>)]);
  });
});

describe("an answer", () => {
  it.each<readonly [ResponseOptions, BodyInput]>([
    [{}, null],
    [{ status: 200, statusText: "fine" }, "a"],
    [{ status: 299 }, "a"],
    [{ status: 300 }, "a"],
    [{ status: 404, headers: [["a", "1"]] }, "a"],
    [{ status: 599 }, null],
    [{ status: 204 }, null],
    [{ status: 204 }, "a"],
    [{ status: 204 }, ""],
    [{ status: 205 }, "a"],
    [{ status: 304 }, Uint8Array.of(1)],
    [{ status: 304, headers: { ETag: '"1"' } }, null],
    [{ status: 101 }, null],
    [{ status: 199 }, null],
    [{ status: 600 }, null],
    [{ status: Number.NaN }, null],
    [{ statusText: "a\nb" }, null],
    [{ statusText: "✗" }, null],
    [{ headers: { "Content-Type": "application/json" } }, "{}"],
    [{ headers: { "content-type": "" } }, "{}"],
  ])("with %o has what Node's own has", async (init, body) => {
    await expectSame(({ Response }) => {
      const { status, statusText, ok, headers, type, url, redirected } = new Response(body, init);
      return { status, statusText, ok, headers: [...headers], type, url, redirected };
    });
  });
});

describe("a request", () => {
  it.each<readonly [string, RequestOptions]>([
    ["https://a.example", {}],
    ['https://a.example/ä b?q="1"&r=a+b%20#part', {}],
    ["https://a.example/a/../b/./%2e%2e/c//d", {}],
    ["https://A.example:443/", { method: "get" }],
    ["https://a.example/", { method: "patch" }],
    ["https://a.example/", { method: "PuRgE" }],
    ["https://a.example/", { method: "TRACE" }],
    ["https://a.example/", { method: "connect" }],
    ["https://a.example/", { method: "a b" }],
    ["https://a.example/", { method: "" }],
    ["https://a.example/", { method: "HEAD", body: "a" }],
    ["https://a.example/", { method: "GET", body: "" }],
    ["https://a.example/", { method: "get", body: null }],
    ["https://a.example/", { method: "POST", body: "a" }],
    ["https://a.example/", { method: "POST", body: "a", headers: { "Content-Type": "text/markdown" } }],
    ["https://a.example/", { method: "POST", body: streamOf() }],
    ["https://user:secret@a.example/", {}],
    ["/relative", {}],
    ["", {}],
  ])("for %s with %o has what Node's own has", async (url, init) => {
    await expectSame(({ Request }) => {
      const request = new Request(url, init);
      return [request.url, request.method, [...request.headers], request.body === null, request.signal.aborted];
    });
  });

  it("takes an address as URL, and a request, whose body it then has", async () => {
    await expectSame(({ Request }) => new Request(new URL("https://a.example/x y")).url);
    await expectSame(({ Request }) => {
      const request = new Request("https://a.example", { method: "POST", body: "a" });
      return new Request(request, { method: "GET" }).url;
    });
    await expectSame(async ({ Request }) => {
      const request = new Request("https://a.example", { method: "POST", body: "a" });
      const other = new Request(request, { body: "b", method: "PUT" });
      return [other.method, await other.text(), [...other.headers], request.bodyUsed];
    });
  });

  it("aborts with the signal that it was given", async () => {
    await expectSame(({ Request }) => {
      const stop = new AbortController();
      const request = new Request("https://a.example", { signal: stop.signal });
      const heirs = [new Request(request), request.clone(), new Request(request, { signal: null })];
      stop.abort();
      return [request, ...heirs].map(({ signal }) => signal.aborted);
    });
  });
});
