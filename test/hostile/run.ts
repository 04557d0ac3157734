/**
 * `npm run hostile -- [--target memory|sqlite|lambda|cloud-run|framework ...] [--class C1 ...]`: the whole catalogue of bad input,
 * every case, against the targets named (default: memory), with time, faults and memory of each class.
 */
import { parseArgs } from "node:util";
import type { Service } from "../../infra/emulators/emulator.ts";
import { startEmulator } from "../../infra/emulators/start.ts";
import type { RunningTarget } from "../acceptance/targets.ts";
import { childProcesses, peakMiB } from "./memory.ts";
import { type HostileTarget, runListed, TRIED_HERE } from "./runs.ts";
import { hostileCloudRun, hostileFramework, hostileLambda, hostileMemory, hostileSqlite } from "./targets.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const list = { type: "string", multiple: true } as const;
const { values } = parseArgs({ options: { target: list, class: list } });

const TARGETS: Readonly<Record<string, () => Promise<number>>> = {
  memory: () => tried(hostileMemory),
  sqlite: () => tried(hostileSqlite),
  lambda: () => over(["dynamodb", "s3"], (emulators) => tried(hostileLambda(emulators))),
  "cloud-run": () => over(["firestore", "gcs"], (emulators) => tried(hostileCloudRun(emulators))),
  framework: () => over(["firestore", "gcs"], (emulators) => tried(hostileFramework(emulators))),
};

const names = values.target ?? ["memory"];
const unknown = names.filter((name) => !Object.hasOwn(TARGETS, name));
if (unknown.length > 0) {
  say(`there is no target ${unknown.join(", ")}: ${Object.keys(TARGETS).join(", ")}`);
  process.exitCode = 2;
} else {
  let faults = 0;
  for (const name of names) faults += (await TARGETS[name]?.()) ?? 0;
  process.exitCode = faults === 0 ? 0 : 1;
}

/** How many faults there were. */
async function tried<Running extends RunningTarget>(hostile: HostileTarget<Running>): Promise<number> {
  const before = childProcesses();
  const running = await hostile.target.start();
  const processes = childProcesses().filter((pid) => !before.includes(pid));
  const whole = { ...hostile, platform: { ...hostile.platform, every: 1 } };
  let total = 0;
  try {
    for (const listed of TRIED_HERE.filter(({ id }) => values.class?.includes(id) ?? true)) {
      const startedAt = performance.now();
      const { faults, sent } = await runListed(whole, running, listed);
      const ms = Math.round(performance.now() - startedAt);
      const peak = Math.round(peakMiB(processes));
      say(`${hostile.target.name} ${listed.id}: ${sent} cases, ${ms} ms, peak ${peak} MiB, ${faults.length} faults`);
      for (const fault of faults) say(`  ${fault}`);
      total += faults.length;
    }
    return total;
  } finally {
    await running.stop();
  }
}

async function over<Name extends Service>(
  services: readonly Name[],
  work: (emulators: Record<Name, Awaited<ReturnType<typeof startEmulator>>>) => Promise<number>,
): Promise<number> {
  const started = await Promise.all(services.map((service) => startEmulator(service)));
  try {
    const named = started.map((emulator) => [emulator.service, emulator] as const);
    return await work(Object.fromEntries(named) as Record<Name, Awaited<ReturnType<typeof startEmulator>>>);
  } finally {
    await Promise.all(started.map((emulator) => emulator.stop()));
  }
}
