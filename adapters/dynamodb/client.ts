import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { type Calls, callsOf, type Effect } from "../aws/calls.ts";
import { dynamodbError } from "./dynamodb-error.ts";

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

export interface Dynamodb extends Calls<DynamoDBClient> {
  readonly table: string;
}

/** Makes no request, so that a fault of the set-up is met, and said, by the first call. */
export function dynamodb(options: DynamodbOptions): Dynamodb {
  const { table, region, endpoint, credentials, connectionTimeoutMs = 2_000, requestTimeoutMs = 5_000 } = options;
  const client = new DynamoDBClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    // Core repeats calls; a repeat in here could take its own first attempt for a conflict.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK only prints a warning.
      throwOnRequestTimeout: true,
      // The request timeout ends with the answer's headers.
      socketTimeout: requestTimeoutMs,
    },
  });
  const toAppError = (error: unknown, effect: Effect, at: string) =>
    dynamodbError(error, effect, { table, region: at });
  return { table, ...callsOf("dynamodb", client, toAppError) };
}
