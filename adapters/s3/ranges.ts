/** Ranges of blobs, which a cold function reads first of all, without the SDK. */
import type { IncomingMessage } from "node:http";
import type { ByteRange } from "../../core/ports.ts";
import { serviceError } from "../aws/call-error.ts";
import { regionalHost } from "../aws/regional-host.ts";
import { type SignedHttp, signedHttp, textOf } from "../aws/signed-http.ts";
import { rangeHeader, readBody } from "./body.ts";
import { DEFAULTS, type S3Options } from "./options.ts";

export interface Ranges {
  /** @throws what the service says, in the SDK's form; what Node's client throws. */
  read(name: string, range: ByteRange, signal: AbortSignal | undefined): Promise<Uint8Array>;
  close(): void;
}

/** `undefined` where it takes the SDK to know the credentials, or how the bucket is addressed. */
export function s3Ranges(options: S3Options): Ranges | undefined {
  const { region, credentials, connectionTimeoutMs, idleTimeoutMs } = { ...DEFAULTS, ...options };
  const place = placeOf(options);
  if (region === undefined || credentials === undefined || place === undefined) return undefined;
  const http = signedHttp({
    ...{ service: "s3", region, credentials, connectionTimeoutMs, idleTimeoutMs },
    endpoint: place.endpoint,
  });
  return {
    read: (name, range, signal) => readRange(http, `${place.folder}/${name}`, range, signal),
    close: http.close,
  };
}

/** Of a bucket with dots the service's certificate does not hold. */
function placeOf({ bucket, region, endpoint }: S3Options) {
  if (endpoint !== undefined) return { endpoint, folder: `/${bucket}` };
  const own = bucket.includes(".") ? undefined : regionalHost(`${bucket}.s3`, region);
  return own === undefined ? undefined : { endpoint: own, folder: "" };
}

async function readRange(
  http: SignedHttp,
  path: string,
  range: ByteRange,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const headers = { range: rangeHeader(range) };
  const answer = await http.send({ method: "GET", path, headers }, signal);
  const { statusCode = 0, headers: said } = answer;
  if (statusCode < 200 || statusCode > 299) throw refusal(answer, await textOf(answer));
  const length = said["content-length"];
  return readBody(
    {
      Body: answer,
      ContentLength: length === undefined ? undefined : Number(length),
      ContentRange: said["content-range"],
    },
    range,
  );
}

/** S3 says in XML what is wrong, of which these three are all that is read. */
function refusal(answer: IncomingMessage, xml: string): Error {
  const said = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  const error = serviceError(said("Code") ?? "UnknownError", said("Message") ?? `status ${answer.statusCode}`, answer);
  return Object.assign(error, { Region: said("Region") });
}
