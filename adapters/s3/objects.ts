/** The objects of one bucket through the SDK: all but ranges of a bucket whose place and credentials are given. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AppError } from "../../core/errors.ts";
import type { BlobInfo, ByteRange } from "../../core/ports.ts";
import { messageOf, nameOf } from "../aws/call-error.ts";
import { rangeHeader, readBody } from "./body.ts";
import { type S3, s3 } from "./client.ts";
import type { S3Options } from "./options.ts";
import { absence } from "./s3-error.ts";

export interface Objects {
  /** False: the name is taken, and nothing was changed. */
  create(name: string, bytes: Uint8Array, signal: Signal): Promise<boolean>;
  /** `undefined` when there is no such object; no bytes for a range behind its end. */
  read(name: string, range: ByteRange | undefined, signal: Signal): Promise<Uint8Array | undefined>;
  list(prefix: string, after: string | undefined, limit: number, signal: Signal): Promise<ObjectPage>;
  remove(name: string, signal: Signal): Promise<void>;
  close(): void;
}

export interface ObjectPage {
  readonly blobs: readonly BlobInfo[];
  readonly end: boolean;
}

export function s3Objects(options: S3Options): Objects {
  const service = s3(options);
  return {
    create: (name, bytes, signal) => create(service, name, bytes, signal),
    read: (name, range, signal) => read(service, name, range, signal),
    list: (prefix, after, limit, signal) => listOnce(service, prefix, after, limit, signal),
    async remove(name, signal) {
      const command = new DeleteObjectCommand({ Bucket: service.bucket, Key: name });
      await service.call("write", signal, (client, callOptions) => client.send(command, callOptions));
    },
    close: () => service.close(),
  };
}

type Signal = AbortSignal | undefined;

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
      const absent = absence(error);
      if (absent !== undefined) return absent.bytes;
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
  const part = range === undefined ? { ChecksumMode: "ENABLED" as const } : { Range: rangeHeader(range) };
  return client.send(new GetObjectCommand({ Bucket: bucket, Key: name, ...part }), options);
}

async function listOnce(
  { bucket, call }: S3,
  prefix: string,
  after: string | undefined,
  limit: number,
  signal: Signal,
): Promise<ObjectPage> {
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
