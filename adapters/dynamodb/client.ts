import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Calls, callsOf, type Effect } from "../aws/calls.ts";
import { dynamodbError } from "./dynamodb-error.ts";
import { DEFAULTS, type DynamodbOptions } from "./options.ts";

export interface Dynamodb extends Calls<DynamoDBClient> {
  readonly table: string;
}

/** Makes no request, so that a fault of the set-up is met, and said, by the first call. */
export function dynamodb(options: DynamodbOptions): Dynamodb {
  const { table, region, endpoint, credentials, connectionTimeoutMs, requestTimeoutMs } = { ...DEFAULTS, ...options };
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
