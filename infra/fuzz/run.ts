/**
 * `npm run fuzz [-- --seconds N] [--cases N] [--seed N]`: Schemathesis against `rolecall serve` over a board in memory, on
 * loopback. It reads the OpenAPI document, makes requests that it allows and requests that it does not, and holds every answer
 * to it. Ends with 1 for any violation, any 5xx, fewer cases than asked for, or a server that ended.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { schemathesis } from "./install.ts";

/** Addresses of a hundred parameters are longer than the 16 KB that Node takes (431): how they are judged is what is looked at. */
const ROOM_FOR_ADDRESSES = "--max-http-header-size=1048576";
/** Of every operation, in the phase that draws requests at random: some 6,000 cases in all. */
const EXAMPLES_EACH = 35;
const DEFAULT_CASES = 5_000;
const START_TIMEOUT_MS = 60_000;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);

const { values } = parseArgs({
  options: { seconds: { type: "string" }, cases: { type: "string" }, seed: { type: "string" } },
});

const program = await schemathesis(process.env, say);
const folder = await mkdtemp(join(tmpdir(), "rolecall-fuzz-"));
const server = startServer();
try {
  const url = await printedAddress(server);
  const status = await fuzz(url);
  const cases = await casesOf(join(folder, "report.json"));
  const wanted = Number(values.cases ?? DEFAULT_CASES);
  say(`${cases} cases against ${url}, ${wanted} wanted at least`);
  if (server.exitCode !== null) say(`the server ended with ${server.exitCode}`);
  process.exitCode = status === 0 && cases >= wanted && server.exitCode === null ? 0 : 1;
} finally {
  await stopped(server);
  await rm(folder, { recursive: true, force: true });
}

function startServer(): ChildProcess {
  return spawn(
    process.execPath,
    [ROOM_FOR_ADDRESSES, here("../../functions/cli.ts"), "serve", "--json", "--port", "0"],
    {
      env: { PATH: process.env.PATH ?? "", ROLECALL_STORE: "memory:", ROLECALL_BLOBS: "memory:" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
}

/** It prints one line of JSON once it listens. */
async function printedAddress({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the server has no output");
  const [line] = await once(stdout, "data", { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  return JSON.parse(String(line)).address;
}

async function fuzz(url: string): Promise<number> {
  const { seconds, seed } = values;
  const run = spawn(
    program,
    [
      ...["--config-file", here("schemathesis.toml"), "run", `${url}/openapi.json`],
      ...["--max-examples", String(EXAMPLES_EACH)],
      // A preflight answers the same whatever the address says: there is nothing in it to find.
      ...["--exclude-method", "OPTIONS"],
      // See `ignored_auth` in the configuration.
      ...["--generation-with-security-parameters", "false"],
      ...["--generation-database", "none"],
      ...["--report", "json", "--report-json-path", join(folder, "report.json")],
      ...(seconds === undefined ? [] : ["--max-time", seconds]),
      ...(seed === undefined ? [] : ["--seed", seed]),
    ],
    { cwd: folder, env: { ...process.env, SCHEMATHESIS_HOOKS: here("hooks.py") }, stdio: "inherit" },
  );
  const [code] = await once(run, "exit");
  return code ?? 1;
}

async function casesOf(report: string): Promise<number> {
  const text = await readFile(report, "utf8").catch(() => "{}");
  return Number(JSON.parse(text)?.test_cases?.generated ?? 0);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
