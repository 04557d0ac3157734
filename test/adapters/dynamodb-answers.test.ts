import { afterEach, describe, expect, it, vi } from "vitest";
import { dynamodbKeySpace } from "../../adapters/dynamodb/key-space.ts";
import type { KeySpace } from "../../core/ports.ts";
import { refused, upTo } from "../contract/expect.ts";
import { bodies, numbered, put, remove } from "../contract/key-space-case.ts";
import {
  dynamodbAnswer,
  dynamodbRefusal,
  GIVEN_UP_BETWEEN,
  NAME_NOT_FOUND,
  noCredentials,
  scriptedService,
} from "./aws-answers.ts";

const service = scriptedService();
const credentials = { accessKeyId: "rolecall", secretAccessKey: "rolecall" };

function opened(options: Partial<Parameters<typeof dynamodbKeySpace>[0]> = {}): KeySpace {
  return dynamodbKeySpace({ table: "jobs", region: "eu-west-1", endpoint: service.url(), credentials, ...options });
}

function attributes(key: string, body = "{}") {
  return { pk: { S: "p" }, sk: { S: key }, token: { S: `token of ${key}` }, kind: { S: "note" }, body: { S: body } };
}

function asked(): Record<string, object>[] {
  return service.asked().map(({ body }) => JSON.parse(body.toString()));
}

function operations(): string[] {
  return service.asked().map(({ headers }) => String(headers["x-amz-target"]).replace("DynamoDB_20120810.", ""));
}

/** Two writes, of which the service says one thing each. */
async function cancelled(...reasons: readonly object[]): Promise<unknown> {
  const rest = { CancellationReasons: reasons };
  service.will(dynamodbRefusal(400, "TransactionCanceledException", "Transaction cancelled", rest));
  return opened()
    .commit("p", [put("a", "1", "absent"), put("b", "1")])
    .catch((error: unknown) => error);
}

const NONE = { Code: "None" };
const HELD = { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" };
const LOST = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };

describe("dynamodb, a cancelled transaction", () => {
  it("is a conflict when a condition failed, with the item that was there", async () => {
    expect(await cancelled({ ...LOST, Item: attributes("a", "theirs") }, NONE)).toEqual({
      committed: false,
      found: new Map([["a", { key: "a", token: "token of a", value: { kind: "note", body: "theirs" } }]]),
    });
  });

  it("is a conflict when a condition failed, with the absence that was met", async () => {
    expect(await cancelled(NONE, LOST)).toEqual({ committed: false, found: new Map([["b", undefined]]) });
  });

  it("is a conflict when another transaction held an item, which was not looked at", async () => {
    expect(await cancelled(HELD, NONE)).toEqual({ committed: false, found: new Map() });
    expect(await cancelled(HELD, LOST)).toEqual({ committed: false, found: new Map([["b", undefined]]) });
  });

  it("is unavailable when anything was throttled, whatever else was said", async () => {
    for (const Code of ["ThrottlingError", "ProvisionedThroughputExceeded", "RequestLimitExceeded"]) {
      for (const other of [NONE, LOST, HELD]) {
        const error = await cancelled(other, { Code, Message: "Throughput exceeds the current capacity" });
        expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("jobs is throttled") });
      }
    }
  });

  it("is too large when the service says so, and says what was refused otherwise", async () => {
    const size = { Code: "ValidationError", Message: "Item size to update has exceeded the maximum allowed size" };
    expect(await cancelled(LOST, size)).toMatchObject({ code: "too_large" });
    const other = { Code: "ValidationError", Message: "One or more parameter values were invalid" };
    expect(await cancelled(other, NONE)).toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("ValidationError: One or more parameter values were invalid"),
    });
  });

  it("without reasons is unavailable: a cancelled transaction has applied nothing", async () => {
    expect(await cancelled()).toMatchObject({ code: "unavailable" });
  });
});

