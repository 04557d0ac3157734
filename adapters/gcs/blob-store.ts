import { randomUUID } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import {
  assertBlobList,
  assertBlobName,
  assertByteRange,
  assertNotAborted,
  type BlobInfo,
  type BlobStore,
  type ByteRange,
  isBlobName,
  LIMITS,
} from "../../core/ports.ts";
import type { Authorization } from "../google/authorization.ts";
import type { HttpAnswer } from "../google/http-client.ts";
import { type GcsClient, gcsClient } from "./client.ts";
import { crc32c } from "./crc32c.ts";

export interface GcsBlobStoreOptions {
  readonly bucket: string;
  /** Only for the sentence that says how to make a bucket that is missing. */
  readonly projectId?: string;
  /** Of an emulator instead of the service, with scheme. */
  readonly endpoint?: string;
  /** How long a request may take in all before it fails. Default 60,000: tens of megabytes, on a slow network too. */
  readonly timeoutMs?: number;
  /** Default: Application Default Credentials. */
  readonly authorization?: Authorization;
}

/** Blobs as objects of one bucket, under their own names. Opens without a request. */
export function gcsBlobStore(options: GcsBlobStoreOptions): BlobStore {
  const { bucket, projectId, endpoint, timeoutMs = 60_000, authorization } = options;
  const client = gcsClient({ bucket, projectId, endpoint, timeoutMs, authorization });

  return {
    async put(name, bytes, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      await putOrCompare(client, name, bytes, signal);
    },

    async get(name, range, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (range === undefined) return getWhole(client, name, signal);
      assertByteRange(range);
      return getRange(client, name, range, signal);
    },

    async list(prefix, listOptions = {}, signal) {
      assertNotAborted(signal);
      assertBlobList(prefix, listOptions);
      return listPage(client, prefix, listOptions, signal);
    },

    async delete(name, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      await client.send("write", { method: "DELETE", path: pathOf(client, name) }, [404], signal);
    },

    async close() {
      client.close();
    },
  };
}

function pathOf({ objects }: GcsClient, name: string): string {
  return `/storage/v1/${objects}/${encodeURIComponent(name)}`;
}

/** A generation of 0 means: only if there is no such object (https://cloud.google.com/storage/docs/request-preconditions). */
async function putOrCompare(
  client: GcsClient,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = `/upload/storage/v1/${client.objects}?uploadType=multipart&ifGenerationMatch=0&fields=crc32c,size`;
  const checksum = crc32c(bytes);
  const { headers, body } = upload({ name, crc32c: checksum, contentType: "application/octet-stream" }, bytes);
  const answer = await client.send("write", { method: "POST", path, headers, body }, [412], signal);
  if (answer.status !== 412) return checkStored(name, answer, checksum);
  const stored = await getWhole(client, name, signal);
  if (stored === undefined) throw new AppError("unavailable", `blob ${name} was deleted while it was put again`);
  if (Buffer.compare(stored, bytes) !== 0) throw new AppError("conflict", `blob ${name} exists with other bytes`);
}

/** The description comes first, so that the service compares the checksum before the object is there. */
function upload(description: object, bytes: Uint8Array) {
  const boundary = `rolecall-${randomUUID()}`;
  const head = [
    `--${boundary}`,
    "content-type: application/json; charset=utf-8",
    "",
    JSON.stringify(description),
    `--${boundary}`,
    "content-type: application/octet-stream",
    "",
    "",
  ];
  return {
    headers: { "content-type": `multipart/related; boundary=${boundary}` },
    body: [Buffer.from(head.join("\r\n")), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)],
  };
}

function checkStored(name: string, { body }: HttpAnswer, checksum: string): void {
  const stored = jsonOf<{ readonly crc32c?: string }>(body, "outcome_unknown").crc32c;
  if (stored !== checksum) {
    throw new AppError("corrupt", `gcs: blob ${name} was stored with checksum ${stored} instead of ${checksum}`);
  }
}

