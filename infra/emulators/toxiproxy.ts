/** Toxiproxy: stands between a program and an emulator and harms the connection, on the wire (https://github.com/Shopify/toxiproxy). */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../core/errors.ts";
import type { Environment } from "./emulator.ts";
import { freePort } from "./free-port.ts";
import { cacheFolder, isProgram } from "./parts.ts";
import { supervise } from "./supervise.ts";

export const TOXIPROXY_VERSION = "v2.12.0";

/** The program, or where it will be; Go names it after its folder in the module. */
export function toxiproxyPath(env: Environment): string {
  return join(cacheFolder(env), `toxiproxy-${TOXIPROXY_VERSION}`, "server");
}

/** What Toxiproxy's own documentation calls a toxic, with its attributes. */
export interface Toxic {
  readonly type: "latency" | "bandwidth" | "timeout" | "reset_peer" | "slicer" | "limit_data" | "slow_close";
  /** Default: what the service answers. */
  readonly stream?: "upstream" | "downstream";
  /** Of connections, 0 to 1. Default 1. */
  readonly toxicity?: number;
  readonly attributes: Readonly<Record<string, number>>;
}

export interface ToxicProxy {
  /** `http://127.0.0.1:PORT`; the same while the proxy is switched off and on again. */
  readonly url: string;
  /** Puts the toxics on; answers what takes them off again. */
  poison(toxics: readonly Toxic[]): Promise<() => Promise<void>>;
  /** Off: connections are cut and new ones are refused. Answers what switches it on again. */
  switchOff(): Promise<() => Promise<void>>;
  /** Sends new connections to another place. */
  lead(upstreamUrl: string): Promise<void>;
}

export interface Toxiproxy {
  /** A proxy before the service on that address. */
  proxy(name: string, upstreamUrl: string): Promise<ToxicProxy>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
const PROBE_PAUSE_MS = 20;

/** Starts one on loopback. @throws AppError `unavailable`, with the command that brings it. */
export async function startToxiproxy(env: Environment = process.env): Promise<Toxiproxy> {
  const command = toxiproxyPath(env);
  if (!(await isProgram(command))) {
    const remedy = "npm run emulators -- --install toxiproxy";
    throw new AppError("unavailable", `Toxiproxy: it is not in ${cacheFolder(env)}; ${remedy}`);
  }
  const port = await freePort();
  const folder = await mkdtemp(join(env.TMPDIR || tmpdir(), "rolecall-toxiproxy-"));
  const { ended, stop } = supervise({ command, args: ["-host", "127.0.0.1", "-port", String(port)], folder }, env);
  const api = `http://127.0.0.1:${port}`;
  try {
    await untilUp(api, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { proxy: (name, upstreamUrl) => newProxy(api, name, upstreamUrl), stop };
}

async function untilUp(api: string, ended: Promise<string>): Promise<void> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await ask(api, "GET", "/version").then(
      () => true,
      () => false,
    );
    if (isUp) return;
    if (end !== undefined || Date.now() > deadline) {
      throw new AppError("unavailable", `Toxiproxy does not answer on ${api}: ${end ?? "it is silent"}`);
    }
    await pause(PROBE_PAUSE_MS);
  }
}

async function newProxy(api: string, name: string, upstreamUrl: string): Promise<ToxicProxy> {
  const upstream = new URL(upstreamUrl).host;
  const made = await ask(api, "POST", "/proxies", { name, listen: "127.0.0.1:0", upstream, enabled: true });
  const { listen } = made as { listen: string };
  const path = `/proxies/${name}`;
  let poisons = 0;
  return {
    url: `http://${listen}`,
    async poison(toxics) {
      const names = toxics.map(() => `toxic${poisons++}`);
      for (const [i, toxic] of toxics.entries()) {
        await ask(api, "POST", `${path}/toxics`, { stream: "downstream", toxicity: 1, ...toxic, name: names[i] });
      }
      return async () => {
        for (const each of names) await ask(api, "DELETE", `${path}/toxics/${each}`);
      };
    },
    async switchOff() {
      await ask(api, "POST", path, { enabled: false });
      return async () => void (await ask(api, "POST", path, { enabled: true }));
    },
    lead: async (url) => void (await ask(api, "POST", path, { upstream: new URL(url).host })),
  };
}

async function ask(api: string, method: string, path: string, body?: object): Promise<unknown> {
  // Toxiproxy refuses what looks like a browser's request.
  const headers = { "User-Agent": "rolecall", "Content-Type": "application/json" };
  const answer = await fetch(api + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new AppError("unavailable", `Toxiproxy: ${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
