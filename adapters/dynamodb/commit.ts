import { randomUUID } from "node:crypto";
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type Delete,
  DeleteItemCommand,
  type Put,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { AppError } from "../../core/errors.ts";
import type { CommitResult, Condition, Item, Write } from "../../core/ports.ts";
import { nameOf } from "../aws/call-error.ts";
import type { Dynamodb } from "./client.ts";
import { isSizeMessage } from "./dynamodb-error.ts";
import { type Attributes, decodeItem, encodeItem, keyAttributes } from "./item.ts";

const COMMITTED: CommitResult = { committed: true };

/** One write without a transaction, which halves its write units. */
export async function commitOne(
  service: Dynamodb,
  partition: string,
  write: Write,
  signal: AbortSignal | undefined,
): Promise<CommitResult> {
  const { Put: put, Delete: remove } = actionOf(service.table, partition, write);
  return service.call("write", signal, async (client, options) => {
    try {
      if (put !== undefined) await client.send(new PutItemCommand(put), options);
      if (remove !== undefined) await client.send(new DeleteItemCommand(remove), options);
      return COMMITTED;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return conflict([[write.key, error.Item]]);
      // A transaction holds the item; another region of a global table writes it.
      if (["TransactionConflictException", "ReplicatedWriteConflictException"].includes(nameOf(error)))
        return conflict([]);
      throw error;
    }
  });
}

export async function commitTogether(
  service: Dynamodb,
  partition: string,
  writes: readonly Write[],
  signal: AbortSignal | undefined,
): Promise<CommitResult> {
  const command = new TransactWriteItemsCommand({
    TransactItems: writes.map((write) => actionOf(service.table, partition, write)),
    // For 10 minutes the service answers a token that it has seen with the outcome of then: never twice the same.
    ClientRequestToken: randomUUID(),
  });
  return service.call("write", signal, async (client, options) => {
    try {
      await client.send(command, options);
      return COMMITTED;
    } catch (error) {
      if (error instanceof TransactionCanceledException) return judgeCancelled(service.table, writes, error);
      throw error;
    }
  });
}

interface Action {
  readonly Put?: Put;
  readonly Delete?: Delete;
}

/** A token is random, not counted: nobody has to know what the key held before, or that it was ever deleted. */
function actionOf(table: string, partition: string, { key, value, condition }: Write): Action {
  const target = { TableName: table, ...(condition === undefined ? {} : conditionOf(condition)) };
  return value === undefined
    ? { Delete: { ...target, Key: keyAttributes(partition, key) } }
    : { Put: { ...target, Item: encodeItem(partition, key, value, randomUUID()) } };
}

function conditionOf(condition: Condition) {
  const test =
    condition === "absent"
      ? { ConditionExpression: "attribute_not_exists(#pk)", ExpressionAttributeNames: { "#pk": "pk" } }
      : {
          ConditionExpression: "#token = :token",
          ExpressionAttributeNames: { "#token": "token" },
          ExpressionAttributeValues: { ":token": { S: condition.token } },
        };
  return { ...test, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const };
}

function conflict(found: readonly (readonly [key: string, attributes: Attributes | undefined])[]): CommitResult {
  const items = found.map(([key, attributes]): [string, Item | undefined] => [
    key,
    attributes === undefined ? undefined : decodeItem(attributes),
  ]);
  return { committed: false, found: new Map(items) };
}

const THROTTLED = new Set(["ProvisionedThroughputExceeded", "RequestLimitExceeded", "ThrottlingError"]);
const CONTENDED = new Set(["ConditionalCheckFailed", "TransactionConflict"]);

/** A cancelled transaction has applied nothing; its reasons stand in the order of the writes, `None` for those without fault. */
function judgeCancelled(table: string, writes: readonly Write[], error: TransactionCanceledException): CommitResult {
  const reasons = error.CancellationReasons ?? [];
  const faults = reasons.filter(({ Code }) => Code !== undefined && Code !== "None");
  const unclear = faults.find(({ Code = "" }) => !CONTENDED.has(Code));
  if (faults.length > 0 && unclear === undefined) {
    return conflict(
      writes.flatMap(({ key }, i) =>
        reasons[i]?.Code === "ConditionalCheckFailed" ? [[key, reasons[i].Item] as const] : [],
      ),
    );
  }
  const throttled = faults.find(({ Code = "" }) => THROTTLED.has(Code));
  throw throttled === undefined
    ? refused(table, unclear, error)
    : new AppError("unavailable", `dynamodb: table ${table} is throttled: ${said(throttled)}`, { cause: error });
}

function refused(table: string, fault: CancellationReason | undefined, cause: TransactionCanceledException): AppError {
  const code = isSizeMessage(fault?.Message ?? "") ? "too_large" : "unavailable";
  const why = fault === undefined ? cause.message : said(fault);
  return new AppError(code, `dynamodb: table ${table} refused the transaction: ${why}`, { cause });
}

function said({ Code, Message }: CancellationReason): string {
  return `${Code}: ${Message ?? "no reason given"}`;
}
