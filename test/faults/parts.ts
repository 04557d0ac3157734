/** The parts of `npm run faults`, each of which makes a few rows of its table. */
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningEmulator, Service } from "../../infra/emulators/emulator.ts";
import { startEmulator } from "../../infra/emulators/start.ts";
import { startToxiproxy, type Toxiproxy } from "../../infra/emulators/toxiproxy.ts";
import { faketimeLibrary, setBackRounds, skewedRounds } from "./clocks.ts";
import { type StormReport, storm } from "./cold-starts.ts";
import { diskRows } from "./disk-rows.ts";
import { harmDatabase, harmSnapshot } from "./flips.ts";
import { inFolder } from "./in-folder.ts";
import { type KillReport, killRounds } from "./kills.ts";
import { deathOf, mortalEmulator } from "./mortal-emulators.ts";
import { type ReportRow, rowOf } from "./report.ts";
import { type WireReport, wireRounds } from "./wire.ts";
import { WIRE_FAULTS, type WireFault } from "./wire-faults.ts";
import { type WiredTarget, wiredCloudRun, wiredLambda } from "./wire-targets.ts";

export interface PartOptions {
  /** How often each fault comes, where no time is given. */
  readonly rounds: number;
  /** Of load on each cloud; then `rounds` does not count there. */
  readonly minutes: number | undefined;
  readonly seed: number;
}

export type Part = (options: PartOptions) => Promise<readonly ReportRow[]>;

const ON_MS = 2_500;
const CLIENTS = 6;
const KILLS_PER_ROUND = 20;
const STORM = 50;
/** What is wrong, and which servers are judged. */
const CLOCKS = [
  ["±10 min", skewedRounds, ["ahead", "behind", "right"]],
  ["set back by 10 min under load", setBackRounds, ["set back", "beside it", "right"]],
] as const;

export const PARTS: Readonly<Record<string, Part>> = {
  kills: ({ rounds, seed }) =>
    inFolder(async (folder) => {
      const kills = rounds * KILLS_PER_ROUND;
      return [killsRow(kills, await killRounds({ folder, kills, seed }))];
    }),
  disk: diskRows,
  // In memory where there is a place for it: thirty thousand files are opened.
  flips: () => inFolder(flips, existsSync("/dev/shm") ? "/dev/shm" : tmpdir()),
  clocks: async (options) => {
    const library = faketimeLibrary(process.env);
    const rows = await clocks(options, undefined, "");
    return library === undefined ? rows : [...rows, ...(await clocks(options, library, ", by libfaketime"))];
  },
  aws: (options) =>
    withEmulators(["dynamodb", "s3"], async ({ dynamodb, s3 }) =>
      onWires(options, WIRE_FAULTS, (toxiproxy) => wiredLambda({ dynamodb, s3 }, toxiproxy)),
    ),
  gcp: (options) =>
    withEmulators(["firestore", "gcs"], async ({ firestore, gcs }) =>
      onWires(options, WIRE_FAULTS, (toxiproxy) => wiredCloudRun({ firestore, gcs }, toxiproxy)),
    ),
  restarts,
  cold: () =>
    withEmulators(["dynamodb", "s3"], async (emulators) => {
      return [coldRow(await storm(emulators, STORM))];
    }),
};

/** Of fewer a kind of request may be missing by chance. */
const KILLS_WITH_ALL_KINDS = 10;

/** What a kill can cut in its middle and leave half done has to be among what was asked for. */
export function killsRow(kills: number, { findings, slowestMs, answered, underWay }: KillReport): ReportRow {
  const kinds = (["import", "publish"] as const).map((kind) => {
    return { kind, done: answered.get(kind) ?? 0, cut: underWay.get(kind) ?? 0 };
  });
  const counts = kinds.map(({ kind, done, cut }) => `${kind} ${done}, ${cut} of them under way when killed`).join("; ");
  const missing = kinds.filter(({ done, cut }) => kills >= KILLS_WITH_ALL_KINDS && done + cut === 0);
  return {
    ...rowOf(`SIGKILL of the embedded server (${counts})`, kills, findings, slowestMs),
    tooLittle: missing.map(({ kind }) => `no ${kind} in ${kills} kills`),
  };
}

/** All of the searches are to be answered at once, and all of the writes in the end. */
export function coldRow({ findings, statuses, sent, repeated, slowestMs }: StormReport): ReportRow {
  const row = rowOf(`${STORM} cold starts at once (${repeated} of ${STORM} writes repeated)`, 1, findings, slowestMs);
  const counts = [
    ["searches not answered with 200", STORM - (statuses.get(200) ?? 0)],
    ["writes never acknowledged", sent - findings.acknowledged],
  ] as const;
  const missing = counts.filter(([, count]) => count !== 0);
  return {
    ...row,
    wrong: missing.reduce((sum, [, count]) => sum + Math.abs(count), row.wrong ?? 0),
    notes: [...row.notes, ...missing.map(([what, count]) => `${count} ${what}`)],
  };
}

