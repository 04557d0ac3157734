import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
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
import { messageOf, nameOf, statusOf } from "../aws/call-error.ts";
import { readBody } from "./body.ts";
import { type S3, type S3Options, s3 } from "./client.ts";

/** Blobs as the objects of one S3 bucket, under their own names. The bucket is not asked for before the first call. */
export function s3BlobStore(options: S3Options): BlobStore {
  const service = s3(options);

  return {
    async put(name, bytes, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (await create(service, name, bytes, signal)) return;
      const stored = await read(service, name, undefined, signal);
      if (stored === undefined)
        throw new AppError("unavailable", `s3: blob ${name} was deleted while it was put again`);
      if (Buffer.compare(stored, bytes) !== 0) throw new AppError("conflict", `blob ${name} exists with other bytes`);
    },

    async get(name, range, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      if (range === undefined) return read(service, name, undefined, signal);
      assertByteRange(range);
      if (range.from < range.to) return read(service, name, range, signal);
      // HTTP has no empty range: one byte tells whether there is such a blob.
      const byte = await read(service, name, { from: range.from, to: range.from + 1 }, signal);
      return byte?.slice(0, 0);
    },

    async list(prefix, listOptions = {}, signal) {
      assertNotAborted(signal);
      assertBlobList(prefix, listOptions);
      // S3 lists nothing under a prefix that begins no name, and MinIO refuses to.
      if (!isBlobName(prefix) && !isBlobName(`${prefix}a`)) return { blobs: [], end: true };
      const { limit = LIMITS.blobsPerList } = listOptions;
      for (let after = listOptions.after; ; ) {
        const page = await listOnce(service, prefix, after, limit, signal);
        const blobs = page.blobs.filter(({ name }) => isBlobName(name));
        // A page of nothing but foreign objects would leave the caller with no name to go on from.
        if (blobs.length > 0 || page.end) return { blobs, end: page.end };
        after = page.blobs.at(-1)?.name;
      }
    },

    async delete(name, signal) {
      assertNotAborted(signal);
      assertBlobName(name);
      const command = new DeleteObjectCommand({ Bucket: service.bucket, Key: name });
      await service.call("write", signal, (client, callOptions) => client.send(command, callOptions));
    },

    async close() {
      service.close();
    },
  };
}

type Signal = AbortSignal | undefined;

/** False: the name is taken, and nothing was changed. */
async function create(service: S3, name: string, bytes: Uint8Array, signal: Signal): Promise<boolean> {
  const command = new PutObjectCommand({
    Bucket: service.bucket,
    Key: name,
    Body: bytes,
    IfNoneMatch: "*",
    // The service refuses a body that does not fit, keeps the checksum and sends it with every whole answer. The ETag is
    // no checksum: what it is made of depends on encryption and on how the upload was cut.
    ChecksumAlgorithm: "SHA256",
  });
  return service.call("write", signal, async (client, options) => {
    try {
      await client.send(command, options);
      return true;
    } catch (error) {
      if (nameOf(error) === "PreconditionFailed") return false;
      throw error;
    }
  });
}

async function read(
  service: S3,
  name: string,
  range: ByteRange | undefined,
  signal: Signal,
): Promise<Uint8Array | undefined> {
  return service.call("read", signal, async (client, options) => {
    try {
      return await readBody(await ask(client, service.bucket, name, range, options), range);
    } catch (error) {
      if (nameOf(error) === "NoSuchKey") return undefined;
      // 416 is said of an object that is there: of one that is not, NoSuchKey is.
      if (statusOf(error) === 416) return new Uint8Array();
      if (messageOf(error).startsWith("Checksum mismatch")) {
        throw new AppError("corrupt", `s3: blob ${name} does not fit its stored checksum`, { cause: error });
      }
      throw error;
    }
  });
}

function ask(
  client: S3Client,
  bucket: string,
  name: string,
  range: ByteRange | undefined,
  options: { abortSignal?: AbortSignal },
) {
  // A stored checksum is that of the whole object and says nothing of a part.
  const part = range === undefined ? { ChecksumMode: "ENABLED" as const } : { Range: headerOf(range) };
  return client.send(new GetObjectCommand({ Bucket: bucket, Key: name, ...part }), options);
}

function headerOf({ from, to }: ByteRange): string {
  return `bytes=${from}-${to - 1}`;
}

async function listOnce(
  { bucket, call }: S3,
  prefix: string,
  after: string | undefined,
  limit: number,
  signal: Signal,
): Promise<{ readonly blobs: readonly BlobInfo[]; readonly end: boolean }> {
  const command = new ListObjectsV2Command({
    Bucket: bucket,
    Prefix: prefix,
    MaxKeys: limit,
    ...(after === undefined ? {} : { StartAfter: after }),
  });
  const {
    Contents = [],
    IsTruncated,
    KeyCount,
  } = await call("read", signal, (client, options) => client.send(command, options));
  // XML that was cut may still read as a shorter list.
  if (IsTruncated === undefined || KeyCount !== Contents.length) {
    throw new AppError("unavailable", `s3: bucket ${bucket}: a list was cut short`);
  }
  return { blobs: Contents.map(({ Key = "", Size = 0 }) => ({ name: Key, bytes: Size })), end: !IsTruncated };
}
