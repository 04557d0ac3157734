/** The catalogue against one target: a test for each class, and what is left of the process behind them all. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningTarget } from "../acceptance/targets.ts";
import { childProcesses, peakMiB } from "./memory.ts";
import { type HostileTarget, runListed, TRIED_HERE } from "./runs.ts";

/** An emulator on a busy machine takes half a minute for the largest class. */
const TIMEOUT_MS = 300_000;

/** Declares the suite. */
export function hostileSuite<Running extends RunningTarget>(hostile: HostileTarget<Running>): void {
  const { target, platform } = hostile;
  describe(`bad input on ${target.name}`, () => {
    let running: Running;
    let processes: readonly number[];
    beforeAll(async () => {
      const before = childProcesses();
      running = await target.start();
      processes = childProcesses().filter((pid) => !before.includes(pid));
    }, TIMEOUT_MS);
    afterAll(() => running?.stop(), TIMEOUT_MS);

    it.each(TRIED_HERE)(
      "$id, $title",
      async (listed) => {
        const { faults, sent } = await runListed(hostile, running, listed);
        expect(faults).toEqual([]);
        expect(sent).toBeGreaterThan(0);
      },
      TIMEOUT_MS,
    );

    it(`takes no more than ${platform.peakMiB} MiB for all of it, in the process that it began with`, () => {
      expect(peakMiB(processes)).toBeLessThan(platform.peakMiB);
    });
  });
}
