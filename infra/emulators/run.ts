/** `npm run emulators [-- NAME …] [--install] [--json]`: the emulators of all clouds, or those named, until Ctrl-C. */
import { parseArgs } from "node:util";
import { isAppError } from "../../core/errors.ts";
import { INSTALLED, type RunningEmulator, SERVICES, type Service } from "./emulator.ts";
import { startEmulator } from "./start.ts";
import { exportLines } from "./suggest.ts";

const HELP = `npm run emulators [-- NAME ...] [--install] [--json]

  NAME        ${SERVICES.join(", ")}; all of them unless some are named
  --install   bring the native parts that are missing into the cache folder, and end; takes the name toxiproxy too
  --json      print one line of JSON instead of export lines

Starts the emulators, makes the table and the buckets, prints what leads programs to them, and stays until Ctrl-C.
`;

const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  // `exit`: an interrupt during the start does not wait for it; the watchdogs end what is half up.
  process.exit(await main());
} catch (error) {
  if (!isAppError(error)) throw error;
  say(error.message);
  process.exit(1);
}

async function main(): Promise<number> {
  const { values, positionals } = parse(process.argv.slice(2));
  const known: readonly string[] = values.install === true ? INSTALLED : SERVICES;
  const unknown = positionals.filter((name) => !known.includes(name));
  if (values.help === true || unknown.length > 0) {
    process.stderr.write(`${unknown.map((name) => `there is no emulator ${JSON.stringify(name)}\n`).join("")}${HELP}`);
    return unknown.length > 0 ? 2 : 0;
  }
  if (values.install === true) {
    const { install } = await import("./install.ts");
    await install(named(INSTALLED, positionals), process.env, say);
    return 0;
  }
  return serve(named(SERVICES, positionals), values.json === true);
}

function named<Name extends string>(all: readonly Name[], names: readonly string[]): readonly Name[] {
  return names.length === 0 ? all : all.filter((name) => names.includes(name));
}

function parse(args: string[]) {
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({ args, allowPositionals: true, options: { install: flag, json: flag, help: flag } });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${HELP}`);
    process.exit(2);
  }
}

async function serve(services: readonly Service[], isJson: boolean): Promise<number> {
  // From the first moment: an interrupt may come during the start.
  const interrupted = new Promise<undefined>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(undefined));
  });
  const starts = Promise.allSettled(services.map((service) => startEmulator(service)));
  const started = await Promise.race([starts, interrupted]);
  if (started === undefined) return 0;
  const running = started.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  try {
    const faults = started.flatMap((start) => (start.status === "rejected" ? [start.reason] : []));
    for (const fault of faults) say(fault instanceof Error ? fault.message : String(fault));
    if (faults.length > 0) return 1;
    process.stdout.write(isJson ? `${JSON.stringify(running.map(facts))}\n` : exportLines(running));
    say("ready; Ctrl-C ends them");
    return await untilOver(running, interrupted);
  } finally {
    await Promise.all(running.map((emulator) => emulator.stop()));
  }
}

/** An emulator that ends by itself is a fault: the others would serve half a board. */
async function untilOver(running: readonly RunningEmulator[], interrupted: Promise<undefined>): Promise<number> {
  const ends = running.map(({ service, ended }) => ended.then((how) => `${service} ${how}`));
  const end = await Promise.race([interrupted, ...ends]);
  if (end === undefined) return 0;
  say(end);
  return 1;
}

function facts({ service, source, endpoint, env, name }: RunningEmulator) {
  return { service, source, endpoint, env, name };
}
