/** Servers whose wall clocks are wrong: two on one board, twenty minutes apart, and one whose clock is set back under load. */
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AppError } from "../../core/errors.ts";
import { type Findings, judge } from "./judge.ts";
import { newLedger } from "./ledger.ts";
import { settle, startLoad } from "./load.ts";
import { readLog } from "./log.ts";
import { type NodeServer, startNodeServer } from "./node-server.ts";

const SKEWED = fileURLToPath(new URL("./skewed-clock.ts", import.meta.url));
export const SKEW_MS = 600_000;

/** Where Debian's package has it; the threads of a process share the variant whose name ends in MT. */
const LIBRARIES = ["x86_64", "aarch64"].map((arch) => `/usr/lib/${arch}-linux-gnu/faketime/libfaketimeMT.so.1`);

/** libfaketime, by `LIBFAKETIME` or where Debian has it. @throws AppError `unavailable` if the variable names nothing. */
export function faketimeLibrary(env: NodeJS.ProcessEnv): string | undefined {
  const given = env.LIBFAKETIME;
  if (given === undefined) return LIBRARIES.find((path) => existsSync(path));
  if (!existsSync(given)) throw new AppError("unavailable", `LIBFAKETIME: there is no ${given}`);
  return given;
}

export interface SkewedServer extends NodeServer {
  /** Makes its clock wrong by so much, from now on to within a second or two. */
  set(skewMs: number): void;
}

/** A server whose wall clock is wrong by so much: by `library`, else by a module. Its monotonic clock is right. */
export async function startSkewed(folder: string, skewMs: number, library?: string): Promise<SkewedServer> {
  const clock = join(folder, `clock${Math.random()}`);
  const set = (ms: number) => {
    // Put in place at once: a file that is half written would be another time.
    writeFileSync(`${clock}.new`, `${ms < 0 ? "-" : "+"}${Math.abs(ms) / 1_000}`);
    renameSync(`${clock}.new`, clock);
  };
  set(skewMs);
  const byLibrary = {
    ...{ LD_PRELOAD: library ?? "", FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_CACHE_DURATION: "1" },
    // Two names, for its old and its new versions.
    ...{ FAKETIME_DONT_FAKE_MONOTONIC: "1", DONT_FAKE_MONOTONIC: "1" },
  };
  const server =
    library === undefined
      ? await startNodeServer({ folder, nodeOptions: ["--import", SKEWED], env: { FAULT_CLOCK: clock } })
      : await startNodeServer({ folder, env: byLibrary });
  return { ...server, set };
}

export interface ClockOptions {
  readonly folder: string;
  /** Of load. */
  readonly forMs: number;
  readonly seed: number;
  /** In place of the module. */
  readonly library?: string | undefined;
}

/** Clients that go now to the one, now to the other; then both boards are judged, and one whose clock is right. */
export async function skewedRounds({ folder, library, ...options }: ClockOptions): Promise<readonly Findings[]> {
  const servers: NodeServer[] = [];
  try {
    for (const skewMs of [SKEW_MS, -SKEW_MS]) servers.push(await startSkewed(folder, skewMs, library));
    return await judgedBeside(servers, { ...options, folder });
  } finally {
    for (const server of servers) await server.kill();
  }
}

/**
 * The same with two clocks that are right, until one is set back in the middle of the load. @throws Error when the stamps in the
 * log do not show that it was.
 */
export async function setBackRounds({ folder, library, ...options }: ClockOptions): Promise<readonly Findings[]> {
  const servers: NodeServer[] = [];
  try {
    const jumping = await startSkewed(folder, 0, library);
    servers.push(jumping, await startNodeServer({ folder }));
    const findings = await judgedBeside(servers, { ...options, folder, halfway: () => jumping.set(-SKEW_MS) });
    const stamps = (await readLog(jumping.url)).map(({ at }) => Date.parse(at));
    const back = Math.max(...stamps.map((at, i) => (stamps[i - 1] ?? at) - at));
    if (back < SKEW_MS * 0.9) throw new Error(`no clock was set back: stamps go back by ${back} ms`);
    return findings;
  } finally {
    for (const server of servers) await server.kill();
  }
}

/** Adds a server whose clock is right to those that are judged. */
async function judgedBeside(
  servers: NodeServer[],
  { folder, forMs, seed, halfway }: ClockOptions & { readonly halfway?: () => void },
): Promise<readonly Findings[]> {
  const ledger = newLedger();
  let requests = 0;
  const url = () => servers[requests++ % servers.length]?.url ?? "";
  const load = startLoad({ url, ledger, seed, clients: 6, run: "t" });
  await pause(forMs / 2);
  halfway?.();
  await pause(forMs / 2);
  await load.stop();
  await settle(url(), ledger);
  servers.push(await startNodeServer({ folder }));
  const findings: Findings[] = [];
  for (const server of servers) findings.push(await judge(server.url, ledger));
  return findings;
}
