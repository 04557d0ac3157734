/** The three reads of DynamoDB, of which a cold function does nothing else: signed here where the place is given, else by the SDK. */
import type { IncomingMessage } from "node:http";
import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { messageOf, serviceError } from "../aws/call-error.ts";
import { regionalHost } from "../aws/regional-host.ts";
import { type SignedHttp, signedHttp, textOf } from "../aws/signed-http.ts";
import { dynamodbError } from "./dynamodb-error.ts";
import { DEFAULTS, type DynamodbOptions } from "./options.ts";

interface Operations {
  readonly GetItem: { readonly input: GetItemCommandInput; readonly output: Pick<GetItemCommandOutput, "Item"> };
  readonly BatchGetItem: {
    readonly input: BatchGetItemCommandInput;
    readonly output: Pick<BatchGetItemCommandOutput, "Responses" | "UnprocessedKeys">;
  };
  readonly Query: {
    readonly input: QueryCommandInput;
    readonly output: Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">;
  };
}

export type ReadOperation = keyof Operations;
export type Input<Name extends ReadOperation> = Operations[Name]["input"];
export type Output<Name extends ReadOperation> = Operations[Name]["output"];

/** @throws AppError */
export type Ask = <Name extends ReadOperation>(
  name: Name,
  input: Input<Name>,
  signal: AbortSignal | undefined,
) => Promise<Output<Name>>;

/** `undefined` where it takes the SDK to know region, credentials or endpoint. */
export function signedReads(options: DynamodbOptions): { readonly ask: Ask; close(): void } | undefined {
  const { table, region, credentials, connectionTimeoutMs, requestTimeoutMs } = { ...DEFAULTS, ...options };
  const endpoint = options.endpoint ?? regionalHost("dynamodb", region);
  if (region === undefined || credentials === undefined || endpoint === undefined) return undefined;
  const http = signedHttp({
    ...{ service: "dynamodb", region, credentials, endpoint, connectionTimeoutMs },
    idleTimeoutMs: requestTimeoutMs,
  });
  return {
    async ask(name, input, signal) {
      try {
        return await answerTo(http, name, input, signal);
      } catch (error) {
        throw dynamodbError(error, "read", { table, region });
      }
    },
    close: () => http.close(),
  };
}

async function answerTo<Name extends ReadOperation>(
  http: SignedHttp,
  name: Name,
  input: Input<Name>,
  signal: AbortSignal | undefined,
): Promise<Output<Name>> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${name}` };
  const answer = await http.send({ method: "POST", path: "/", headers, body: JSON.stringify(input) }, signal);
  const { statusCode = 0 } = answer;
  const text = await textOf(answer);
  if (statusCode < 200 || statusCode > 299) throw refusal(answer, text);
  // All our attributes are texts and numbers, which JSON holds as the SDK gives them.
  return JSON.parse(text) as Output<Name>;
}

/** `{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"…"}`. */
function refusal(answer: IncomingMessage, text: string): Error {
  let said: { readonly __type?: unknown; readonly message?: unknown; readonly Message?: unknown } | null = null;
  try {
    said = JSON.parse(text);
  } catch (error) {
    return serviceError("UnknownError", `status ${answer.statusCode}: ${messageOf(error)}`, answer);
  }
  const [name = "UnknownError"] = String(said?.__type ?? "UnknownError")
    .split("#")
    .slice(-1);
  return serviceError(name, String(said?.message ?? said?.Message ?? `status ${answer.statusCode}`), answer);
}
