/** Two servers on one board whose wall clocks are twenty minutes apart. */
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Findings, judge } from "./judge.ts";
import { newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { type NodeServer, startNodeServer } from "./node-server.ts";

const SKEWED = fileURLToPath(new URL("./skewed-clock.ts", import.meta.url));
export const SKEW_MS = 600_000;

/** A server whose wall clock is wrong by so much. */
export function startSkewed(folder: string, skewMs: number): Promise<NodeServer> {
  return startNodeServer({ folder, nodeOptions: ["--import", SKEWED], env: { FAULT_CLOCK_SKEW_MS: String(skewMs) } });
}

/** Clients that go now to the one, now to the other; then both boards are judged, and one whose clock is right. */
export async function skewedRounds(options: {
  readonly folder: string;
  readonly forMs: number;
  readonly seed: number;
}): Promise<readonly Findings[]> {
  const { folder, forMs, seed } = options;
  const servers = [await startSkewed(folder, SKEW_MS), await startSkewed(folder, -SKEW_MS)];
  const ledger = newLedger();
  let requests = 0;
  const url = () => servers[requests++ % servers.length]?.url ?? "";
  try {
    const load = startLoad({ url, ledger, seed, clients: 6, run: "t" });
    await pause(forMs);
    await load.stop();
    await settle(url(), ledger);
    servers.push(await startNodeServer({ folder }));
    const findings: Findings[] = [];
    for (const server of servers) findings.push(await judge(server.url, ledger));
    return findings;
  } finally {
    for (const server of servers) await server.kill();
  }
}
