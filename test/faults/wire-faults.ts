/** What is done to the connections between a service and its stores. */
import type { ToxicProxy } from "../../infra/emulators/toxiproxy.ts";

/** The ways to the two stores. */
export interface Wires {
  readonly store: ToxicProxy;
  readonly blobs: ToxicProxy;
}

export interface WireFault {
  readonly name: string;
  /** Puts it on; answers what takes it off. */
  on(wires: Wires): Promise<() => Promise<void>>;
}

/** Answers are late, each by another time. */
const LATENCY = { type: "latency", attributes: { latency: 120, jitter: 100 } } as const;

export const WIRE_FAULTS: readonly WireFault[] = [
  {
    name: "late answers of both stores",
    on: ({ store, blobs }) => both(store.poison([LATENCY]), blobs.poison([LATENCY])),
  },
  {
    name: "answers cut behind 3,000 bytes",
    on: ({ store }) => store.poison([{ type: "limit_data", attributes: { bytes: 3_000 } }]),
  },
  {
    name: "requests cut behind 3,000 bytes",
    on: ({ store }) => store.poison([{ type: "limit_data", stream: "upstream", attributes: { bytes: 3_000 } }]),
  },
  {
    name: "connections reset",
    on: ({ store, blobs }) => {
      const reset = [{ type: "reset_peer", attributes: { timeout: 15 }, toxicity: 0.7 }] as const;
      return both(store.poison(reset), blobs.poison(reset));
    },
  },
  {
    name: "half open: requests arrive, answers never",
    on: ({ store }) => store.poison([{ type: "timeout", attributes: { timeout: 250 }, toxicity: 0.5 }]),
  },
  {
    name: "8 KB a second from the database",
    on: ({ store }) => store.poison([{ type: "bandwidth", attributes: { rate: 8 } }]),
  },
  {
    name: "black hole: nothing gets through",
    on: ({ store }) => store.poison([{ type: "timeout", stream: "upstream", attributes: { timeout: 0 } }]),
  },
  {
    name: "the blob store's answers cut behind 1,000 bytes",
    on: ({ blobs }) => blobs.poison([{ type: "limit_data", attributes: { bytes: 1_000 } }]),
  },
  { name: "the database's port closed", on: ({ store }) => store.switchOff() },
  { name: "the blob store's port closed", on: ({ blobs }) => blobs.switchOff() },
  { name: "both ports closed", on: ({ store, blobs }) => both(store.switchOff(), blobs.switchOff()) },
];

async function both(...starting: readonly Promise<() => Promise<void>>[]): Promise<() => Promise<void>> {
  const ends = await Promise.all(starting);
  return async () => void (await Promise.all(ends.map((end) => end())));
}
