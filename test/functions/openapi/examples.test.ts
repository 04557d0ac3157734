import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Example } from "../../../functions/openapi/examples.ts";
import { OPERATION_ENTRIES } from "../../../functions/openapi/operations/all.ts";
import { makeExamples } from "./example-series.ts";

const RECORDED = new URL("../../../functions/openapi/examples.json", import.meta.url);
/** They would hold themselves. */
const SELF = ["GET /openapi.json", "GET /docs"];

let made: readonly Example[];
let recorded: readonly Example[];
beforeAll(async () => {
  made = await makeExamples();
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(RECORDED, `${JSON.stringify(made, undefined, 2)}\n`);
  recorded = JSON.parse(readFileSync(RECORDED, "utf8"));
});

describe("the examples of the document", () => {
  it("are what the service answers (UPDATE_GOLDEN=1 records them anew)", () => {
    for (const [i, example] of made.entries()) expect(recorded[i]).toEqual(example);
    expect(recorded).toHaveLength(made.length);
  });

  it("show every operation at work", () => {
    const shown = new Set(made.filter(({ answer }) => answer.status < 300).map(({ operation }) => operation));
    const missing = Object.keys(OPERATION_ENTRIES).filter((key) => !shown.has(key) && !SELF.includes(key));
    expect(missing).toEqual([]);
  });

  it("have names of their own", () => {
    expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
  });
});
