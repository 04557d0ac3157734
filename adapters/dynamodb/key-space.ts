import { AppError } from "../../core/errors.ts";
import {
  assertCommit,
  assertKey,
  assertNotAborted,
  assertPartition,
  assertRange,
  type Item,
  type KeySpace,
  type RangeOptions,
  type RangePage,
} from "../../core/ports.ts";
import { type Attributes, decodeItem, keyAttributes } from "./item.ts";
import type { DynamodbOptions } from "./options.ts";
import { type Ask, signedReads } from "./reads.ts";
import type { Sdk } from "./sdk.ts";

/** Of one BatchGetItem; it answers at most 16 MB of them. */
const KEYS_PER_BATCH = 100;

// `-` is the least and `z` the greatest character of a key's alphabet.
const FIRST_KEY = "-";
const BEHIND_ALL_KEYS = "~";

/**
 * A key space in one DynamoDB table with the keys `pk` (the partition) and `sk` (the key), both text. All reads are strongly
 * consistent. The table is not asked for before the first call, and the SDK is loaded by the first that needs it: reads do not
 * where region and credentials are given.
 */
export function dynamodbKeySpace(options: DynamodbOptions): KeySpace {
  const signed = signedReads(options);
  let loading: Promise<Sdk> | undefined;
  let isClosed = false;

  // A connection would be made again.
  function assertOpen(): void {
    if (isClosed) throw new AppError("unavailable", "dynamodb: this store is closed");
  }

  async function sdk(): Promise<Sdk> {
    assertOpen();
    loading ??= import("./sdk.ts").then(({ dynamodbSdk }) => dynamodbSdk(options));
    return loading;
  }

  const ask: Ask = async (name, input, signal) => {
    assertOpen();
    return signed === undefined ? (await sdk()).ask(name, input, signal) : signed.ask(name, input, signal);
  };
  const service: Reader = { table: options.table, ask };

  return {
    async get(partition, keys, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      keys.forEach(assertKey);
      const [first, ...rest] = new Set(keys);
      if (first === undefined) return [];
      const found =
        rest.length === 0
          ? await readOne(service, partition, first, signal)
          : await readMany(service, partition, [first, ...rest], signal);
      const items = new Map(found.map(decodeItem).map((item): [string, Item] => [item.key, item]));
      return keys.map((key) => items.get(key));
    },

    async range(partition, rangeOptions, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertRange(rangeOptions);
      return readPage(service, partition, rangeOptions, signal);
    },

    async commit(partition, writes, signal) {
      assertNotAborted(signal);
      assertPartition(partition);
      assertCommit(writes);
      return (await sdk()).commit(partition, writes, signal);
    },

    async close() {
      isClosed = true;
      signed?.close();
      (await loading)?.close();
    },
  };
}

type Signal = AbortSignal | undefined;

interface Reader {
  readonly table: string;
  readonly ask: Ask;
}

async function readOne(service: Reader, partition: string, key: string, signal: Signal): Promise<Attributes[]> {
  const { table: TableName } = service;
  const asked = { TableName, Key: keyAttributes(partition, key), ConsistentRead: true };
  const { Item: found } = await service.ask("GetItem", asked, signal);
  return found === undefined ? [] : [found];
}

/** What a full answer had no room for is asked for again at once: that is no retry, as long as each answer brings something. */
async function readMany(
  service: Reader,
  partition: string,
  keys: readonly string[],
  signal: Signal,
): Promise<Attributes[]> {
  const { table } = service;
  const found: Attributes[] = [];
  let left = keys.map((key) => keyAttributes(partition, key));
  while (left.length > 0) {
    const asked = left.slice(0, KEYS_PER_BATCH);
    const request = { RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } };
    const answer = await service.ask("BatchGetItem", request, signal);
    const unread = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (unread.length === asked.length) throw new AppError("unavailable", `dynamodb: table ${table} is throttled`);
    found.push(...(answer.Responses?.[table] ?? []));
    left = [...unread, ...left.slice(KEYS_PER_BATCH)];
  }
  return found;
}

/** One Query ends at 1 MB, which makes a short page. */
async function readPage(
  service: Reader,
  partition: string,
  { after, upTo, limit }: RangeOptions,
  signal: Signal,
): Promise<RangePage> {
  // BETWEEN includes both its ends, and no key lies between a key and the same key with the least character behind it.
  const from = after === undefined ? FIRST_KEY : after + FIRST_KEY;
  const to = upTo ?? BEHIND_ALL_KEYS;
  // The service refuses such bounds.
  if (from > to) return { items: [], end: true };
  let start: Attributes | undefined;
  for (;;) {
    const query = {
      TableName: service.table,
      KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to",
      ExpressionAttributeNames: { "#pk": "pk", "#sk": "sk" },
      ExpressionAttributeValues: { ":pk": { S: partition }, ":from": { S: from }, ":to": { S: to } },
      ConsistentRead: true,
      Limit: limit,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    };
    const answer = await service.ask("Query", query, signal);
    const items = (answer.Items ?? []).map(decodeItem);
    start = answer.LastEvaluatedKey;
    // An empty page before the end would leave the caller with no key to go on from.
    if (items.length > 0 || start === undefined) return { items, end: start === undefined };
  }
}
