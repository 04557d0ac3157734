/** The soak in small: some seconds of it, with the faults that end or hold up a process, its database or its disk. */
import { describe, expect, it } from "vitest";
import { growthOf } from "./growth.ts";
import { newLedger } from "./ledger.ts";
import { nodeRig } from "./node-rig.ts";
import { plot } from "./plot.ts";
import { failuresOf, reportOf } from "./report.ts";
import type { Sample } from "./rig.ts";
import { newSeries, type Second } from "./series.ts";
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

it("has shown nothing where next to nothing was written", () => {
  const seconds = Array.from({ length: 100 }, () => ({ times: [], statuses: {} }));
  const writes = (acknowledged: number) =>
    failuresOf({
      ...{ rate: 40, series: { ...newSeries(), seconds }, ledger: { ...newLedger(), acknowledged } },
      ...{ settled: { live: new Map(), listings: 0, changesAgree: true, verified: true }, lost: 0, doubled: 0 },
    });
  expect(writes(19)).toEqual(["19 writes acknowledged in 100 s, at least 20"]);
  expect(writes(20)).toEqual([]);
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

describe("what a process keeps", () => {
  const AGE = 400;
  const killed = { name: "killed", from: 90, to: 100, recovered: 1 };
  /** Of a run whose last process was started at 100 s; `kept` of its age from 0 to 1. */
  const run = (kept: (age: number) => Partial<Sample>, age = AGE): Second[] =>
    Array.from({ length: 100 + age }, (_, at) => {
      const calm = { residentMiB: 200, handles: 30 };
      return { times: [], statuses: {}, sample: at < 100 ? calm : { ...calm, ...kept((at - 100) / age) } };
    });
  const verdictOf = (seconds: readonly Second[]) => growthOf(seconds, [killed]).verdict;

  it.each([
    ["the same all along", () => ({})],
    [
      "a heap that comes to its size in its first half",
      (age: number) => ({ residentMiB: 150 + 200 * Math.min(0.4, age) }),
    ],
    ["a burst of callers at the end", (age: number) => ({ handles: age > 0.9 ? 400 : 30 })],
    ["a few callers more", (age: number) => ({ handles: age > 0.7 ? 40 : 30 })],
  ])("is flat: %s", (_what, kept) => {
    expect(verdictOf(run(kept))).toBe("flat");
  });

  it.each([
    ["memory grows: N MiB at half, N at the end", (age: number) => ({ residentMiB: 100 + 400 * age })],
    ["handles grow: N at half, N at the end", (age: number) => ({ handles: Math.floor(30 + 240 * age) })],
  ])("is too much: %s", (told, kept) => {
    const { verdict, grown } = growthOf(run(kept), [killed]);
    expect([verdict, ...grown.map((one) => one.replace(/\d+/g, "N"))]).toEqual(["grows", told]);
  });

  it("is not judged of a process that is younger than five minutes", () => {
    const leak = (age: number) => ({ residentMiB: 100 + 400 * age });
    expect(growthOf(run(leak, 299), [killed])).toMatchObject({ verdict: "too short to say", grown: [] });
    expect(verdictOf(run(leak, 300))).toBe("grows");
  });
});
