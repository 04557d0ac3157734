/** SIGKILL to the embedded server in the middle of everything, again and again, over the same files. */
import { setTimeout as pause } from "node:timers/promises";
import { mulberry32 } from "../../bench/generator.ts";
import { type Findings, judge } from "./judge.ts";
import { newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { startNodeServer } from "./node-server.ts";

export interface KillOptions {
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Told behind each kill, once the board was judged. */
  readonly onJudged?: (findings: Findings, recoveryMs: number) => void;
}

const CLIENTS = 4;
const SHORTEST_MS = 30;
const LONGEST_MS = 400;

/**
 * After each kill the server is started again, what was not answered is repeated, and the board is judged. Ends with the first
 * board that is not whole. Answers the findings of the last one, which are of all that happened, and the slowest recovery.
 */
export async function killRounds(options: KillOptions): Promise<{ findings: Findings; slowestMs: number }> {
  const { folder, kills, seed, onJudged } = options;
  const random = mulberry32(seed);
  const ledger = newLedger();
  let server = await startNodeServer({ folder });
  let slowestMs = 0;
  try {
    for (let kill = 1; ; kill++) {
      const load = startLoad({ url: () => server.url, ledger, seed: seed + kill, clients: CLIENTS, run: `k${kill}` });
      await pause(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS));
      await server.kill();
      await load.stop();
      const startedAt = performance.now();
      server = await startNodeServer({ folder });
      await settle(server.url, ledger);
      const recoveryMs = performance.now() - startedAt;
      slowestMs = Math.max(slowestMs, recoveryMs);
      const findings = await judge(server.url, ledger);
      onJudged?.(findings, recoveryMs);
      const isWhole = [findings.lost, findings.doubled, findings.wrong, findings.broken].every((f) => f.length === 0);
      if (kill === kills || !isWhole) return { findings, slowestMs };
    }
  } finally {
    await server.kill();
  }
}
