/** JobPostings and verdicts of any listing agree with each other and with what Google allows. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descriptionHtml } from "../../../core/convert/description-html.ts";
import { embeddableJson, jobPostingOf } from "../../../core/listing/job-posting.ts";
import { readinessOf, verdictOf } from "../../../core/listing/readiness.ts";
import { isComplete, JOB_POSTING } from "../../support/published-schemas.ts";
import { board } from "../search/arbitraries.ts";
import { NOW } from "../search/records.ts";

describe("any listing", () => {
  it("has a posting that is complete exactly when the verdict says valid", () => {
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(board, (records) => {
        for (const record of records) {
          const html = descriptionHtml(record.content.description);
          const posting = JOB_POSTING.parse(jobPostingOf(record, { descriptionHtml: html, now: NOW }));
          const { valid, problems } = readinessOf(record.content);
          expect(isComplete(posting)).toBe(valid);
          expect(verdictOf(record.content)).toBe(valid ? "valid" : "invalid");
          expect(problems.some(({ severity }) => severity === "error")).toBe(!valid);
          verdicts.add(verdictOf(record.content));
        }
      }),
    );
    expect([...verdicts].sort()).toEqual(["invalid", "valid"]);
  });
});

describe("JSON for a script element", () => {
  it("is the value again, and nothing that ends the element", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }), (value) => {
        const json = embeddableJson(JSON.parse(JSON.stringify(value)));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      }),
    );
    expect(embeddableJson("</script><!--")).toBe('"\\u003c/script\\u003e\\u003c!--"');
  });
});
