import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";

export interface DynamodbOptions {
  readonly table: string;
  /** Default: AWS_REGION, then the profile. */
  readonly region?: string;
  /** Default: AWS_ENDPOINT_URL_DYNAMODB, then the region's own. */
  readonly endpoint?: string;
  /** Default: the SDK's chain (environment, profile, container, instance), which is not touched when these are given. */
  readonly credentials?: NonNullable<DynamoDBClientConfig["credentials"]>;
  /** Default 2,000: a handshake within a region takes milliseconds; a lost first packet is sent again after 1,000. */
  readonly connectionTimeoutMs?: number;
  /**
   * How long a request may go without its answer, and an answer without its next bytes. Default 5,000: a transaction takes
   * some 20, and whoever waits longer than this is better off asking what became of it.
   */
  readonly requestTimeoutMs?: number;
}

export const DEFAULTS = { connectionTimeoutMs: 2_000, requestTimeoutMs: 5_000 } as const;
