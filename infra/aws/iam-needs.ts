/**
 * Which actions of IAM a request to DynamoDB or S3 needs, read from what goes over the wire. A test feeds it what the
 * functions really send and compares with the roles: nothing is missing, and nothing is granted for nothing.
 */
import * as z from "zod";
import { AppError } from "../../core/errors.ts";

export interface WireRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly method: string;
  /** Absolute, or the path of a path-style request: `/bucket/key?x-id=GetObject`. */
  readonly url: string;
  readonly body: string | Uint8Array;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
const SAME_NAME: ReadonlySet<string> = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "DescribeTable",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
]);

/** Transactions are no actions of their own: each element needs what it would need alone. */
const TRANSACTION_ELEMENTS: Readonly<Record<string, string>> = {
  ConditionCheck: "dynamodb:ConditionCheckItem",
  Delete: "dynamodb:DeleteItem",
  Get: "dynamodb:GetItem",
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
};

const TRANSACTION = z.object({ TransactItems: z.array(z.record(z.string(), z.unknown())) });

/**
 * By method, what the path names, and the query parameters that choose the operation.
 * A read needs `s3:ListBucket` too: without it a missing object is 403, and absence could not be told from refusal.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
const S3_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "GET bucket?list-type": ["s3:ListBucket"],
  "HEAD bucket": ["s3:ListBucket"],
  "PUT bucket": ["s3:CreateBucket"],
  "DELETE bucket": ["s3:DeleteBucket"],
  "POST bucket?delete": ["s3:DeleteObject"],
  "GET object": ["s3:GetObject", "s3:ListBucket"],
  "HEAD object": ["s3:GetObject", "s3:ListBucket"],
  "PUT object": ["s3:PutObject"],
  "DELETE object": ["s3:DeleteObject"],
  "POST object?uploads": ["s3:PutObject"],
  "PUT object?uploadId": ["s3:PutObject"],
  "POST object?uploadId": ["s3:PutObject"],
  "DELETE object?uploadId": ["s3:AbortMultipartUpload"],
};

/** Parameters that change what an operation answers, not which one it is. `x-id` is the SDK's own note. */
const INERT =
  /^(x-id|prefix|delimiter|max-keys|continuation-token|start-after|encoding-type|fetch-owner|partNumber|response-[a-z-]+)$/;

/** A bucket in the host's name: `board.s3.eu-central-1.amazonaws.com`. */
const BUCKET_IN_HOST = /^[^/]+\.s3[.-]/;

/**
 * In alphabetical order, each once.
 *
 * @throws AppError `invalid_parameter` for a request that is not in the tables: add it, with its source.
 */
export function iamActionsOf(request: WireRequest): string[] {
  const target = header(request, "x-amz-target");
  const actions = target === undefined ? s3Actions(request) : dynamodbActions(target, request.body);
  return [...new Set(actions)].sort();
}

function dynamodbActions(target: string, body: string | Uint8Array): readonly string[] {
  const [, operation = ""] = /^DynamoDB_\d+\.(\w+)$/.exec(target) ?? [];
  if (SAME_NAME.has(operation)) return [`dynamodb:${operation}`];
  if (operation !== "TransactWriteItems" && operation !== "TransactGetItems") throw unknown(target);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const { TransactItems } = TRANSACTION.parse(JSON.parse(text));
  return TransactItems.flatMap(Object.keys).map((kind) => {
    const action = TRANSACTION_ELEMENTS[kind];
    if (action === undefined) throw unknown(`${operation} with ${kind}`);
    return action;
  });
}

function s3Actions(request: WireRequest): readonly string[] {
  const { method, url } = request;
  const { host, pathname, searchParams } = new URL(url, "http://path.style");
  const names = pathname.split("/").filter((part) => part !== "").length;
  const what = names > (BUCKET_IN_HOST.test(header(request, "host") ?? host) ? 0 : 1) ? "object" : "bucket";
  const choosing = [...searchParams.keys()].filter((name) => !INERT.test(name)).sort();
  const operation = `${method} ${what}${choosing.length === 0 ? "" : `?${choosing.join("&")}`}`;
  const actions = S3_ACTIONS[operation];
  if (actions === undefined || !isForS3(request)) throw unknown(`${operation} of ${url}`);
  return [...actions, ...(readsFirst(request) ? ["s3:GetObject"] : [])];
}

/** A copy reads its source, and `If-Match` compares with what is there: conditional-writes.html of the user's guide. */
function readsFirst(request: WireRequest): boolean {
  if (request.method !== "PUT" && request.method !== "POST") return false;
  return header(request, "x-amz-copy-source") !== undefined || header(request, "if-match") !== undefined;
}

/** The signature names its service; requests seen before they are signed are taken at their shape. */
function isForS3(request: WireRequest): boolean {
  const [, service = "s3"] = /\/([a-z0-9-]+)\/aws4_request/.exec(header(request, "authorization") ?? "") ?? [];
  return service === "s3";
}

function header({ headers }: WireRequest, name: string): string | undefined {
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === "string" ? value : value?.[0];
}

function unknown(what: string): AppError {
  return new AppError("invalid_parameter", `no table says which IAM actions ${what} needs`);
}
