/** SIGKILL to the embedded server in the middle of everything, again and again, over the same files. */
import { setTimeout as pause } from "node:timers/promises";
import { mulberry32 } from "../../bench/generator.ts";
import { type Findings, judge } from "./judge.ts";
import { type Intent, newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { startNodeServer } from "./node-server.ts";
import { type ReadOptions, search } from "./reads.ts";

export interface KillOptions {
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** Told behind each kill, once the board was judged. */
  readonly onJudged?: (findings: Findings, recoveryMs: number) => void;
}

export interface KillReport {
  /** Of the last board, which are of all that happened. */
  readonly findings: Findings;
  readonly slowestMs: number;
  /** What the clients asked for and was answered in the end, by kind; and how much of it was under way when the server was killed. */
  readonly answered: ReadonlyMap<Intent["kind"], number>;
  readonly underWay: ReadonlyMap<Intent["kind"], number>;
}

const CLIENTS = 4;
/** So often the clients begin with what they seldom want, and the shortest rounds are about. */
const KILLS_BETWEEN = 5;
const SHORTEST_MS = 30;
const LONGEST_MS = 400;
const PATIENCE_MS = 40_000;
const PAUSE_MS = 25;

/**
 * After each kill the server is started again, what was not answered is repeated, a search is made, for many a round is too short
 * for one, and the board is judged. Ends with the first board that is not whole.
 */
export async function killRounds(options: KillOptions): Promise<KillReport> {
  const { folder, kills, seed, onJudged } = options;
  const random = mulberry32(seed);
  const ledger = newLedger();
  const underWay = new Map<Intent["kind"], number>();
  let server = await startNodeServer({ folder });
  let slowestMs = 0;
  try {
    for (let kill = 1; ; kill++) {
      const load = startLoad({
        ...{ url: () => server.url, ledger, seed: seed + kill, clients: CLIENTS, run: `k${kill}` },
        first: kill % KILLS_BETWEEN === 0 ? ["import", "publish"] : [],
      });
      await pause(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS));
      await server.kill();
      await load.stop();
      for (const { kind } of ledger.open) underWay.set(kind, (underWay.get(kind) ?? 0) + 1);
      const startedAt = performance.now();
      server = await startNodeServer({ folder });
      await settle(server.url, ledger);
      const recoveryMs = performance.now() - startedAt;
      slowestMs = Math.max(slowestMs, recoveryMs);
      await untilSearched({ url: server.url, ledger, random, isOneProcess: true });
      const findings = await judge(server.url, ledger);
      onJudged?.(findings, recoveryMs);
      const isWhole = [findings.lost, findings.doubled, findings.wrong, findings.broken].every((f) => f.length === 0);
      if (kill === kills || !isWhole) return { findings, slowestMs, answered: ledger.answered, underWay };
    }
  } finally {
    await server.kill();
  }
}

/** @throws Error when nobody answers for too long. */
async function untilSearched(options: ReadOptions): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await search(options)) === "again") {
    if (performance.now() > deadline) throw new Error("the server that was started again answers no search");
    await pause(PAUSE_MS);
  }
}
