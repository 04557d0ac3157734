/** The soak in small: some seconds of it, with the faults that end or hold up a process, its database or its disk. */
import { expect, it } from "vitest";
import { newLedger } from "./ledger.ts";
import { nodeRig } from "./node-rig.ts";
import { plot } from "./plot.ts";
import { failuresOf, reportOf } from "./report.ts";
import { soak } from "./soak.ts";

it("loses, doubles and falsifies nothing", { timeout: 120_000 }, async () => {
  const rig = await nodeRig();
  try {
    const faults = rig.faults.filter(({ load }) => load === undefined);
    const result = await soak({
      ...{ rig: { ...rig, faults }, seconds: "once", rate: 40, seed: 7, calmSeconds: 1.5 },
      say: () => undefined,
    });
    expect(failuresOf(result)).toEqual([]);
    expect(result.series.faults.map(({ name }) => name)).toEqual(faults.map(({ name }) => name));
    expect(result.ledger.acknowledged).toBeGreaterThan(40);
    expect(reportOf(rig, result)).toContain("| of them lost, doubled | 0, 0 |");
    expect(plot(result.series.seconds, result.series.faults)).toContain("database locked");
  } finally {
    await rig.stop();
  }
});

it("finds what a ledger does not know", async () => {
  const ledger = newLedger();
  const [kept, changed, gone] = [ledger.add(), ledger.add(), ledger.add()];
  ledger.acknowledge(kept, { id: "kept" });
  ledger.acknowledge(changed, { id: "changed" });
  ledger.acknowledge(gone, { id: "gone", isDeleted: true });
  const right = new Map([
    ["kept", kept.marker],
    ["changed", changed.marker],
  ]);
  expect(ledger.compare(right)).toEqual({ lost: 0, doubled: 0 });
  const wrong = new Map([
    ["kept", kept.marker],
    ["changed", "older"],
    ["gone", gone.marker],
    ["twice", kept.marker],
  ]);
  expect(ledger.compare(wrong)).toEqual({ lost: 2, doubled: 1 });
  expect(ledger.wrong).toHaveLength(2);
});
