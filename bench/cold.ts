/**
 * `npm run bench -- cold [--runs 15]`: CPU of a whole new process until its first answer, beside a bare handler and a bare
 * hono hello of the same target, over DynamoDB Local and the Firestore emulator. The variants take turns, so that a busy
 * moment of the machine meets all of them; only figures of one run can be compared.
 *
 * `npm run bench -- cold --search [--listings 10000] [--tail 0] [--delay 30] [--runs 15]`: the first faceted answer of the AWS
 * bundle over a published board, in milliseconds, with the requests that it took.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type Bundled, bundle } from "../infra/bundle.ts";
import { startEmulator } from "../infra/emulators/start.ts";
import { startFramework } from "../infra/gcp/framework.ts";
import { type Programs, type Start, writePrograms } from "./cold/programs.ts";
import { type ColdSearchOptions, coldSearches } from "./cold/search.ts";

type Environment = Readonly<Record<string, string>>;

interface Variant {
  readonly name: string;
  /** The program that calls it, the function's file, the request. */
  readonly command: readonly string[];
  readonly env: Environment;
  /** CPU at most so many times that of the group's hono hello, the fastest start of each. */
  readonly goal?: number;
}

interface Group {
  readonly name: string;
  readonly bundled: Bundled;
  /** The hono hello is the one that the others are compared with. */
  readonly hello: Variant;
  readonly others: readonly Variant[];
}

