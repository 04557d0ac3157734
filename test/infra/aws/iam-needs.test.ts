import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { iamActionsOf, type WireRequest } from "../../../infra/aws/iam-needs.ts";

const CONFIGURATION = {
  region: "eu-central-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
  maxAttempts: 1,
};

/** As much of a request as the SDK's transport is given. */
interface SentRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What an SDK sends, signed and complete, taken where it would leave for the network. */
async function sentBy(send: (requestHandler: { handle(request: SentRequest): Promise<never> }) => Promise<unknown>) {
  const sent: WireRequest[] = [];
  const away = new Error("nothing leaves");
  const handle = async ({ method, protocol, hostname, path, query = {}, headers, body }: SentRequest) => {
    const parameters = Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one ?? ""]),
    );
    const search = new URLSearchParams(parameters);
    sent.push({
      method,
      url: `${protocol}//${hostname}${path}${search.size > 0 ? `?${search}` : ""}`,
      headers,
      body: typeof body === "string" || body instanceof Uint8Array ? body : "",
    });
    throw away;
  };
  await expect(send({ handle })).rejects.toThrow();
  expect(sent).toHaveLength(1);
  return sent.flatMap(iamActionsOf);
}

type Ask<Client> = (client: Client) => Promise<unknown>;

const dynamodb = (ask: Ask<DynamoDBClient>) =>
  sentBy((requestHandler) => ask(new DynamoDBClient({ ...CONFIGURATION, requestHandler })));

const s3 = (ask: Ask<S3Client>, forcePathStyle: boolean) =>
  sentBy((requestHandler) => ask(new S3Client({ ...CONFIGURATION, forcePathStyle, requestHandler })));

const TableName = "t";
const Key = { pk: { S: "p" }, sk: { S: "k" } };

describe("DynamoDB", () => {
  const named: readonly (readonly [action: string, ask: Ask<DynamoDBClient>])[] = [
    ["GetItem", (client) => client.send(new GetItemCommand({ TableName, Key }))],
    ["BatchGetItem", (client) => client.send(new BatchGetItemCommand({ RequestItems: { t: { Keys: [Key] } } }))],
    ["Query", (client) => client.send(new QueryCommand({ TableName, KeyConditionExpression: "pk = p" }))],
    ["PutItem", (client) => client.send(new PutItemCommand({ TableName, Item: Key }))],
    ["DeleteItem", (client) => client.send(new DeleteItemCommand({ TableName, Key }))],
    ["Scan", (client) => client.send(new ScanCommand({ TableName }))],
  ];

  it.each(named)("%s needs the action of its name", async (name, ask) => {
    expect(await dynamodb(ask)).toEqual([`dynamodb:${name}`]);
  });

  const writing = (TransactItems: TransactWriteItem[]) =>
    dynamodb((client) => client.send(new TransactWriteItemsCommand({ TransactItems })));

  it("a transaction needs the actions of its elements, each once", async () => {
    const Put = { TableName, Item: Key };
    expect(await writing([{ Put }, { Delete: { TableName, Key } }, { Put }])).toEqual([
      "dynamodb:DeleteItem",
      "dynamodb:PutItem",
    ]);
    const ConditionCheck = { TableName, Key, ConditionExpression: "attribute_exists(pk)" };
    expect(await writing([{ ConditionCheck }, { Update: { TableName, Key, UpdateExpression: "SET a = b" } }])).toEqual([
      "dynamodb:ConditionCheckItem",
      "dynamodb:UpdateItem",
    ]);
    const read = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] });
    expect(await dynamodb((client) => client.send(read))).toEqual(["dynamodb:GetItem"]);
  });

  it("a body may be bytes, and header names may be in any case", () => {
    const body = new TextEncoder().encode(JSON.stringify({ TransactItems: [{ Put: {} }] }));
    const headers = { "X-Amz-Target": ["DynamoDB_20120810.TransactWriteItems"] };
    expect(iamActionsOf({ method: "POST", url: "/", headers, body })).toEqual(["dynamodb:PutItem"]);
  });

  it("refuses what its table does not have", () => {
    const call =
      (target: string, body = "{}") =>
      () =>
        iamActionsOf({ method: "POST", url: "/", headers: { "x-amz-target": target }, body });
    expect(call("DynamoDB_20120810.ExecuteStatement")).toThrow(/ExecuteStatement/);
    expect(call("Logs_20140328.PutLogEvents")).toThrow(/PutLogEvents/);
    const strange = JSON.stringify({ TransactItems: [{ Truncate: {} }] });
    expect(call("DynamoDB_20120810.TransactWriteItems", strange)).toThrow(/Truncate/);
  });
});

describe.each([
  ["with the bucket in the host's name", false],
  ["with the bucket in the path", true],
])("S3 %s", (_, pathStyle) => {
  const Bucket = "b";
  const object = { Bucket, Key: "snapshots/a b.bin" };
  const write = { ...object, Body: "x" };

  const calls: readonly (readonly [name: string, ask: Ask<S3Client>, actions: readonly string[]])[] = [
    ["ListObjectsV2", (client) => client.send(new ListObjectsV2Command({ Bucket, Prefix: "a/" })), ["s3:ListBucket"]],
    ["HeadBucket", (client) => client.send(new HeadBucketCommand({ Bucket })), ["s3:ListBucket"]],
    ["GetObject", (client) => client.send(new GetObjectCommand(object)), ["s3:GetObject", "s3:ListBucket"]],
    ["HeadObject", (client) => client.send(new HeadObjectCommand(object)), ["s3:GetObject", "s3:ListBucket"]],
    ["PutObject", (client) => client.send(new PutObjectCommand({ ...write, IfNoneMatch: "*" })), ["s3:PutObject"]],
    ["DeleteObject", (client) => client.send(new DeleteObjectCommand(object)), ["s3:DeleteObject"]],
    [
      "DeleteObjects",
      (client) => client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a" }] } })),
      ["s3:DeleteObject"],
    ],
    [
      "PutObject on the condition of an entity tag, which is read first",
      (client) => client.send(new PutObjectCommand({ ...write, IfMatch: '"e"' })),
      ["s3:GetObject", "s3:PutObject"],
    ],
  ];

  it.each(calls)("%s", async (_name, ask, actions) => {
    expect(await s3(ask, pathStyle)).toEqual(actions);
  });
});

describe("S3", () => {
  const call =
    (method: string, url: string, headers: WireRequest["headers"] = {}) =>
    () =>
      iamActionsOf({ method, url, headers, body: "" });

  it("takes the path of a request to a local server", () => {
    expect(call("GET", "/b?list-type=2&prefix=a", { host: "127.0.0.1:9000" })()).toEqual(["s3:ListBucket"]);
    expect(call("PUT", "/b/k?x-id=PutObject", { host: "127.0.0.1:9000" })()).toEqual(["s3:PutObject"]);
  });

  it("refuses what its table does not have, and what is signed for another service", () => {
    expect(call("GET", "/b?versions")).toThrow(/GET bucket\?versions/);
    expect(call("PUT", "/b/k?tagging")).toThrow(/PUT object\?tagging/);
    expect(call("PATCH", "/b/k")).toThrow(/PATCH object/);
    const authorization = "AWS4-HMAC-SHA256 Credential=a/20261122/eu-central-1/sts/aws4_request, Signature=0";
    expect(call("GET", "/b/k", { authorization })).toThrow(expect.objectContaining({ code: "invalid_parameter" }));
  });
});
