/** Starts an emulator: finds it, waits until it answers, and makes in it what a board needs. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError, isAppError } from "../../core/errors.ts";
import { dockerCommand, isDockerRunning } from "./docker.ts";
import {
  type Command,
  type EmulatorKind,
  type Environment,
  NAME,
  type Place,
  type RunningEmulator,
  type Service,
} from "./emulator.ts";
import { freePort } from "./free-port.ts";
import { supervise } from "./supervise.ts";

// The SDKs are loaded for the services that are started, and only for those.
const KINDS: Readonly<Record<Service, () => Promise<EmulatorKind>>> = {
  dynamodb: async () => (await import("./dynamodb.ts")).dynamodb,
  s3: async () => (await import("./s3.ts")).s3,
  firestore: async () => (await import("./firestore.ts")).firestore,
  gcs: async () => (await import("./gcs.ts")).gcs,
};

/** A Java emulator is up in 4 to 5 s on an idle machine. */
const NATIVE_TIMEOUT_MS = 120_000;
/** The containers of a compose file may have been started a moment ago. */
const NAMED_TIMEOUT_MS = 30_000;
/** The first time the image is fetched: the Cloud SDK's is above 1 GB. */
const DOCKER_TIMEOUT_MS = 900_000;
const PROBE_TIMEOUT_MS = 2_000;
const PROBE_PAUSE_MS = 50;

/** Everything that is particular to a service. */
export function emulatorKind(service: Service): Promise<EmulatorKind> {
  return KINDS[service]();
}

/**
 * Starts the service's emulator, or takes the one that the environment names. Throws `unavailable`: it cannot be found
 * (the message ends with the command that brings it) or does not come up.
 *
 * The order is the environment, a native part, Docker. A native part before a running engine, for it is the version that
 * the tests were written against, and needs no large image first.
 */
export async function startEmulator(service: Service, env: Environment = process.env): Promise<RunningEmulator> {
  const kind = await emulatorKind(service);
  const named = env[kind.endpointVariable];
  return named === undefined || named === "" ? startOwn(kind, env) : useNamed(kind, named, env);
}

async function useNamed(kind: EmulatorKind, value: string, env: Environment): Promise<RunningEmulator> {
  const endpoint = kind.endpointOf(value).replace(/\/$/, "");
  refuseRealService(kind, endpoint);
  const never = new Promise<string>(() => undefined);
  await untilAnswers(kind, endpoint, never, NAMED_TIMEOUT_MS);
  const settings = Object.entries(kind.env(endpoint)).map(([name, suggested]) => [name, env[name] || suggested]);
  return prepared(kind, {
    source: "environment",
    endpoint,
    env: Object.fromEntries(settings),
    ended: never,
    stop: async () => undefined,
  });
}

/** Tests write to an emulator and create things in it: never in somebody's account. */
function refuseRealService(kind: EmulatorKind, endpoint: string): void {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (host === "") throw new AppError("unavailable", `${kind.endpointVariable} is no address: ${endpoint}`);
  if (!/\.(amazonaws\.com(\.cn)?|api\.aws|googleapis\.com)$/.test(host)) return;
  throw new AppError("unavailable", `${kind.endpointVariable} names a real service (${host}); an emulator is wanted`);
}

/** One way to run an emulator of our own. */
interface Way {
  readonly source: "native" | "docker";
  readonly timeoutMs: number;
  launch(place: Place): { readonly run: Command | Promise<Command>; readonly cleanup?: Command };
}

async function startOwn(kind: EmulatorKind, env: Environment): Promise<RunningEmulator> {
  const found = await kind.native(env);
  if ("run" in found) {
    const launch = (place: Place) => ({ run: found.run(place) });
    return startOnFreePort(kind, env, { source: "native", timeoutMs: NATIVE_TIMEOUT_MS, launch });
  }
  if (await isDockerRunning(env)) {
    const launch = ({ port }: Place) => dockerCommand(kind, port);
    return startOnFreePort(kind, env, { source: "docker", timeoutMs: DOCKER_TIMEOUT_MS, launch });
  }
  throw new AppError("unavailable", `${kind.title}: ${found.missing}, and no Docker engine answers; ${found.remedy}`);
}

const MAX_PORTS = 3;

/** Between the choice of a free port and its use, somebody else may take it: then another one is tried. */
async function startOnFreePort(kind: EmulatorKind, env: Environment, way: Way): Promise<RunningEmulator> {
  for (let ports = 1; ; ports += 1) {
    const port = await freePort();
    const folder = await mkdtemp(join(env.TMPDIR || tmpdir(), `rolecall-${kind.service}-`));
    const { run, cleanup } = way.launch({ port, folder });
    const process = supervise({ ...(await run), folder, ...(cleanup === undefined ? {} : { cleanup }) }, env);
    const endpoint = `http://127.0.0.1:${port}`;
    try {
      await untilAnswers(kind, endpoint, process.ended, way.timeoutMs);
      return await prepared(kind, { source: way.source, endpoint, env: kind.env(endpoint), ...process });
    } catch (error) {
      await process.stop();
      if (!isPortTaken(error) || ports === MAX_PORTS) throw error;
    }
  }
}

function isPortTaken(error: unknown): boolean {
  return isAppError(error) && /address.*in use|port is already allocated/i.test(error.message);
}

/** Makes the table or the bucket, and says how to use it. */
async function prepared(
  kind: EmulatorKind,
  { source, endpoint, env, ended, stop }: Omit<RunningEmulator, "service" | "name">,
): Promise<RunningEmulator> {
  await kind.prepare(endpoint, env).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("unavailable", `${kind.title} on ${endpoint} cannot be made ready: ${why}`, { cause });
  });
  const name = kind.service === "firestore" ? (env.GOOGLE_CLOUD_PROJECT ?? NAME) : NAME;
  return { service: kind.service, source, endpoint, env, name, ended, stop };
}

/** Throws `unavailable` when it has ended, or is silent for too long. */
async function untilAnswers(
  kind: EmulatorKind,
  endpoint: string,
  ended: Promise<string>,
  timeoutMs: number,
): Promise<void> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + timeoutMs;
  while (!(await answers(endpoint + kind.healthPath))) {
    if (end !== undefined) throw new AppError("unavailable", `${kind.title} ${end}`);
    if (Date.now() > deadline) {
      throw new AppError("unavailable", `${kind.title} does not answer on ${endpoint} within ${timeoutMs / 1_000} s`);
    }
    await pause(PROBE_PAUSE_MS);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}
