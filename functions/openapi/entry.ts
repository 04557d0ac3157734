/** What the document says of an operation beyond the route table, which has its method, path, scope and parameters. */
import type { ParameterShapes } from "../http/given-parameters.ts";
import type { JsonSchema } from "../http/json-schema.ts";
import type { PublicCode } from "../http/problem.ts";
import type { Method } from "../http/routing.ts";
import type { RequestHeader, ResponseHeader } from "./headers.ts";
import type { LinkName } from "./links.ts";

export const TAGS = {
  Listings: "One listing at a time, by its id.",
  Sources: "One listing at a time, by the identity that its source gave it: a feed need not remember ids.",
  Search: "What is published now, and what a person may be about to type.",
  Bulk: "Many listings at once, and raw postings.",
  Changes: "The log: gap-free, in order, each change once.",
  Service: "Health, limits, upkeep, and this document.",
} as const;

export type Tag = keyof typeof TAGS;

/** A body by media type. */
export type Content = Readonly<Record<string, JsonSchema>>;

export interface AnswerEntry {
  readonly description: string;
  /** Beside those of every answer. */
  readonly headers?: readonly ResponseHeader[];
  readonly content?: Content;
  /** Operations that go on from it (see `links.ts`). */
  readonly links?: readonly LinkName[];
}

export interface OperationEntry {
  readonly operationId: string;
  readonly tag: Tag;
  /** A few words, without a full stop. */
  readonly summary: string;
  /** Markdown, in short paragraphs. */
  readonly description: string;
  readonly headers?: readonly RequestHeader[];
  /** Of an operation that reads the query itself. */
  readonly query?: ParameterShapes;
  /** Names of query parameters that must be given. */
  readonly required?: readonly string[];
  readonly body?: Content;
  readonly answers: Readonly<Record<number, AnswerEntry>>;
  /** Beside those of every operation (see `problemsOf`). */
  readonly problems?: readonly PublicCode[];
  /** Answers whatever else is wrong: needs no store, and is not counted against any limit. */
  readonly isUnguarded?: boolean;
}

/** By method and path, as the route table has them: `GET /v1/listings/:id`. */
export type OperationEntries = Readonly<Partial<Record<`${Method} /${string}`, OperationEntry>>>;

export function schemaRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

export function json(schema: JsonSchema): Content {
  return { "application/json": schema };
}
