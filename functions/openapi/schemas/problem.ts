/** Error answers (RFC 9457). */
import type { JsonSchema } from "../../http/json-schema.ts";
import { PROBLEMS } from "../../http/problem.ts";

export const PROBLEM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Problem: {
    type: "object",
    description:
      "An error answer (RFC 9457). Act on `code`; `detail` is for people, and names the value and the limit.",
    required: ["type", "title", "status", "detail", "code", "errors"],
    properties: {
      type: { type: "string", description: "`/problems/` and the code." },
      title: { type: "string", description: "The same for every problem of this code." },
      status: { type: "integer", minimum: 400, maximum: 599 },
      detail: { type: "string", description: "What is wrong with this request." },
      code: { $ref: "#/components/schemas/ProblemCode" },
      errors: {
        type: "array",
        items: { $ref: "#/components/schemas/Fault" },
        description: "Every fault that was found, in the order it was found; empty when there is nothing to point at.",
      },
    },
  },
  ProblemCode: {
    description: "Stable. Within v1 codes may be added: treat one that is unknown as its status says.",
    anyOf: [{ type: "string", enum: Object.keys(PROBLEMS) }, { type: "string" }],
  },
  Fault: {
    type: "object",
    description: "One fault of a request, and at most one place that it is about.",
    required: ["code", "detail"],
    properties: {
      code: { type: "string", description: "Finer than that of the problem, for example `required` or `too_large`." },
      detail: { type: "string" },
      pointer: { type: "string", description: "JSON Pointer (RFC 6901) into the body." },
      parameter: { type: "string", description: "Name of a parameter of the query or the path." },
      header: { type: "string", description: "Name of a request header." },
    },
  },
};
