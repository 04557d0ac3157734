/**
 * The Lambda functions: `api` behind a function URL or an HTTP API, `maintenance` behind a schedule. Both come from one bundle;
 * each SDK client is loaded by the first request that needs it.
 */

import { AppError } from "../core/errors.ts";
import { awsEndpoint } from "./endpoint.ts";
import { functionSettings, requiredVariable } from "./function-settings.ts";
import type { Arrival } from "./http/instance.ts";
import { indexAgeMetric } from "./index-age-metric.ts";
import { instanceFrom } from "./instance-settings.ts";
import { type LambdaHttpEvent, type LambdaHttpResult, requestOf, resultOf } from "./lambda-event.ts";
import { lazyBlobStore } from "./lazy-blob-store.ts";
import { configuredService } from "./lazy-service.ts";
import type { MaintainedBoards } from "./maintain-boards.ts";
import { nodeEnv } from "./node-env.ts";
import type { Stores } from "./open-service.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";
import { cloudWatchRequestLog } from "./request-log.ts";

const MIB = 1024 * 1024;

/**
 * Lambda takes and gives 6 MB of JSON text for a call, in which a body is escaped or base64
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). Times end before the function's own 30 s.
 */
const LAMBDA_LIMITS: RequestLimits = {
  ...DEFAULT_REQUEST_LIMITS,
  importBytes: 4 * MIB,
  importDecodedBytes: 64 * MIB,
  importAnswerBytes: 3 * MIB,
  importsAtOnce: 1,
  importTimeoutMs: 20_000,
  importTakingMs: 5_000,
};

const environment = process.env;
const write = (line: string) => void process.stdout.write(`${line}\n`);
const env = nodeEnv({ log: write });

const service = configuredService({ env, limits: LAMBDA_LIMITS }, () => {
  const { board: name, ...settings } = functionSettings(environment, environment.AWS_ENDPOINT_URL_DYNAMODB);
  const table = requiredVariable(environment, "ROLECALL_TABLE");
  const bucket = requiredVariable(environment, "ROLECALL_BUCKET");
  const instance = instanceFrom(environment, env, cloudWatchRequestLog(write, table));
  return { ...settings, name, instance, openStores: () => openStores(table, bucket) };
});

/** What of Lambda's context is of use here. */
interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export async function api(event: LambdaHttpEvent, context?: LambdaContext): Promise<LambdaHttpResult> {
  const remainingMs = context?.getRemainingTimeInMillis();
  const { http, requestId } = event.requestContext;
  const arrival = { address: http.sourceIp, requestId };
  return resultOf(await answer(event, { ...arrival, ...(remainingMs === undefined ? {} : { remainingMs }) }));
}

async function answer(event: LambdaHttpEvent, arrival: Arrival): Promise<Response> {
  let request: Request;
  try {
    request = requestOf(event);
  } catch (cause) {
    // A method such as TRACE, which no `Request` can have, or a header that is none.
    return service.refuse(
      new AppError("invalid_parameter", "the method or a header of the request is none", { cause }),
    );
  }
  return service.fetch(request, arrival);
}

/** Fails when the work failed: Lambda counts it as an error and the schedule's next run does it again. */
export async function maintenance(): Promise<MaintainedBoards> {
  const opened = await service.opened();
  // The api, which is the same file, starts without it.
  const { maintainBoards } = await import("./maintain-boards.ts");
  const table = requiredVariable(environment, "ROLECALL_TABLE");
  return maintainBoards(opened, {
    onIndexAge: (board, seconds) => {
      write(indexAgeMetric({ at: env.now(), table, board, seconds }));
    },
  });
}

async function openStores(table: string, bucket: string): Promise<Stores> {
  const region = requiredVariable(environment, "AWS_REGION");
  const { dynamodbKeySpace } = await import("../adapters/dynamodb/key-space.ts");
  const blobs = lazyBlobStore(async () => {
    const { s3BlobStore } = await import("../adapters/s3/blob-store.ts");
    return s3BlobStore({ bucket, region, credentials, ...awsEndpoint(environment, "AWS_ENDPOINT_URL_S3") });
  });
  const space = dynamodbKeySpace({
    table,
    region,
    credentials,
    ...awsEndpoint(environment, "AWS_ENDPOINT_URL_DYNAMODB"),
  });
  return { space, blobs };
}

/** Lambda puts the role's credentials there and ends the process before they do; the SDK's search for them is 60 ms of a start. */
async function credentials() {
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    accessKeyId: requiredVariable(environment, "AWS_ACCESS_KEY_ID"),
    secretAccessKey: requiredVariable(environment, "AWS_SECRET_ACCESS_KEY"),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