/** With both: the module moves what JavaScript reads, libfaketime what any code of the process does. */
async function clocks({ rounds, seed }: PartOptions, library: string | undefined, by: string): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  const options = { forMs: rounds * 5_000, seed, library };
  for (const [name, made, servers] of CLOCKS) {
    const findings = await inFolder((folder) => made({ ...options, folder }));
    rows.push(...findings.map((found, i) => rowOf(`clocks ${name}${by}: ${servers[i]}`, 1, found)));
  }
  return rows;
}

async function withEmulators<Name extends Service>(
  services: readonly Name[],
  work: (emulators: Record<Name, RunningEmulator>) => Promise<readonly ReportRow[]>,
): Promise<readonly ReportRow[]> {
  const running = await Promise.all(services.map((service) => startEmulator(service)));
  try {
    return await work(Object.fromEntries(running.map((one) => [one.service, one])) as Record<Name, RunningEmulator>);
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

async function onWires(
  { rounds, minutes, seed }: PartOptions,
  faults: readonly WireFault[],
  wired: (toxiproxy: Toxiproxy) => Promise<WiredTarget>,
): Promise<readonly ReportRow[]> {
  const toxiproxy = await startToxiproxy();
  try {
    const target = await wired(toxiproxy);
    const until = performance.now() + (minutes ?? 0) * 60_000;
    const goesOn = (pass: number) => (minutes === undefined ? pass < rounds : pass === 0 || performance.now() < until);
    const report = await wireRounds({ target, faults, goesOn, onMs: ON_MS, clients: CLIENTS, seed });
    return wireRows(target.name, report);
  } finally {
    await toxiproxy.stop();
  }
}

/** The board is judged once, behind all faults: what is wrong with it is in the line of the whole, and there alone. */
export function wireRows(name: string, { rows, findings, hasRefused }: WireReport): ReportRow[] {
  const rounds = rows.reduce((sum, row) => sum + row.rounds, 0);
  const slowest = Math.max(0, ...rows.map(({ recoveryMs }) => recoveryMs));
  const whole = rowOf(
    `${name}, with what came between (${findings.searches} searches, ${findings.reads} reads by id checked)`,
    rounds,
    findings,
    slowest,
  );
  const each = rows.map(({ fault, acknowledged, rounds: times, recoveryMs }) => {
    return { fault: `${name}: ${fault}`, rounds: times, acknowledged, recoveryMs, notes: [] };
  });
  // Faults that nobody noticed were not on the wire.
  const tooLittle = hasRefused ? [] : ["no request was refused"];
  return [...each, { ...whole, tooLittle }];
}

/** DynamoDB Local and MinIO over folders; the emulators of the other cloud forget everything when they end. */
async function restarts(options: PartOptions): Promise<readonly ReportRow[]> {
  const dynamodb = await mortalEmulator("dynamodb");
  try {
    const s3 = await mortalEmulator("s3");
    try {
      const faults = [dynamodb, s3].map(deathOf);
      return await onWires(options, faults, (toxiproxy) => wiredLambda({ dynamodb, s3 }, toxiproxy));
    } finally {
      await s3.stop();
    }
  } finally {
    await dynamodb.stop();
  }
}

async function flips(folder: string): Promise<readonly ReportRow[]> {
  const snapshot = await harmSnapshot(1, 0);
  const database = await harmDatabase(join(folder, "flipped.db"), 1, 0);
  const { bytes, refused, equal, named, unseen, silent } = database;
  const seen = `${bytes} bytes: refused ${refused}, equal ${equal}, named by verify ${named}`;
  const unseenText = [...unseen].map(([what, count]) => `${what} ${count}`).join(", ");
  return [
    {
      fault: `each of ${snapshot.bytes} bytes of a snapshot flipped, and cut there (noticed: ${snapshot.noticed})`,
      ...{ rounds: snapshot.tried, acknowledged: 0, lost: 0, doubled: 0, wrong: snapshot.wrong.length },
      notes: snapshot.wrong.slice(0, 5),
    },
    {
      fault: `each byte of a database file flipped (${seen}; not looked at: ${unseenText})`,
      ...{ rounds: database.tried, acknowledged: 0, lost: 0, doubled: 0, wrong: silent.length },
      notes: silent.slice(0, 5),
    },
  ];
}
