import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AppError } from "../../core/errors.ts";
import type { Item, Token, Value } from "../../core/ports.ts";

/** An item as the service has it. Its attributes are plain, so that a person can read them in the console. */
export type Attributes = Record<string, AttributeValue>;

export function keyAttributes(partition: string, key: string): Attributes {
  return { pk: { S: partition }, sk: { S: key } };
}

export function encodeItem(partition: string, key: string, value: Value, token: Token): Attributes {
  const { kind, id, revision, body } = value;
  return {
    ...keyAttributes(partition, key),
    token: { S: token },
    kind: { S: kind },
    ...(id === undefined ? {} : { id: { S: id } }),
    ...(revision === undefined ? {} : { revision: { N: String(revision) } }),
    body: { S: body },
  };
}

/** @throws AppError `corrupt` for an item that `encodeItem` cannot have made. */
export function decodeItem({ sk, token, kind, id, revision, body }: Attributes): Item {
  const number = revision?.N === undefined ? undefined : Number(revision.N);
  if (
    sk?.S === undefined ||
    token?.S === undefined ||
    kind?.S === undefined ||
    body?.S === undefined ||
    (id !== undefined && id.S === undefined) ||
    (revision !== undefined && !Number.isSafeInteger(number))
  ) {
    throw new AppError("corrupt", `dynamodb: the item under ${sk?.S ?? "an unknown key"} is none of Rolecall's`);
  }
  const value: Value = {
    kind: kind.S,
    body: body.S,
    ...(id?.S === undefined ? {} : { id: id.S }),
    ...(number === undefined ? {} : { revision: number }),
  };
  return { key: sk.S, token: token.S, value };
}
