/** AWS Signature Version 4 in headers, by the SDK's own signer: what DynamoDB and S3 ask of a request. */
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SignedService {
  /** As signatures name it, such as `s3`. */
  readonly service: string;
  readonly region: string;
}

export interface UnsignedRequest {
  readonly method: string;
  /** Without a query, and of characters that no escape would change: as it is sent. */
  readonly path: string;
  /** By lower-case names, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Gives the headers to send. */
export type Signer = (request: UnsignedRequest, at: Date) => Promise<Record<string, string>>;

export function awsSigner(
  service: SignedService,
  credentials: AwsCredentials | (() => Promise<AwsCredentials>),
): Signer {
  const signer = new SignatureV4({ ...service, credentials, sha256: Sha256, uriEscapePath: false });
  return async ({ method, path, headers, body }, signingDate) => {
    const request = { method, path, body, headers: { ...headers }, protocol: "", hostname: headers.host ?? "" };
    return (await signer.sign(request, { signingDate })).headers;
  };
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 of OpenSSL as the signer wants it, and with a secret the HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", viewOf(secret));
  }

  update(chunk: Bytes): void {
    this.#hash.update(viewOf(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new TypeError("a signature takes each hash once");
  }
}

function viewOf(bytes: Bytes): string | NodeJS.ArrayBufferView {
  if (typeof bytes === "string") return bytes;
  return bytes instanceof ArrayBuffer
    ? new Uint8Array(bytes)
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