async function getWhole(
  client: GcsClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const path = `${pathOf(client, name)}?alt=media`;
  const answer = await client.send("read", { method: "GET", path }, [404], signal);
  return answer.status === 404 ? undefined : checkedWhole(name, answer);
}

function checkedWhole(name: string, { headers, body }: HttpAnswer): Uint8Array {
  // A header that comes twice is joined by a comma as well.
  const hashes = String(headers["x-goog-hash"] ?? "").split(/, */);
  const stored = hashes.find((hash) => hash.startsWith("crc32c="));
  if (stored === undefined) throw new AppError("unavailable", `gcs: blob ${name} came without its checksum`);
  if (stored !== `crc32c=${crc32c(body)}`) {
    throw new AppError("corrupt", `gcs: blob ${name} came with ${body.length} bytes that fail its checksum, ${stored}`);
  }
  return body;
}

/** An empty range is asked for as one byte: only so does the service say whether there is such a blob. */
async function getRange(
  client: GcsClient,
  name: string,
  { from, to }: ByteRange,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const path = `${pathOf(client, name)}?alt=media`;
  const request = { method: "GET", path, headers: { range: `bytes=${from}-${Math.max(from, to - 1)}` } } as const;
  const answer = await client.send("read", request, [404, 416], signal);
  if (answer.status === 404) return undefined;
  if (answer.status === 416 || to === from) return new Uint8Array();
  // A server may leave a range aside and send the whole (RFC 9110, section 14.2).
  return answer.status === 200 ? checkedWhole(name, answer).slice(from, to) : checkedPart(name, answer, from, to);
}

/** `Content-Range: bytes 2-5/9` (RFC 9110, section 14.4): what the service meant to send. */
const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+)$/;

function checkedPart(name: string, { headers, body }: HttpAnswer, from: number, to: number): Uint8Array {
  const [, first, last, length] = CONTENT_RANGE.exec(headers["content-range"] ?? "")?.map(Number) ?? [];
  const end = Math.min(to, length ?? -1);
  if (first === from && last === end - 1 && body.length === end - from) return body;
  const meant = headers["content-range"] ?? "no range";
  throw new AppError("unavailable", `gcs: of blob ${name} came ${body.length} bytes (${meant}), not ${from} to ${to}`);
}

interface ObjectList {
  readonly items?: readonly { readonly name: string; readonly size: string }[];
  readonly nextPageToken?: string;
}

async function listPage(
  client: GcsClient,
  prefix: string,
  { after, limit = LIMITS.blobsPerList }: { readonly after?: string; readonly limit?: number },
  signal: AbortSignal | undefined,
): Promise<{ readonly blobs: readonly BlobInfo[]; readonly end: boolean }> {
  let pageToken: string | undefined;
  for (;;) {
    const query = new URLSearchParams({ prefix, maxResults: `${limit}`, fields: "items(name,size),nextPageToken" });
    // The offset is inclusive; of names that this store takes, none lies between one and itself with a hyphen behind.
    if (after !== undefined) query.set("startOffset", `${after}-`);
    if (pageToken !== undefined) query.set("pageToken", pageToken);
    const path = `/storage/v1/${client.objects}?${query}`;
    const { body } = await client.send("read", { method: "GET", path }, [], signal);
    const { items = [], nextPageToken } = jsonOf<ObjectList>(body, "unavailable");
    // Others may put objects into the bucket, for example a console's folders, `a/`.
    const blobs = items.filter(({ name }) => isBlobName(name)).map(({ name, size }) => ({ name, bytes: Number(size) }));
    if (blobs.length > 0 || nextPageToken === undefined) return { blobs, end: nextPageToken === undefined };
    pageToken = nextPageToken;
  }
}

/** Google's published shapes are trusted once the text is JSON. */
function jsonOf<Shape>(body: Uint8Array, codeOtherwise: "unavailable" | "outcome_unknown"): Shape {
  try {
    return JSON.parse(Buffer.from(body).toString()) as Shape;
  } catch (cause) {
    throw new AppError(codeOtherwise, "gcs: the answer is no JSON", { cause });
  }
}
