/** T11: a storm of cold starts. `npm run faults` makes it fifty. */
import { expect, it } from "vitest";
import { cloudSuites } from "../support/emulators.ts";
import { storm } from "./cold-starts.ts";

const STARTS = 6;

await cloudSuites(["dynamodb", "s3"], (emulators) => {
  it("processes that all start at once answer every search, each exactly", { timeout: 180_000 }, async () => {
    const { statuses, findings, sent } = await storm(emulators, STARTS);
    expect(statuses).toEqual(new Map([[200, STARTS]]));
    expect(findings).toMatchObject({ searches: STARTS, lost: [], doubled: [], wrong: [], broken: [] });
    // Also those that had to ask again.
    expect(findings.acknowledged).toBe(sent);
    expect(sent).toBeGreaterThan(STARTS);
  });
});
