/** Error answers of an operation: which codes it can answer, by status. */
import type { JsonSchema } from "../http/json-schema.ts";
import { PROBLEMS, type PublicCode } from "../http/problem.ts";
import type { Operation } from "../http/routing.ts";
import { type OperationEntry, schemaRef } from "./entry.ts";
import { COMMON_HEADERS, type ResponseHeader } from "./headers.ts";

/** Whatever is asked for: parameters that are unknown, credentials that are not valid. */
const OF_ALL: readonly PublicCode[] = ["invalid_parameter", "unauthenticated"];
/** Of what needs stores, or is counted. */
const OF_GUARDED: readonly PublicCode[] = ["rate_limited", "unavailable", "overloaded"];

const HEADERS: Readonly<Record<number, readonly ResponseHeader[]>> = {
  401: ["WWW-Authenticate"],
  405: ["Allow"],
  409: ["Location"],
  412: ["ETag"],
  429: ["Retry-After", "RateLimit-Policy", "RateLimit"],
  503: ["Retry-After"],
  504: ["Retry-After"],
};

/** In the order of the table of problems, each once. */
export function problemsOf(operation: Operation, { problems = [], isUnguarded = false }: OperationEntry): PublicCode[] {
  const wanted = new Set<string>([...OF_ALL, ...(isUnguarded ? [] : OF_GUARDED), ...problems]);
  if (operation.scope !== "public") wanted.add("forbidden");
  // The keys of the table are its codes.
  return (Object.keys(PROBLEMS) as PublicCode[]).filter((code) => wanted.has(code));
}

export interface ProblemResponse {
  readonly name: string;
  readonly status: number;
  readonly codes: readonly PublicCode[];
}

/** One answer a status; its name is the same for the same codes. */
export function problemResponses(codes: readonly PublicCode[]): ProblemResponse[] {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code][0]);
  return [...byStatus].map(([status, own]) => ({ name: `Problem.${status}.${own.join(".")}`, status, codes: own }));
}

/** `examples`: answers that were recorded, by code. */
export function problemResponse(
  { status, codes }: ProblemResponse,
  headersOf: (names: readonly ResponseHeader[]) => JsonSchema,
  examples: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const own = codes.flatMap((code) => (examples[code] === undefined ? [] : [[code, examples[code]] as const]));
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(" "),
    headers: headersOf([...COMMON_HEADERS, ...(HEADERS[status] ?? [])]),
    content: {
      "application/problem+json": {
        schema: schemaRef("Problem"),
        ...(own.length === 0 ? {} : { examples: Object.fromEntries(own) }),
      },
    },
    "x-problem-codes": codes,
  };
}
