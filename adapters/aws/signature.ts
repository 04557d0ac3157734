/**
 * AWS Signature Version 4, as DynamoDB and S3 take it in headers
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
import { createHash, createHmac } from "node:crypto";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
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
  /** By lower-case names, `host` among them. All are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** The headers to send. @param at milliseconds since 1970; the services take 15 minutes (S3) or 5 to either side. */
export function signedHeaders(
  { service, region }: SignedService,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { method, path, headers, body = "" }: UnsignedRequest,
  at: number,
): Record<string, string> {
  const time = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");
  const contentHash = sha256(body);
  const all: Record<string, string> = {
    ...headers,
    "x-amz-content-sha256": contentHash,
    "x-amz-date": time,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(all).sort();
  const lines = names.map((name) => `${name}:${all[name]}\n`).join("");
  const canonical = [method, path, "", lines, names.join(";"), contentHash].join("\n");
  const scope = [time.slice(0, 8), region, service, "aws4_request"];
  const toSign = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part).digest(), `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).digest("hex");
  const credential = `${accessKeyId}/${scope.join("/")}`;
  all.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return all;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string) {
  return createHmac("sha256", key).update(text);
}