describe("dynamodb, a commit", () => {
  it("of one write is no transaction, which would cost twice as much", async () => {
    service.will(dynamodbAnswer({}), dynamodbAnswer({}), dynamodbAnswer({}));
    const keys = opened();
    await keys.commit("p", [put("a", "1", "absent")]);
    await keys.commit("p", [remove("a", { token: "t" })]);
    await keys.commit("p", [put("a", "1"), put("b", "1")]);
    expect(operations()).toEqual(["PutItem", "DeleteItem", "TransactWriteItems"]);
  });

  it("gets a request token and item tokens that were never used before", async () => {
    const keys = opened();
    const seen: unknown[] = [];
    for (const _ of upTo(3)) {
      service.will(dynamodbAnswer({}));
      await keys.commit("p", [put("a", "1"), put("b", "1")]);
      const [sent] = asked() as unknown as [{ ClientRequestToken: string; TransactItems: { Put: { Item: object } }[] }];
      seen.push(
        sent.ClientRequestToken,
        ...sent.TransactItems.map((action) => Reflect.get(action.Put.Item, "token").S),
      );
    }
    expect(new Set(seen).size).toBe(9);
  });

  it("names attributes and values by placeholders only", async () => {
    service.will(dynamodbAnswer({}));
    await opened().commit("p", [put("a", "1", "absent"), remove("b", { token: "t" })]);
    const expressions = [...JSON.stringify(asked()).matchAll(/"ConditionExpression":"([^"]*)"/g)].map(
      ([, text]) => text,
    );
    expect(expressions).toEqual(["attribute_not_exists(#pk)", "#token = :token"]);
  });

  it("of one item that a transaction holds is a conflict about which nothing is known", async () => {
    for (const name of ["TransactionConflictException", "ReplicatedWriteConflictException"]) {
      service.will(dynamodbRefusal(400, name, "Transaction is ongoing for the item"));
      expect(await opened().commit("p", [put("a", "1")])).toEqual({ committed: false, found: new Map() });
    }
  });

  it("of which another copy is under way has an unknown outcome", async () => {
    service.will(dynamodbRefusal(400, "TransactionInProgressException", "already in progress"));
    await refused("outcome_unknown", () => opened().commit("p", [put("a", "1"), put("b", "1")]));
  });

  it("that somebody between gave up on has an unknown outcome: it may have been passed on; a read is unavailable", async () => {
    const keys = opened();
    for (const answer of GIVEN_UP_BETWEEN) {
      service.will(answer, answer, answer);
      await refused("outcome_unknown", () => keys.commit("p", [put("a", "1", "absent")]));
      await refused("outcome_unknown", () => keys.commit("p", [put("a", "1"), put("b", "1")]));
      await refused("unavailable", () => keys.get("p", ["a"]));
    }
  });

  it("that the service finds too large is too large", async () => {
    service.will(dynamodbRefusal(400, "ValidationException", "Item size has exceeded the maximum allowed size"));
    await refused("too_large", () => opened().commit("p", [put("a", "1")]));
  });
});

describe("dynamodb, a read of several keys", () => {
  const keysOf = (keys: readonly string[]) => keys.map((key) => ({ pk: { S: "p" }, sk: { S: key } }));

  it("asks again at once for what an answer had no room for, and for nothing else", async () => {
    const keys = upTo(130).map((i) => numbered(i));
    const [first, left, rest] = [keys.slice(0, 60), keys.slice(60, 100), keys.slice(100)];
    service.will(
      dynamodbAnswer({
        Responses: { jobs: first.map((key) => attributes(key, key)) },
        UnprocessedKeys: { jobs: { Keys: keysOf(left), ConsistentRead: true } },
      }),
      dynamodbAnswer({ Responses: { jobs: [...left, ...rest].map((key) => attributes(key, key)) } }),
    );
    expect(bodies(await opened().get("p", keys))).toEqual(keys);
    const requests = asked().map(({ RequestItems }) => Reflect.get(RequestItems ?? {}, "jobs"));
    expect(requests.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
    expect(requests[1].Keys).toEqual(keysOf([...left, ...rest]));
  });

  it("is unavailable when an answer brings nothing: the table is throttled", async () => {
    const unread = { jobs: { Keys: keysOf(["a", "b"]), ConsistentRead: true } };
    service.will(dynamodbAnswer({ Responses: {}, UnprocessedKeys: unread }));
    await expect(opened().get("p", ["a", "b"])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("jobs is throttled"),
    });
  });

  it("never asks for a key twice", async () => {
    service.will(dynamodbAnswer({ Responses: { jobs: [attributes("a"), attributes("b")] } }));
    expect(bodies(await opened().get("p", ["a", "b", "a"]))).toEqual(["{}", "{}", "{}"]);
    expect(service.asked()).toHaveLength(1);
  });
});

