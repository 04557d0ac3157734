import type { S3ClientConfig } from "@aws-sdk/client-s3";

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

export const DEFAULTS = { connectionTimeoutMs: 2_000, idleTimeoutMs: 10_000 } as const;
