/** Lambda's bundle in a process of its own behind a function URL, over the emulators of DynamoDB and S3. */
import { randomBytes } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Lambda, startLambda } from "../../infra/aws/lambda-runtime.ts";
import { bundle } from "../../infra/bundle.ts";
import { clientOptions } from "../../infra/emulators/aws-env.ts";
import type { Emulator } from "../../infra/emulators/emulator.ts";
import { LAMBDA_FRONT_END } from "./platform-cases.ts";
import { FUNCTION_ENV, type RunningTarget, restartable, type Target } from "./targets.ts";

export interface RunningLambda extends RunningTarget {
  /** Runs the function with any event, past the function URL. Throws what the function threw. */
  invoke(event: unknown): Promise<unknown>;
}

export interface LambdaTarget extends Target {
  start(): Promise<RunningLambda>;
}

export function lambda({ dynamodb, s3 }: { readonly dynamodb: Emulator; readonly s3: Emulator }): LambdaTarget {
  return {
    name: "Lambda",
    frontEnd: LAMBDA_FRONT_END,
    async start() {
      const bundled = await bundle("aws");
      const table = await newTable(dynamodb);
      const env = { ...dynamodb.env, ...s3.env, ...FUNCTION_ENV, ROLECALL_TABLE: table, ROLECALL_BUCKET: s3.name };
      let current: Lambda | undefined;
      const running = await restartable(async () => {
        current = await startLambda({ bundle: bundled, handler: "dist/index.api", env, log: () => undefined });
        return current;
      });
      return Object.assign(running, {
        invoke: async (event: unknown) => current?.invoke(event),
      });
    },
  };
}

/** As `infra/aws/resources.yml` has it; it goes with the emulator. Answers its name. */
export async function newTable({ endpoint, env }: Emulator): Promise<string> {
  const client = new DynamoDBClient(clientOptions(endpoint, env));
  const name = `acceptance-${randomBytes(6).toString("hex")}`;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
    return name;
  } finally {
    client.destroy();
  }
}
