/** T1d and T8: damage where bytes lie. `npm run faults` tries every byte; here every so-manyth. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { harmDatabase, harmSnapshot } from "./flips.ts";

it("a snapshot with a flipped byte, or cut anywhere, changes no answer", { timeout: 120_000 }, async () => {
  const { tried, noticed, wrong, bytes } = await harmSnapshot(97, 13);
  expect(wrong).toEqual([]);
  expect(tried).toBe(2 * Math.ceil((bytes - 13) / 97));
  // A harm to what no search of the test reads is not noticed, and need not be.
  expect(noticed).toBeGreaterThan(tried / 2);
});

it("a database with a flipped byte is refused, reads as before, or verify names what differs", {
  timeout: 120_000,
}, async () => {
  const report = await harmDatabase(join(temporaryFolder(), "flipped.db"), 71, 7);
  expect(report.silent).toEqual([]);
  expect(report.refused).toBeGreaterThan(0);
  expect(report.named).toBeGreaterThan(0);
  expect(report.equal).toBeGreaterThan(0);
});
