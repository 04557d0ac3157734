import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { type Calls, callsOf, type Effect } from "../aws/calls.ts";
import { s3Error } from "./s3-error.ts";

export interface S3Options {
  readonly bucket: string;
  /** Default: AWS_REGION, then the profile. */
  readonly region?: string;
  /** Default: AWS_ENDPOINT_URL_S3, then the region's own. Behind an endpoint the bucket is named in the path, not in the host. */
  readonly endpoint?: string;
  /** Default: the SDK's chain (environment, profile, container, instance), which is not touched when these are given. */
  readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** Default 2,000: a handshake within a region takes milliseconds; a lost first packet is sent again after 1,000. */
  readonly connectionTimeoutMs?: number;
  /**
   * How long a connection may be silent, in either direction, before the call is given up. Default 10,000. Not a limit for
   * the whole call: tens of megabytes may take their time as long as they move; the caller's signal ends it earlier.
   */
  readonly idleTimeoutMs?: number;
}

export interface S3 extends Calls<S3Client> {
  readonly bucket: string;
}

/** Makes no request, so that a fault of the set-up is met, and said, by the first call. */
export function s3(options: S3Options): S3 {
  const { bucket, region, endpoint, credentials, connectionTimeoutMs = 2_000, idleTimeoutMs = 10_000 } = options;
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
