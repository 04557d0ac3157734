/** The part of `npm run faults` that fails disks. */
import { spawnSync } from "node:child_process";
import { mulberry32 } from "../../bench/generator.ts";
import { type DiskFault, injected, limitedFiles, smallDisk, writeOn } from "./disk.ts";
import { inFolder } from "./in-folder.ts";
import { notRun, type ReportRow, rowOf } from "./report.ts";
import { loadUnder } from "./server-under.ts";

interface Kind {
  readonly fault: string;
  /** @param dice of 0 to 1 */
  readonly make: (dice: number) => DiskFault;
  readonly needsStrace: boolean;
}

const DISKS_PER_ROUND = 6;
const NO_STRACE = "strace is missing (apt-get install strace)";

const syncFails = (dice: number, rest: string) =>
  injected(`fsync,fdatasync:error=EIO:when=${9 + Math.floor(dice * 40)}${rest}`);
const diskIsFull = (dice: number, rest: string) =>
  injected(`pwrite64:error=ENOSPC:when=${20 + Math.floor(dice * 300)}${rest}`);

const KINDS: readonly Kind[] = [
  {
    fault: "files that end in the middle of a write",
    make: (dice) => limitedFiles(80 + Math.floor(dice * 600)),
    needsStrace: false,
  },
  { fault: "one sync fails (EIO)", make: (dice) => syncFails(dice, ""), needsStrace: true },
  { fault: "every sync fails from one on", make: (dice) => syncFails(dice, "+"), needsStrace: true },
  { fault: "the disk is full (ENOSPC) for one write", make: (dice) => diskIsFull(dice, ""), needsStrace: true },
  { fault: "the disk is full from one write on", make: (dice) => diskIsFull(dice, "+"), needsStrace: true },
];

export async function diskRows({ rounds, seed }: { readonly rounds: number; readonly seed: number }) {
  const random = mulberry32(seed);
  const hasStrace = spawnSync("strace", ["-V"]).status === 0;
  const rows: ReportRow[] = [];
  for (const { fault, make, needsStrace } of KINDS) {
    const faults = Array.from({ length: rounds * DISKS_PER_ROUND }, () => make(random()));
    rows.push(needsStrace && !hasStrace ? notRun(fault, NO_STRACE) : await diskRow(fault, faults));
  }
  rows.push(await inFolder((folder) => onSmallDisk(folder, seed)));
  rows.push(await whileSyncsFail(seed, hasStrace));
  return rows;
}

async function whileSyncsFail(seed: number, hasStrace: boolean): Promise<ReportRow> {
  const name = "the server under load while every sync fails";
  if (!hasStrace) return notRun(name, NO_STRACE);
  const fault = injected("fsync,fdatasync:error=EIO:when=60+");
  const { findings } = await inFolder((folder) => loadUnder({ folder, fault, forMs: 6_000, seed }));
  return rowOf(name, 1, findings);
}

const AT_ONCE = 4;
const WRITES = 60;

async function diskRow(name: string, faults: readonly DiskFault[]): Promise<ReportRow> {
  let [acknowledged, lost, wrong] = [0, 0, 0];
  const notes: string[] = [];
  for (let at = 0; at < faults.length; at += AT_ONCE) {
    const tried = faults.slice(at, at + AT_ONCE).map(async (fault) => {
      const report = await inFolder((folder) => writeOn(folder, fault, WRITES));
      acknowledged += report.acknowledged;
      lost += report.lost.length;
      wrong += report.broken.length;
      notes.push(...[...report.lost, ...report.broken].map((note) => `${fault.name}: ${note}`));
    });
    await Promise.all(tried);
  }
  return { fault: name, rounds: faults.length, acknowledged, lost, doubled: 0, wrong, notes };
}

/** A file system of 3 MB, where this user may mount one. */
async function onSmallDisk(folder: string, seed: number): Promise<ReportRow> {
  const name = "the server under load on a disk of 3 MB, which then grows";
  const disk = smallDisk(folder, 3_000);
  if (disk === undefined) return notRun(name, "this user may not mount a disk of its own (needs root)");
  try {
    const fault = { name: "a disk of 3 MB", under: [] };
    const { findings } = await loadUnder({ folder, fault, forMs: 6_000, seed, makeRoom: disk.grow });
    return rowOf(name, 1, findings);
  } finally {
    disk.unmount();
  }
}
