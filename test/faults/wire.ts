/** A service under load while its connections are harmed, one fault after the other. */
import { setTimeout as pause } from "node:timers/promises";
import { attempt } from "./attempt.ts";
import { intents } from "./intents.ts";
import { type Findings, judge } from "./judge.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { exchange } from "./requests.ts";
import type { WireFault } from "./wire-faults.ts";
import type { WiredTarget } from "./wire-targets.ts";

export interface WireOptions {
  readonly target: WiredTarget;
  readonly faults: readonly WireFault[];
  /** How often each of them comes. */
  readonly rounds: number;
  /** How long each is on. */
  readonly onMs: number;
  readonly clients: number;
  readonly seed: number;
}

export interface FaultRow {
  readonly fault: string;
  readonly rounds: number;
  /** Writes that were acknowledged while it was on. */
  readonly acknowledged: number;
  /** Answers while it was on, by status; 0 for none. */
  readonly statuses: ReadonlyMap<number, number>;
  /** From its end to the first write that was acknowledged and found by a search, the longest. */
  readonly recoveryMs: number;
}

export interface WireReport {
  readonly rows: readonly FaultRow[];
  readonly findings: Findings;
}

export async function wireRounds(options: WireOptions): Promise<WireReport> {
  const { target, faults, rounds, clients, seed } = options;
  const ledger = newLedger();
  const running = await target.start();
  const url = () => running.url;
  try {
    await recovered(running.url, ledger, "start");
    const load = startLoad({ url, ledger, seed, clients, run: "w" });
    const rows: FaultRow[] = [];
    try {
      for (const fault of faults) rows.push(await underFault(options, fault, running.url, ledger, rounds));
    } finally {
      await load.stop();
    }
    await settle(running.url, ledger);
    return { rows, findings: await judge(running.url, ledger) };
  } finally {
    await running.stop();
  }
}

async function underFault(
  { target, onMs }: WireOptions,
  fault: WireFault,
  url: string,
  ledger: Ledger,
  rounds: number,
): Promise<FaultRow> {
  const statuses = new Map<number, number>();
  let acknowledged = 0;
  let recoveryMs = 0;
  for (let round = 0; round < rounds; round++) {
    const before = { statuses: new Map(ledger.statuses), acknowledged: ledger.acknowledged.size };
    const off = await fault.on(target.wires);
    await pause(onMs);
    await off();
    acknowledged += ledger.acknowledged.size - before.acknowledged;
    for (const [status, count] of ledger.statuses) {
      const during = count - (before.statuses.get(status) ?? 0);
      if (during > 0) statuses.set(status, (statuses.get(status) ?? 0) + during);
    }
    recoveryMs = Math.max(recoveryMs, await recovered(url, ledger, `${fault.name} ${round}`));
  }
  return { fault: fault.name, rounds, acknowledged, statuses, recoveryMs };
}

const GIVE_UP_MS = 60_000;

/** How long it takes until a write is acknowledged and a search of its position answered. @throws Error when it does not come to that. */
async function recovered(url: string, ledger: Ledger, name: string): Promise<number> {
  const startedAt = performance.now();
  const intent = intents(`probe ${name}`, Math.random).create();
  const mark = intent.contents[0]?.requisitionId ?? "";
  for (;;) {
    if ((await attempt(url, intent, ledger)) === "done") {
      const id = ledger.acknowledged.get(mark)?.id;
      const reply = await exchange(url, { method: "GET", path: `/v1/search?id=${id}&sort=newest` });
      const isFresh = reply?.status === 200 && (JSON.parse(reply.text) as { total: number }).total === 1;
      if (isFresh) return performance.now() - startedAt;
    }
    if (performance.now() - startedAt > GIVE_UP_MS) throw new Error(`no recovery from ${name}`);
    await pause(20);
  }
}