describe("dynamodb, a range", () => {
  it("goes on behind a page that is empty before the end", async () => {
    const start = { pk: { S: "p" }, sk: { S: "a" } };
    service.will(
      dynamodbAnswer({ Items: [], LastEvaluatedKey: start }),
      dynamodbAnswer({ Items: [attributes("b")], LastEvaluatedKey: { ...start, sk: { S: "b" } } }),
    );
    const page = await opened().range("p", { limit: 10 });
    expect([page.items.map(({ key }) => key), page.end]).toEqual([["b"], false]);
    expect(asked()[1]).toMatchObject({ ExclusiveStartKey: start, ConsistentRead: true });
  });

  it("of an item that is none of Rolecall's is corrupt", async () => {
    const broken = [
      { ...attributes("a"), token: undefined },
      { ...attributes("a"), body: { N: "1" } },
      { ...attributes("a"), id: { N: "1" } },
      { ...attributes("a"), revision: { N: "1.5" } },
      { ...attributes("a"), revision: { S: "1" } },
    ];
    for (const item of broken) {
      service.will(dynamodbAnswer({ Items: [item] }));
      await refused("corrupt", () => opened().range("p", { limit: 10 }));
    }
  });
});

const SENTENCES: readonly (readonly [type: string, message: string, sentence: RegExp])[] = [
  [
    "ResourceNotFoundException",
    "Requested resource not found",
    /table jobs was not found in region eu-west-1.*npm run deploy:aws.*npm run emulators/,
  ],
  [
    "AccessDeniedException",
    "User: arn:aws:sts::1:x is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:1:table/jobs",
    /table jobs: .*not allowed to do this: dynamodb:GetItem$/,
  ],
  ["ExpiredTokenException", "The security token included in the request is expired", /have expired: get new ones/],
  ["UnrecognizedClientException", "The security token included in the request is invalid", /AWS_ACCESS_KEY_ID/],
  [
    "InvalidSignatureException",
    "Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z",
    /set the clock of this machine, now \d{4}-/,
  ],
  ["InvalidSignatureException", "Signature not yet current: 20260101T000000Z is still later", /set the clock/],
  ["InvalidSignatureException", "The request signature we calculated does not match", /AWS_SECRET_ACCESS_KEY$/],
  ["InvalidSignatureException", "should have been 'x-amz-security-token:t; clock expired'", /AWS_SECRET_ACCESS_KEY$/],
  ["RequestTimeTooSkewed", "The difference between the request time and the server's time", /set the clock/],
  ["ThrottlingException", "Rate of requests exceeds the allowed throughput", /jobs is throttled/],
  [
    "ValidationException",
    "The provided key element does not match the schema",
    /ValidationException: The provided key/,
  ],
];

describe("dynamodb, what a fault of the set-up says", () => {
  afterEach(() => vi.unstubAllEnvs());

  for (const [type, message, sentence] of SENTENCES) {
    it(`${type} (${message.slice(0, 40)}): unavailable, and what to do`, async () => {
      service.will(dynamodbRefusal(400, type, message), dynamodbRefusal(400, type, message));
      const keys = opened();
      const expected = { code: "unavailable", message: expect.stringMatching(sentence) };
      await expect(keys.get("p", ["a"])).rejects.toMatchObject(expected);
      await expect(keys.commit("p", [put("a", "1")])).rejects.toMatchObject(expected);
    });
  }

  it("no region, no credentials: unavailable before anything is sent", async () => {
    service.will();
    await expect(opened({ credentials: noCredentials }).commit("p", [put("a", "1")])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/no AWS credentials.*AWS_PROFILE/),
    });
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/dev/null");
    const keys = dynamodbKeySpace({ table: "jobs", endpoint: service.url(), credentials });
    await expect(keys.commit("p", [put("a", "1")])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("set AWS_REGION"),
    });
    expect(service.asked()).toEqual([]);
  });

  it("nothing listens, or the name is unknown: unavailable, and what to look at", async () => {
    const nobody = opened({ endpoint: "http://127.0.0.1:1" });
    await expect(nobody.commit("p", [put("a", "1")])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/nothing listens there .*127\.0\.0\.1:1.*npm run emulators/),
    });
    const unknown = opened({ credentials: () => Promise.reject(NAME_NOT_FOUND) });
    await expect(unknown.commit("p", [put("a", "1")])).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/nowhere\.invalid.*check the region/),
    });
  });

  it("every call after close is unavailable, and closing again does nothing", async () => {
    service.will();
    const keys = opened();
    await keys.close();
    await keys.close();
    await refused("unavailable", () => keys.get("p", ["a"]));
    await refused("unavailable", () => keys.range("p", { limit: 1 }));
    await refused("unavailable", () => keys.commit("p", [put("a", "1")]));
    expect(service.asked()).toEqual([]);
  });
});
