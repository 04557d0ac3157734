/**
 * `npm run bench -- overload [--seconds 60] [--listings 10000] [--times 4]`: what the server of a container does when it is asked
 * for more than it can. Finds the rate of searches that it sustains, then sends a multiple of it, in an open loop and from
 * another process, and looks how soon those are answered that are, and what the rest is told.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBlobStore, openKeySpace } from "../functions/addresses.ts";
import { publishBoard } from "./cold/published-board.ts";
import type { Load, Outcome } from "./overload/client.ts";

const QUERIES = ["engineer", "backend remote", "sales manager", "typescript", "nurse", "data scientist", "java", "go"];
const VARIANTS = ["", "&facet=tag", "&workplaceType=remote", "&sort=newest"];

const WARM_UP_SECONDS = 15;
const CLOSED_SECONDS = 10;
/** A second, of callers who wait. */
const MAX_CLOSED = 5_000;
/** Of the sustained rate: a server with little to do. */
const UNLOADED = 0.1;
const UNLOADED_SECONDS = 10;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "60" },
      listings: { type: "string", default: "10000" },
      times: { type: "string", default: "4" },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "rolecall-overload-"));
  try {
    await measure(folder, Number(values.seconds), Number(values.listings), Number(values.times));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, seconds: number, listings: number, times: number): Promise<void> {
  const addresses = { store: `sqlite:${folder}/board.db`, blobs: `file:${folder}/blobs` };
  console.log(`Publishing ${listings} listings ...`);
  const stores = { space: await openKeySpace(addresses.store), blobs: await openBlobStore(addresses.blobs) };
  await publishBoard(stores, { name: "default", listings, tail: 0 });
  await Promise.all([stores.space.close(), stores.blobs.close()]);
  const server = await startNode({ ROLECALL_STORE: addresses.store, ROLECALL_BLOBS: addresses.blobs });
  try {
    // Not counted: code that is not compiled yet takes twice the time.
    await load(server.port, "closed", WARM_UP_SECONDS);
    const sustained = await sustainedRate(server.port);
    const unloaded = await load(server.port, Math.round(sustained * UNLOADED), UNLOADED_SECONDS);
    const before = await residentMiB(server.process);
    const first = await load(server.port, sustained * times, Math.ceil(seconds / 2));
    const cpu = await cpuSeconds(server.process);
    const middle = await residentMiB(server.process);
    const second = await load(server.port, sustained * times, Math.floor(seconds / 2));
    const busy = ((await cpuSeconds(server.process)) - cpu) / Math.floor(seconds / 2);
    const recovery = await recoverySeconds(server.port, 2 * percentile(unloaded.accepted, 0.99));
    const after = await residentMiB(server.process);
    report({
      sustained,
      times,
      seconds,
      unloaded,
      loaded: together(first, second),
      recovery,
      busy,
      memory: [before, middle, after],
    });
  } finally {
    server.process.kill("SIGTERM");
  }
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function startNode(env: Readonly<Record<string, string>>): Promise<Server> {
  const program = fileURLToPath(new URL("../functions/node.ts", import.meta.url));
  const given = { PATH: process.env.PATH ?? "", PORT: "0", HOST: "127.0.0.1", ...env };
  const child = spawn(process.execPath, [program], { env: given, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the server ended")));
    lines.on("line", (line) => {
      const [, found] = /"listening","address":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(line) ?? [];
      if (found === undefined) return;
      // Its lines are taken, as a platform takes them, and not looked at: that would be time of the server's.
      lines.close();
      child.stdout.resume();
      resolve(Number(found));
    });
  });
  return { process: child, port };
}

let loads = 0;

/** Searches without a word that no listing has, each time another one: an answer that is given again is no load. */
function paths(count: number): readonly string[] {
  const name = ++loads;
  return Array.from({ length: count }, (_, i) => {
    const q = `${QUERIES[i % QUERIES.length]} -x${name}x${i}`;
    return `/v1/search?q=${encodeURIComponent(q)}${VARIANTS[Math.floor(i / QUERIES.length) % VARIANTS.length]}`;
  });
}

function load(port: number, perSecond: Load["perSecond"], seconds: number): Promise<Outcome> {
  const client = fork(fileURLToPath(new URL("overload/client.ts", import.meta.url)), { serialization: "advanced" });
  return new Promise((resolve, reject) => {
    client.once("message", (outcome) => resolve(outcome as Outcome));
    client.once("error", reject);
    const count = Math.ceil((perSecond === "closed" ? MAX_CLOSED : perSecond) * seconds);
    client.send({ port, paths: paths(count), perSecond, seconds } satisfies Load);
  });
}

/** What four callers get who each wait for their answer: more than that nobody can have for long. */
async function sustainedRate(port: number): Promise<number> {
  const { accepted } = await load(port, "closed", CLOSED_SECONDS);
  return Math.round(accepted.length / CLOSED_SECONDS);
}

/** Until twenty in a row are answered as soon as twice an unloaded one. */
async function recoverySeconds(port: number, soonMs: number): Promise<number> {
  const startedAt = performance.now();
  const asked = paths(MAX_CLOSED);
  let inARow = 0;
  let since = startedAt;
  for (let i = 0; inARow < 20 && performance.now() - startedAt < 30_000; i++) {
    const askedAt = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}${asked[i % asked.length]}`);
    await answer.arrayBuffer();
    const isWell = answer.status === 200 && performance.now() - askedAt <= Math.max(soonMs, 20);
    if (inARow === 0 || !isWell) since = askedAt;
    inARow = isWell ? inARow + 1 : 0;
  }
  return (since - startedAt) / 1_000;
}

async function residentMiB({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Of all threads. A tick is a hundredth of a second on every Linux that Node runs on. */
async function cpuSeconds({ pid }: ChildProcess): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function together(a: Outcome, b: Outcome): Outcome {
  const statuses: Record<string, number> = { ...a.statuses };
  for (const [status, count] of Object.entries(b.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  const merged = (x: readonly number[], y: readonly number[]) => [...x, ...y].sort((one, other) => one - other);
  return {
    sent: a.sent + b.sent,
    statuses,
    withoutRetryAfter: a.withoutRetryAfter + b.withoutRetryAfter,
    accepted: merged(a.accepted, b.accepted),
    refused: merged(a.refused, b.refused),
    late: merged(a.late, b.late),
  };
}

interface Figures {
  readonly sustained: number;
  readonly times: number;
  readonly seconds: number;
  readonly unloaded: Outcome;
  readonly loaded: Outcome;
  readonly recovery: number;
  /** Cores that the server had. */
  readonly busy: number;
  readonly memory: readonly number[];
}

function report({ sustained, times, seconds, unloaded, loaded, recovery, busy, memory }: Figures): void {
  const all = Object.values(loaded.statuses).reduce((sum, count) => sum + count, 0);
  const share = (status: number) => percent((loaded.statuses[status] ?? 0) / all);
  const p = (times: readonly number[], q: number) => ms(percentile(times, q));
  const rows = [
    ["sustained", `${sustained}/s`, ""],
    ["sent for", `${seconds} s at ${Math.round(sustained * times)}/s (${times} ×)`, ""],
    ["accepted", `${Math.round(loaded.accepted.length / seconds)}/s`, "≥ 80 % of sustained"],
    ["unloaded p50, p99", `${p(unloaded.accepted, 0.5)}, ${p(unloaded.accepted, 0.99)}`, ""],
    [
      "accepted p50, p99",
      `${p(loaded.accepted, 0.5)}, ${p(loaded.accepted, 0.99)}`,
      `p99 ≤ ${ms(2 * percentile(unloaded.accepted, 0.99))}`,
    ],
    ["refused p50, p99", `${p(loaded.refused, 0.5)}, ${p(loaded.refused, 0.99)}`, "p99 < 20 ms"],
    ["client late by p50, p99", `${p(loaded.late, 0.5)}, ${p(loaded.late, 0.99)}`, "else the machine was busy"],
    ["200, 429, 503", [200, 429, 503].map(share).join(", "), ""],
    [
      "no answer, other",
      `${share(0)}, ${percent(1 - [0, 200, 429, 503].reduce((sum, one) => sum + (loaded.statuses[one] ?? 0), 0) / all)}`,
      "0 %",
    ],
    ["refusals without Retry-After", String(loaded.withoutRetryAfter), "0"],
    [
      "memory before, half way, after",
      memory.map((one) => `${Math.round(one)} MiB`).join(", "),
      "no growth from half way on",
    ],
    ["cores that the server had", busy.toFixed(2), "about 1"],
    ["recovered in", `${recovery.toFixed(2)} s`, "< 5 s"],
  ];
  for (const [what = "", value = "", goal = ""] of rows)
    console.log(`| ${what.padEnd(31)} | ${value.padEnd(34)} | ${goal.padEnd(26)} |`);
}

function percentile(ascending: readonly number[], q: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * q))] ?? Number.NaN;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
