/** T1b and T1c on the real parts: what is acknowledged on a disk that fails is there on a sound one. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/command-line.ts";
import { toolSuite } from "../support/emulators.ts";
import { acknowledgedTooSoon, type DiskFault, injected, limitedFiles, writeOn } from "./disk.ts";
import { loadUnder } from "./server-under.ts";

const GENEROUS = { timeout: 120_000 };
const WRITES = 40;
const missing = spawnSync("strace", ["-V"]).status === 0 ? undefined : "there is no strace; apt-get install strace";

/** Each on files of its own, all at once: what takes time is the waiting between attempts. */
async function expectNothingLost(faults: readonly DiskFault[], isLasting: boolean): Promise<void> {
  const reports = await Promise.all(faults.map((fault) => writeOn(temporaryFolder(), fault, WRITES)));
  for (const [i, report] of reports.entries()) {
    const name = faults[i]?.name;
    expect(report, name).toMatchObject({ lost: [], broken: [] });
    expect(report.acknowledged, name).toBeGreaterThan(0);
    if (isLasting) expect(report.refused.length, name).toBeGreaterThan(0);
    else expect(report.acknowledged, name).toBe(WRITES);
  }
}

async function expectServerWhole(fault: DiskFault): Promise<void> {
  const { findings, statuses } = await loadUnder({ folder: temporaryFolder(), fault, forMs: 4_000, seed: 31 });
  expect(findings).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
  // It answered searches, and refused something in the contract's words (the ledger has looked at how).
  expect(statuses.get(200)).toBeGreaterThan(0);
  expect((statuses.get(503) ?? 0) + (statuses.get(504) ?? 0)).toBeGreaterThan(0);
}

describe("a process that writes", () => {
  it.each([
    ["echo broken >&2; exit 3", "the process ended with 3: broken"],
    ["kill -9 $$", "the process ended with SIGKILL: "],
    ["echo corrupt 1", "refused with corrupt"],
  ])("and does as no failing disk makes it (%s) is a failure", GENEROUS, async (script, said) => {
    const fault = { name: script, under: ["sh", "-c", script] };
    expect(await writeOn(temporaryFolder(), fault, 1)).toMatchObject({ acknowledged: 0, lost: [], broken: [said] });
  });
});

describe("files that may not grow any more", () => {
  it("lose nothing that was acknowledged, wherever the last write is cut", GENEROUS, () =>
    expectNothingLost([150, 333, 400, 510].map(limitedFiles), true),
  );

  it("leave a server that reads on, refuses clearly, and answers no search wrong", GENEROUS, () =>
    expectServerWhole(limitedFiles(1_500)),
  );
});

toolSuite("disks that fail when they are asked to sync or to write", missing, () => {
  describe("a disk that fails when it is asked to sync or to write", () => {
    it("once, at whichever sync: nothing is acknowledged before a sync has succeeded", GENEROUS, async () => {
      const traced = [11, 17, 26, 39].map((n) => {
        const folder = temporaryFolder();
        const trace = join(folder, "trace");
        return { folder, trace, fault: injected(`fsync,fdatasync:error=EIO:when=${n}`, trace) };
      });
      await Promise.all(
        traced.map(async ({ folder, trace, fault }) => {
          expect(await writeOn(folder, fault, WRITES), fault.name).toMatchObject({
            ...{ acknowledged: WRITES, lost: [], broken: [] },
          });
          expect(acknowledgedTooSoon(trace), fault.name).toEqual({ seen: WRITES, tooSoon: [] });
        }),
      );
    });

    it("from a sync on: nothing is acknowledged any more, and what was is there", GENEROUS, async () => {
      const folder = temporaryFolder();
      const trace = join(folder, "trace");
      const report = await writeOn(folder, injected("fsync,fdatasync:error=EIO:when=20+", trace), WRITES);
      expect(report).toMatchObject({ refused: ["outcome_unknown"], lost: [], broken: [] });
      expect(acknowledgedTooSoon(trace)).toEqual({ seen: report.acknowledged, tooSoon: [] });
      expect(report.acknowledged).toBeLessThan(20);
    });

    it("full (ENOSPC) once, for a while and for good: what was acknowledged is there", GENEROUS, async () => {
      await expectNothingLost([injected("pwrite64:error=ENOSPC:when=70+")], true);
      await expectNothingLost(
        [61, 77, 130].map((n) => injected(`pwrite64:error=ENOSPC:when=${n}`)),
        false,
      );
    });

    it("leaves a server that reads on, refuses clearly, and answers no search wrong", GENEROUS, () =>
      expectServerWhole(injected("fsync,fdatasync:error=EIO:when=60+")),
    );
  });
});
