/** What `npm run dev:aws` and `npm run dev:gcp` have in common: the real entry point over its cloud's emulators, until Ctrl-C. */
import { once } from "node:events";
import { createServer } from "node:net";
import { AppError, isAppError } from "../core/errors.ts";
import { portNumber, stopSignal } from "../functions/server.ts";
import { type Bundled, bundle, type Target } from "./bundle.ts";
import type { RunningEmulator, Service } from "./emulators/emulator.ts";
import { startEmulator } from "./emulators/start.ts";

const DEFAULT_PORT = 8787;

export interface Running {
  readonly url: string;
  /** How it ended, asked or not; absent for what starts itself again. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
}

interface Development<Name extends Service> {
  readonly target: Target;
  readonly services: readonly Name[];
  /** Starts the function from the bundle; `env` leads to the emulators and makes every caller an administrator. */
  start(place: {
    readonly bundled: Bundled;
    readonly port: number;
    readonly env: Readonly<Record<string, string>>;
    readonly emulators: Readonly<Record<Name, RunningEmulator>>;
  }): Promise<Running>;
}

/** Runs to the end of the program; whatever it has started has ended then, also when it failed. */
export async function develop<Name extends Service>(development: Development<Name>): Promise<void> {
  try {
    await run(development);
  } catch (error) {
    if (!isAppError(error)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

async function run<Name extends Service>({ target, services, start }: Development<Name>): Promise<void> {
  const port = portNumber(process.env.PORT, DEFAULT_PORT);
  await assertFree(port);
  // Heard from now on: an interrupt during the start ends what is up by then.
  const stopped = stopSignal();
  say(`bundling for ${target}, starting ${services.join(" and ")}`);
  const starting = services.map((service) => startEmulator(service));
  let running: Running | undefined;
  try {
    const bundled = await bundle(target);
    const started = await Promise.race([Promise.all(starting), stopped]);
    if (started === undefined) return;
    const emulators = Object.fromEntries(started.map((emulator) => [emulator.service, emulator]));
    const env = Object.assign({ ROLECALL_DEVELOPMENT: "true" }, ...started.map((emulator) => emulator.env));
    running = await start({ bundled, port, env, emulators: emulators as Record<Name, RunningEmulator> });
    welcome(running.url);
    const ends = started.map(async ({ service, ended }) => `${service} ${await ended}`);
    const own = running.ended?.then((how) => `the function ${how}`);
    const end = await Promise.race([stopped, ...ends, ...(own === undefined ? [] : [own])]);
    // An emulator that ends by itself leaves half a board.
    if (end !== undefined) throw new AppError("unavailable", `stopped, for a part ended by itself: ${end}`);
  } finally {
    await running?.stop();
    await Promise.allSettled(starting.map(async (emulator) => (await emulator).stop()));
  }
}

/** Said before emulators are started for nothing. */
async function assertFree(port: number): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    throw new AppError("unavailable", `port ${port} is taken: choose another PORT`, { cause });
  } finally {
    server.close();
  }
}

function welcome(url: string): void {
  process.stdout.write(`Rolecall answers at ${url}; every caller is an administrator; Ctrl-C ends it and its emulators

Try:
  curl -X POST ${url}/v1/listings -H 'Content-Type: application/json' -d '{"title":"Gardener","company":{"name":"Green & Sons"}}'
  curl '${url}/v1/search?q=gardener'
  curl '${url}/ready'
`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
