/** What a platform answers in our place, and how much of the catalogue it gets with every run of the tests. */
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { RawRequest, Request } from "./case.ts";

export interface Instead {
  readonly because: string;
  /** Of an answer in its own form, beside the one that we give where the request does reach us. */
  readonly statuses: readonly number[];
}

export interface Platform {
  /** Every how manieth case of a class is sent; 1 sends all. */
  readonly every: number;
  /** Most memory that a process of it may have, in MiB. */
  readonly peakMiB: number;
  /** `undefined`: we answer ourselves. */
  instead(request: Request | RawRequest): Instead | undefined;
}

const LARGEST_BODY = 128 * 1_024 * 1_024;
/** Of some 4,900 cases a whole run takes minutes over an emulator; `npm run hostile` sends them all. */
const SAMPLE = 4;
const OURSELVES = { every: 1, instead: () => undefined } as const;

/**
 * A process of some 150 MiB that unpacks 128 MiB, turns them into text, and keeps neither. Seen: 549 MiB.
 */
export const LOCAL: Platform = { ...OURSELVES, peakMiB: 1_024 };

/** An import may unpack 64 MiB there, and `api` has 1,024 MB. Seen: 228 MiB. */
export const LAMBDA: Platform = { every: SAMPLE, peakMiB: 512, instead: readByUrl };
/** The same, in 512 MiB: `infra/gcp/parameters.ts`. Seen: 410 MiB. */
export const CLOUD_RUN: Platform = { ...OURSELVES, every: SAMPLE, peakMiB: 512 };

/**
 * The functions framework reads and unpacks a body by its own ideas before the function sees the request (`test/acceptance/
 * platform-cases.ts`), and has no bound of its own on what comes out: Cloud Run is served without it. Seen: 1,213 MiB.
 */
export const FRAMEWORK: Platform = { every: SAMPLE, peakMiB: 1_536, instead: answeredByExpress };

/** The event brings a path that our own server refuses to read. */
function readByUrl(request: Request | RawRequest): Instead | undefined {
  if ("pieces" in request || !request.path.includes("\\")) return undefined;
  return { because: "a backslash is a slash to a parser of addresses", statuses: [404] };
}

function answeredByExpress(request: Request | RawRequest): Instead | undefined {
  const because = "pieces" in request ? rawParses(request) : (decodes(request) ?? parses(request));
  return because === undefined ? undefined : { because, statuses: [400, 404, 413, 415] };
}

/** Of requests written out by hand, all bodies are to be JSON. */
function rawParses({ pieces }: RawRequest): string | undefined {
  const [head = "", ...body] = Buffer.concat(pieces).toString("latin1").split("\r\n\r\n");
  const isRead = /^POST .*\r\ncontent-type: application\/json/is.test(head);
  return !isRead || isDocument(body.join("\r\n\r\n")) ? undefined : "it parses JSON first";
}

function decodes({ path }: Request): string | undefined {
  try {
    decodeURIComponent(path.split("?")[0] ?? "");
    return undefined;
  } catch {
    return "its router decodes paths first";
  }
}

const TYPE = /^([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)\s*(?:;|$)/;

/** body-parser, with the options of the framework. */
function parses({ headers, body }: Request): string | undefined {
  const header = (name: string) => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  const type = TYPE.exec(header("content-type") ?? "")?.[1]?.toLowerCase();
  if (body === undefined || type === undefined) return undefined;
  if (/charset=(?!"?utf-8"?$)/i.test(header("content-type") ?? "")) return "it knows charsets of its own";
  const unpacked = unpack(body, header("content-encoding")?.toLowerCase());
  if (unpacked === undefined) return "it undoes encodings first";
  if (type !== "application/json" || unpacked.length === 0) return undefined;
  return isDocument(new TextDecoder().decode(unpacked)) ? undefined : "it parses JSON first";
}

function unpack(body: Uint8Array, encoding = "identity"): Uint8Array | undefined {
  const options = { maxOutputLength: LARGEST_BODY * 2 };
  try {
    switch (encoding) {
      case "identity":
        return body;
      case "gzip":
        return gunzipSync(body, options);
      case "deflate":
        return inflateSync(body, options);
      case "br":
        return brotliDecompressSync(body, options);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** Only objects and lists are JSON to it. */
function isDocument(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
