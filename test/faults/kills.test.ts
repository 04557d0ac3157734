import { expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { killRounds } from "./kills.ts";

it("a server killed fifteen times while it imports, writes, searches and publishes loses and doubles nothing", {
  timeout: 240_000,
}, async () => {
  let judged = 0;
  const { findings, answered } = await killRounds({
    folder: temporaryFolder(),
    kills: 15,
    seed: 1_507,
    onJudged: () => {
      judged += 1;
    },
  });
  expect(findings).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
  expect(judged).toBe(15);
  // Otherwise the clients did nothing, and the test with them.
  expect(findings.acknowledged).toBeGreaterThan(50);
  expect(findings.searches).toBeGreaterThanOrEqual(15);
  for (const kind of ["import", "publish"] as const) expect(answered.get(kind) ?? 0, kind).toBeGreaterThan(0);
});