const LISTING = JSON.stringify({
  title: "Backend Engineer",
  company: { name: "Acme", website: "https://acme.example" },
  description: { format: "markdown", value: "We build things that people use. ".repeat(90) },
  locations: [{ raw: "Berlin, Germany", city: "Berlin", country: "DE" }],
  tags: ["typescript", "nodejs", "aws"],
});

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string", default: "15" },
      search: { type: "boolean", default: false },
      listings: { type: "string", default: "10000" },
      tail: { type: "string", default: "0" },
      delay: { type: "string", default: "30" },
    },
  });
  const [runs, listings, tail, delayMs] = [values.runs, values.listings, values.tail, values.delay].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const folder = await mkdtemp(join(tmpdir(), "rolecall-cold-"));
  try {
    if (values.search) await search(folder, { runs, listings, tail, delayMs });
    else await starts(folder, runs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function search(
  folder: string,
  options: Pick<ColdSearchOptions, "runs" | "listings" | "tail" | "delayMs">,
): Promise<void> {
  const starting = [startEmulator("dynamodb"), startEmulator("s3")] as const;
  try {
    const [dynamodb, s3] = await Promise.all(starting);
    const { lambda, honoHandler } = await writePrograms(folder);
    const { file } = await bundle("aws");
    await coldSearches({
      ...options,
      emulators: { dynamodb, s3 },
      start: (path, env) => startOnce([lambda, file, "GET", path], env, 200),
      hello: () => startOnce([lambda, honoHandler, "GET", "/health"], {}, 200),
    });
  } finally {
    await Promise.allSettled(starting.map(async (emulator) => (await emulator).stop()));
  }
}

async function starts(folder: string, runs: number): Promise<void> {
  const starting = [startEmulator("dynamodb"), startEmulator("firestore")] as const;
  try {
    const [dynamodb, firestore] = await Promise.all(starting);
    const programs = await writePrograms(folder);
    const aws = {
      ...dynamodb.env,
      ROLECALL_TABLE: dynamodb.name,
      ...BLOBS,
      ROLECALL_STORE: `dynamodb:${dynamodb.name}`,
    };
    const gcp = { ...firestore.env, ...BLOBS, ROLECALL_STORE: `firestore:${firestore.name}` };
    for (const group of [await lambdaGroup(programs, aws), await cloudRunGroup(programs, gcp)]) {
      report(group, await measured(group, runs));
    }
    await reportFramework({ ...gcp, ROLECALL_DEVELOPMENT: "true" }, runs);
  } finally {
    await Promise.allSettled(starting.map(async (emulator) => (await emulator).stop()));
  }
}

/** No bucket is needed: nothing here reads a blob. */
const BLOBS = { ROLECALL_BUCKET: "rolecall", ROLECALL_BLOBS: "memory:" };

async function lambdaGroup({ lambda, bareHandler, honoHandler }: Programs, env: Environment): Promise<Group> {
  const bundled = await bundle("aws");
  return {
    name: "AWS, one event of a function URL",
    bundled,
    hello: { name: "hono hello (hono/aws-lambda)", command: [lambda, honoHandler, "GET", "/health"], env },
    others: [
      { name: "bare handler", command: [lambda, bareHandler, "GET", "/health"], env },
      ...(await ours(lambda, bundled, env, { health: 0.65, read: 1.6 })),
    ],
  };
}

async function cloudRunGroup({ listener, bareListener, honoListener }: Programs, env: Environment): Promise<Group> {
  const bundled = await bundle("gcp");
  return {
    name: "GCP, one HTTP request to the listener",
    bundled,
    hello: { name: "hono hello (@hono/node-server)", command: [listener, honoListener, "GET", "/health"], env },
    others: [
      { name: "bare listener", command: [listener, bareListener, "GET", "/health"], env },
      ...(await ours(listener, bundled, env, { read: 1.3 })),
    ],
  };
}

async function ours(
  program: string,
  { file }: Bundled,
  env: Environment,
  goals: { readonly health?: number; readonly read: number },
): Promise<Variant[]> {
  const keyed = { ...env, AUTHORIZATION: `Bearer ${await newKey(env)}` };
  const { id } = JSON.parse((await startOnce([program, file, "POST", "/v1/listings", LISTING], keyed, 201)).body);
  const health = goals.health === undefined ? {} : { goal: goals.health };
  const read = [program, file, "GET", `/v1/listings/${id}`];
  return [
    { name: "Rolecall, no store: /health", command: [program, file, "GET", "/health"], env, ...health },
    { name: "Rolecall, GET of a listing", command: read, env, goal: goals.read },
    { name: "Rolecall, the same with a key", command: read, env: keyed },
    { name: "Rolecall, a search (of the whole board)", command: [program, file, "GET", "/v1/search?q=engineer"], env },
    { name: "Rolecall, a create with a key", command: [program, file, "POST", "/v1/listings", LISTING], env: keyed },
  ];
}

/** Made as an operator makes one, in the emulator's board. */
async function newKey(env: Environment): Promise<string> {
  const program = fileURLToPath(new URL("../functions/cli.ts", import.meta.url));
  const args = [program, "keys", "create", "--name", "bench", "--scope", "listings:write"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  return stdout.trim();
}

async function startOnce(command: readonly string[], env: Environment, status?: number): Promise<Start> {
  const { stdout } = await promisify(execFile)(process.execPath, [...command], {
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  const start: Start = JSON.parse(stdout.slice(stdout.lastIndexOf('{"cpuMs"')));
  if (status === undefined ? start.status >= 300 : start.status !== status) {
    throw new Error(`${command.slice(1, 4).join(" ")} answered ${start.status}: ${start.body.slice(0, 300)}`);
  }
  return start;
}

type Starts = ReadonlyMap<Variant, readonly Start[]>;

async function measured({ hello, others }: Group, runs: number): Promise<Starts> {
  const starts = new Map<Variant, Start[]>([hello, ...others].map((variant) => [variant, []]));
  for (let i = 0; i < runs; i++) {
    for (const [variant, of] of starts) of.push(await startOnce(variant.command, variant.env));
  }
  return starts;
}

function report({ name, bundled, hello }: Group, starts: Starts): void {
  const { bytes, gzipBytes } = bundled;
  console.log(`\n${name}; bundle ${kb(bytes)} KB, ${kb(gzipBytes)} KB as gzip`);
  console.log(row("", ["median", "min", "import", "x hono", "x min", "builtins", "undici", "goal"]));
  const hono = (starts.get(hello) ?? []).map(({ cpuMs }) => cpuMs);
  for (const [variant, of] of starts) {
    const cpu = of.map(({ cpuMs }) => cpuMs);
    // Of the fastest starts: what a busy machine adds, it adds to both sides, and never takes away.
    const ratio = Math.min(...cpu) / Math.min(...hono);
    const [first] = of;
    const { goal } = variant;
    console.log(
      row(variant.name, [
        median(cpu).toFixed(1),
        Math.min(...cpu).toFixed(1),
        median(of.map(({ importMs }) => importMs)).toFixed(1),
        (median(cpu) / median(hono)).toFixed(2),
        ratio.toFixed(2),
        String(first?.builtins),
        first?.isUndiciLoaded ? "loaded" : "no",
        goal === undefined ? "" : `${ratio <= goal ? "reached" : "MISSED"} ${goal}`,
      ]),
    );
  }
}

/** Google's framework in front of the same listener: of its whole process by the kernel, which counts in steps of 10 ms. */
async function reportFramework(env: Environment, runs: number): Promise<void> {
  const cpu: number[] = [];
  for (let i = 0; i < runs; i++) {
    const framework = await startFramework({ env, log: () => undefined });
    try {
      await (await fetch(`${framework.url}/health`)).arrayBuffer();
      cpu.push(await cpuOf(framework.pid));
    } finally {
      await framework.stop();
    }
  }
  console.log(
    `\nGCP in the functions framework, until /health was answered: ${median(cpu)} ms (min ${Math.min(...cpu)})`,
  );
}

/** Fields 14 and 15 of proc_pid_stat(5), behind a name that may hold blanks; a tick is 10 ms on Linux. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(40), ...cells.map((cell, i) => (i === cells.length - 1 ? `  ${cell}` : cell.padStart(9)))].join(
    "",
  );
}

function kb(bytes: number): string {
  return (bytes / 1_000).toFixed(0);
}
