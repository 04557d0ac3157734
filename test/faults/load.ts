/** Clients that write, read and search until they are told to stop, and repeat what was not answered, as the contract asks them to. */
import { setTimeout as pause } from "node:timers/promises";
import { mulberry32 } from "../../bench/generator.ts";
import { attempt } from "./attempt.ts";
import { intents } from "./intents.ts";
import type { Intent, Ledger } from "./ledger.ts";
import { readSomething } from "./reads.ts";

export interface LoadOptions {
  /** Asked before every request: a service may come back under another address. */
  readonly url: () => string;
  readonly ledger: Ledger;
  readonly seed: number;
  readonly clients: number;
  /** Of the board's life: every run names its clients anew. */
  readonly run: string;
  /** Whether one process alone answers under each address, so that a search there has to hold what was written there. Default: true. */
  readonly isOneProcess?: boolean;
  /** What the first clients begin with, one each, lest a short run goes without what is rare. Default: by chance, like all that follows. */
  readonly first?: readonly ("import" | "publish")[];
}

export interface Load {
  /** Lets what is under way end; what nobody answered is in `ledger.open`. */
  stop(): Promise<void>;
}

/** Between two attempts: a service that refuses at once is not hammered. */
const PAUSE_MS = 25;

export function startLoad(options: LoadOptions): Load {
  let isStopped = false;
  const stopped = () => isStopped;
  const clients = Array.from({ length: options.clients }, (_, i) => client(options, i, stopped));
  const ended = Promise.all(clients);
  return {
    async stop() {
      isStopped = true;
      await ended;
    },
  };
}

async function client(options: LoadOptions, number: number, isStopped: () => boolean): Promise<void> {
  const { url, ledger, seed, run, isOneProcess = true, first = [] } = options;
  const random = mulberry32(seed * 1_009 + number);
  const wants = intents(`${run}c${number}`, random);
  /** Of this client's own creations: nobody else deletes them. */
  const own: string[] = [];

  function next(): Intent | undefined {
    const dice = random();
    if (dice < 0.3) return wants.create();
    if (dice < 0.55) return wants.upsert();
    if (dice < 0.6) return wants.import();
    if (dice < 0.62) return wants.publish();
    const id = own.shift();
    return dice < 0.68 && id !== undefined ? wants.delete(id) : undefined;
  }

  const kind = first[number];
  let begun = kind === undefined ? undefined : wants[kind]();
  while (!isStopped()) {
    const intent = begun ?? next();
    begun = undefined;
    if (intent === undefined) {
      if ((await readSomething({ url: url(), ledger, random, isOneProcess })) === "again") await pause(PAUSE_MS);
    } else if ((await untilDone(intent)) && intent.kind === "create") {
      const id = ledger.acknowledged.get(intent.contents[0]?.requisitionId ?? "")?.id;
      if (id !== undefined) own.push(id);
    }
  }

  async function untilDone(intent: Intent): Promise<boolean> {
    while ((await attempt(url(), intent, ledger)) === "again") {
      if (isStopped()) {
        ledger.open.push(intent);
        return false;
      }
      await pause(PAUSE_MS);
    }
    return true;
  }
}

/**
 * Repeats what nobody answered until somebody does.
 * @throws Error naming what is left when that takes too long.
 */
export async function settle(url: string, ledger: Ledger, patienceMs = 40_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let intent = ledger.open.shift(); intent !== undefined; intent = ledger.open.shift()) {
    while ((await attempt(url, intent, ledger)) === "again") {
      if (performance.now() > deadline) throw new Error(`${intent.sent.method} ${intent.sent.path} is not answered`);
      await pause(PAUSE_MS);
    }
  }
}
