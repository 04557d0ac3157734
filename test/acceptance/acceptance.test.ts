import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cloudSuites } from "../support/emulators.ts";
import { calendar } from "./calendar.ts";
import { cloudRun, functionsFramework } from "./cloud-run-target.ts";
import { differences } from "./difference.ts";
import { behindFrontEnd } from "./front-end.ts";
import { goldenOf } from "./golden.ts";
import { lambda } from "./lambda-target.ts";
import { type Played, playSeries } from "./play.ts";
import { series } from "./series.ts";
import { memory, sqlite, type Target } from "./targets.ts";

const GOLDEN = new URL("../golden/acceptance.json", import.meta.url);
/** Emulators on a busy machine of two cores take a minute for the series. */
const TIMEOUT_MS = 300_000;

async function played(target: Target): Promise<Played> {
  const running = await target.start();
  try {
    return await playSeries(running);
  } finally {
    await running.stop();
  }
}

let reference: Played;
beforeAll(async () => {
  reference = await played(memory);
}, TIMEOUT_MS);

describe("the series on memory", () => {
  it("has the statuses that its steps name", () => {
    const expected = series(calendar(0)).map(({ name, status }) => ({ name, status }));
    expect(reference.entries.map(({ name, status }) => ({ name, status }))).toEqual(expected);
  });

  it("has ids, times, positions and problems as they have to be", () => {
    expect(reference.faults).toEqual([]);
  });

  it("is as it was recorded (UPDATE_GOLDEN=1 records it anew)", () => {
    const golden = goldenOf(reference.entries);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`);
    const recorded = JSON.parse(readFileSync(GOLDEN, "utf8"));
    expect(golden.headers).toEqual(recorded.headers);
    for (const [i, step] of golden.steps.entries()) expect(step).toEqual(recorded.steps[i]);
    expect(golden.steps).toHaveLength(recorded.steps.length);
  });
});

/** Declares that a target answers as the reference does. */
function sameAnswers(target: Target): void {
  describe(`the series on ${target.name}`, () => {
    let own: Played;
    beforeAll(async () => {
      own = await played(target);
    }, TIMEOUT_MS);

    it("has the answers of memory", () => {
      const { entries, faults } = behindFrontEnd(own.entries, reference.entries, target.frontEnd);
      expect(faults).toEqual([]);
      expect(differences(entries, reference.entries)).toEqual([]);
    });

    it("has ids, times, positions and problems as they have to be", () => {
      const exempt = new Set(target.frontEnd.cases.map(({ step }) => step));
      expect(own.faults.filter(({ step }) => !exempt.has(step))).toEqual([]);
    });
  });
}

sameAnswers(sqlite);
await cloudSuites(["dynamodb", "s3"], (emulators) => sameAnswers(lambda(emulators)));
await cloudSuites(["firestore", "gcs"], (emulators) => {
  sameAnswers(cloudRun(emulators));
  sameAnswers(functionsFramework(emulators));
});
