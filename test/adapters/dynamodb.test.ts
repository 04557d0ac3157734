import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamodbKeySpace } from "../../adapters/dynamodb/key-space.ts";
import { keySpaceContract } from "../contract/key-space.ts";
import { committed, put } from "../contract/key-space-case.ts";
import { keySpaceFaultContract } from "../contract/key-space-faults.ts";
import { keySpaceLiesAreFound } from "../contract/lying-key-spaces.ts";
import { cloudSuite } from "../support/emulators.ts";
import { dynamodbRefusal } from "./aws-answers.ts";

const COMMITS = ["PutItem", "DeleteItem", "TransactWriteItems"].map((operation) => `DynamoDB_20120810.${operation}`);

await cloudSuite("dynamodb", ({ endpoint, env, name: table }) => {
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" };
  const place = { table, region: env.AWS_REGION ?? "", credentials };
  // An emulator on a busy machine may take longer over 17 MB than the service's 5 seconds.
  const open = async () => dynamodbKeySpace({ ...place, endpoint, requestTimeoutMs: 20_000 });

  keySpaceContract("dynamodb", { open });
  keySpaceLiesAreFound("dynamodb", open);
  keySpaceFaultContract("dynamodb", {
    upstream: endpoint,
    open: async (url, requestTimeoutMs) => dynamodbKeySpace({ ...place, endpoint: url, requestTimeoutMs }),
    isCommit: ({ headers }) => COMMITS.includes(String(headers["x-amz-target"])),
    throttled: dynamodbRefusal(
      400,
      "ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded.",
    ),
    serverError: dynamodbRefusal(500, "InternalServerError", "Internal server error"),
  });

  describe("dynamodb, the table", () => {
    it("holds items that can be read in a console", async () => {
      const keys = await open();
      const partition = `console-${process.pid}-${Date.now()}`;
      const value = { kind: "listing", id: "01h", revision: 7, body: '{"title":"Cook"}' };
      await committed(keys, partition, { key: "d:01h", value }, put("l:1", "[]"));
      const client = new DynamoDBClient({ ...place, endpoint });
      const read = (sk: string) =>
        client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: partition }, sk: { S: sk } } }));
      const text = { S: expect.any(String) };
      expect((await read("d:01h")).Item).toEqual({
        pk: { S: partition },
        sk: { S: "d:01h" },
        token: text,
        kind: { S: "listing" },
        id: { S: "01h" },
        revision: { N: "7" },
        body: { S: '{"title":"Cook"}' },
      });
      expect(Object.keys((await read("l:1")).Item ?? {}).toSorted()).toEqual(["body", "kind", "pk", "sk", "token"]);
      client.destroy();
      await keys.close();
    });

    it("that does not exist is named, with the region and what to do", async () => {
      const keys = dynamodbKeySpace({ ...place, endpoint, table: "nowhere" });
      const expected = {
        code: "unavailable",
        message: expect.stringMatching(/table nowhere was not found in region .*npm run deploy:aws/),
      };
      await expect(keys.get("p", ["a"])).rejects.toMatchObject(expected);
      await expect(keys.get("p", ["a", "b"])).rejects.toMatchObject(expected);
      await expect(keys.range("p", { limit: 1 })).rejects.toMatchObject(expected);
      await expect(keys.commit("p", [put("a", "1")])).rejects.toMatchObject(expected);
      await expect(keys.commit("p", [put("a", "1"), put("b", "1")])).rejects.toMatchObject(expected);
      await keys.close();
    });
  });
});
