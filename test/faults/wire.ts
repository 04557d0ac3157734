/** A service under load while its connections are harmed, one fault after the other. */
import { setTimeout as pause } from "node:timers/promises";
import { attempt } from "./attempt.ts";
import { intents } from "./intents.ts";
import { type Findings, judge } from "./judge.ts";
import { hasRefused, type Ledger, newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { exchange } from "./requests.ts";
import type { WireFault } from "./wire-faults.ts";
import type { WiredTarget } from "./wire-targets.ts";

export interface WireOptions {
  readonly target: WiredTarget;
  readonly faults: readonly WireFault[];
  /** Asked before every pass through the faults, from 0. */
  readonly goesOn: (pass: number) => boolean;
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
  /** Whether any request was refused for now: faults that nobody noticed were none. */
  readonly hasRefused: boolean;
}

export async function wireRounds(options: WireOptions): Promise<WireReport> {
  const { target, faults, goesOn, clients, seed } = options;
  const ledger = newLedger();
  const running = await target.start();
  const url = () => running.url;
  try {
    await recovered(running.url, ledger, "start");
    const { isOneProcess } = target;
    const load = startLoad({ url, ledger, seed, clients, run: "w", isOneProcess });
    const rows = new Map<string, FaultRow>();
    try {
      for (let pass = 0; goesOn(pass); pass++) {
        for (const fault of faults) rows.set(fault.name, await underFault(options, fault, running.url, ledger, rows));
      }
    } finally {
      await load.stop();
    }
    await settle(running.url, ledger);
    return { rows: [...rows.values()], findings: await judge(running.url, ledger), hasRefused: hasRefused(ledger) };
  } finally {
    await running.stop();
  }
}

async function underFault(
  { target, onMs }: WireOptions,
  fault: WireFault,
  url: string,
  ledger: Ledger,
  rows: ReadonlyMap<string, FaultRow>,
): Promise<FaultRow> {
  const { name } = fault;
  const known = rows.get(name) ?? { fault: name, rounds: 0, acknowledged: 0, statuses: new Map(), recoveryMs: 0 };
  const before = { statuses: new Map(ledger.statuses), acknowledged: ledger.acknowledged.size };
  const off = await fault.on(target.wires);
  await pause(onMs);
  await off();
  const acknowledged = known.acknowledged + ledger.acknowledged.size - before.acknowledged;
  const statuses = new Map(known.statuses);
  for (const [status, count] of ledger.statuses) {
    const during = count - (before.statuses.get(status) ?? 0);
    if (during > 0) statuses.set(status, (statuses.get(status) ?? 0) + during);
  }
  const recoveryMs = Math.max(known.recoveryMs, await recovered(url, ledger, `${name} ${known.rounds}`));
  return { fault: name, rounds: known.rounds + 1, acknowledged, statuses, recoveryMs };
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
