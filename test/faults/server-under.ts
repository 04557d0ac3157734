/** The embedded server on a disk that fails while it is under load; then its files, looked at by a server on a sound one. */
import { setTimeout as pause } from "node:timers/promises";
import type { DiskFault } from "./disk.ts";
import { type Findings, judge } from "./judge.ts";
import { hasRefused, newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { startNodeServer } from "./node-server.ts";

export interface UnderOptions {
  readonly folder: string;
  readonly fault: DiskFault;
  /** Of load, from the start on. */
  readonly forMs: number;
  readonly seed: number;
  /** Called when the failing server is gone, before the sound one starts. */
  readonly makeRoom?: () => void;
}

export interface UnderReport {
  readonly findings: Findings;
  /** Answers while the disk failed, by status. */
  readonly statuses: ReadonlyMap<number, number>;
}

const CLIENTS = 4;
const MOST_MS = 30_000;
const STEP_MS = 50;

export async function loadUnder({ folder, fault, forMs, seed, makeRoom }: UnderOptions): Promise<UnderReport> {
  const ledger = newLedger();
  const failing = await startNodeServer({ folder, under: fault.under });
  const load = startLoad({ url: () => failing.url, ledger, seed, clients: CLIENTS, run: `d${seed}` });
  await pause(forMs);
  // A write that the disk fails is tried for some seconds before it is refused.
  for (let waited = 0; waited < MOST_MS && !hasRefused(ledger); waited += STEP_MS) await pause(STEP_MS);
  const statuses = new Map(ledger.statuses);
  await failing.kill();
  await load.stop();
  makeRoom?.();
  const sound = await startNodeServer({ folder });
  try {
    await settle(sound.url, ledger);
    return { findings: await judge(sound.url, ledger), statuses };
  } finally {
    await sound.kill();
  }
}
