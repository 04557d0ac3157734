/** What goes through the SDK: every commit, and reads where it takes the SDK to know region, credentials or endpoint. */
import { BatchGetItemCommand, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { CommitResult, Write } from "../../core/ports.ts";
import { dynamodb } from "./client.ts";
import { commitOne, commitTogether } from "./commit.ts";
import type { DynamodbOptions } from "./options.ts";
import type { Ask, Input, Output, ReadOperation } from "./reads.ts";

export interface Sdk {
  readonly ask: Ask;
  /** `writes`: at least one. */
  commit(partition: string, writes: readonly Write[], signal: AbortSignal | undefined): Promise<CommitResult>;
  close(): void;
}

export function dynamodbSdk(options: DynamodbOptions): Sdk {
  const service = dynamodb(options);
  return {
    async ask<Name extends ReadOperation>(name: Name, input: Input<Name>, signal: AbortSignal | undefined) {
      // Each command takes the input of its own name.
      const answer = await service.call("read", signal, (client, callOptions): Promise<Output<ReadOperation>> => {
        if (name === "GetItem") return client.send(new GetItemCommand(input as Input<"GetItem">), callOptions);
        if (name === "Query") return client.send(new QueryCommand(input as Input<"Query">), callOptions);
        return client.send(new BatchGetItemCommand(input as Input<"BatchGetItem">), callOptions);
      });
      return answer as Output<Name>;
    },
    commit(partition, writes, signal) {
      const [first, ...rest] = writes;
      // A transaction costs twice the write units.
      return first !== undefined && rest.length === 0
        ? commitOne(service, partition, first, signal)
        : commitTogether(service, partition, writes, signal);
    },
    close: () => service.close(),
  };
}
