import { S3Client } from "@aws-sdk/client-s3";
import { type Calls, callsOf, type Effect } from "../aws/calls.ts";
import { DEFAULTS, type S3Options } from "./options.ts";
import { s3Error } from "./s3-error.ts";

export interface S3 extends Calls<S3Client> {
  readonly bucket: string;
}

/** Makes no request, so that a fault of the set-up is met, and said, by the first call. */
export function s3(options: S3Options): S3 {
  const { bucket, region, endpoint, credentials, connectionTimeoutMs, idleTimeoutMs } = { ...DEFAULTS, ...options };
  const client = new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    // Core repeats calls.
    maxAttempts: 1,
    // Puts and gets ask for the checksums they want; the SDK's own would be one more of another kind.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: connectionTimeoutMs, socketTimeout: idleTimeoutMs },
  });
  const toAppError = (error: unknown, effect: Effect, at: string) => s3Error(error, effect, { bucket, region: at });
  return { bucket, ...callsOf("s3", client, toAppError) };
}
