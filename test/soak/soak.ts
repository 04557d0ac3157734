/** A board under mixed work for a while, with faults: in between it has time to recover, and at the end nothing may be missing. */
import { mulberry32 } from "../../bench/generator.ts";
import { client } from "./client.ts";
import { MIN_LIFE_SECONDS } from "./growth.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import type { Rig } from "./rig.ts";
import { newSeries, type Series } from "./series.ts";
import { type Settled, settle } from "./settle.ts";
import { workload } from "./workload.ts";

export interface SoakOptions {
  readonly rig: Rig;
  /** `"once"`: until every fault has befallen it, however long a busy machine takes for that. */
  readonly seconds: number | "once";
  /** A second; `"sustainable"`: half of what eight callers get who wait for their answers. */
  readonly rate: number | "sustainable";
  readonly seed: number;
  /** Without a fault, before each and at the end. */
  readonly calmSeconds?: number;
  readonly say: (line: string) => void;
}

export interface SoakResult {
  readonly rate: number;
  readonly series: Series;
  readonly ledger: Ledger;
  readonly settled: Settled;
  readonly lost: number;
  readonly doubled: number;
}

const CLOSED_SECONDS = 8;
const CALLERS = 8;
const SUSTAINED = 0.5;
const TICK_MS = 5;
/** What is under way beyond it is not joined by more: the machine's sockets are not what is tried here. */
const MAX_UNDER_WAY = 1_500;
const CALM_SECONDS = 8;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { rig, seconds, rate, seed, say } = options;
  const { ask, close } = client(rig.url);
  const random = mulberry32(seed);
  const ledger = newLedger();
  let series = newSeries();
  let isOver = false;
  const observe: Series["observe"] = (answer) => series.observe(answer);
  const { act } = workload({ ask, ledger, random, observe, isOver: () => isOver });
  try {
    const perSecond = rate === "sustainable" ? await sustainable(act, random) : rate;
    say(`${perSecond} requests a second ${seconds === "once" ? "until the last fault" : `for ${seconds} s`}`);
    series = newSeries();
    const load = { times: 1 };
    const sampling = setInterval(() => void rig.sample().then(series.sample), 1_000);
    const [underWay] = await Promise.all([
      openLoop({ act, random, perSecond: () => perSecond * load.times, isOver: () => isOver }),
      befall(options, series, load).finally(() => {
        isOver = true;
      }),
    ]);
    await Promise.all(underWay);
    clearInterval(sampling);
    const settled = await settle(ask);
    return { rate: perSecond, series, ledger, settled, ...ledger.compare(settled.live) };
  } finally {
    close();
  }
}

async function sustainable(act: (draw: number) => Promise<void>, random: () => number): Promise<number> {
  const end = performance.now() + CLOSED_SECONDS * 1_000;
  let done = 0;
  const caller = async () => {
    for (; performance.now() < end; done++) await act(random());
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return Math.max(1, Math.round((done / CLOSED_SECONDS) * SUSTAINED));
}

interface OpenLoop {
  readonly act: (draw: number) => Promise<void>;
  readonly random: () => number;
  readonly perSecond: () => number;
  readonly isOver: () => boolean;
}

/** Begins what is due, answered or not. Answers what is still under way at the end. */
async function openLoop({ act, random, perSecond, isOver }: OpenLoop): Promise<ReadonlySet<Promise<void>>> {
  const underWay = new Set<Promise<void>>();
  let due = 0;
  for (let last = performance.now(); !isOver(); ) {
    await sleep(TICK_MS);
    const now = performance.now();
    due += ((now - last) / 1_000) * perSecond();
    last = now;
    for (; due >= 1; due--) {
      if (underWay.size >= MAX_UNDER_WAY) continue;
      const one: Promise<void> = act(random()).finally(() => underWay.delete(one));
      underWay.add(one);
    }
  }
  return underWay;
}

/**
 * At the end of a run nothing ends the process any more, so that its last one becomes old enough for a verdict on its memory. A
 * run that is too short for that has such faults to its end.
 */
function oneProcessSeconds(seconds: number): number {
  const enough = MIN_LIFE_SECONDS * 1.1;
  return seconds < 2 * MIN_LIFE_SECONDS ? 0 : Math.max(seconds / 2, enough);
}

/** One fault after the other, as long as there is time to recover from the next. */
async function befall(
  { rig: { faults }, seconds, calmSeconds = CALM_SECONDS, say }: SoakOptions,
  series: Series,
  load: { times: number },
): Promise<void> {
  const end = performance.now() + (seconds === "once" ? Infinity : seconds * 1_000);
  const lastEnd = end - (seconds === "once" ? 0 : oneProcessSeconds(seconds) * 1_000);
  const lasting = faults.filter(({ endsProcess }) => endsProcess !== true);
  for (let i = 0; seconds !== "once" || i < faults.length; i++) {
    const all = performance.now() < lastEnd ? faults : lasting;
    const fault = all[i % all.length];
    if (fault === undefined || performance.now() + (2 * calmSeconds + fault.seconds) * 1_000 > end) break;
    await sleep(calmSeconds * 1_000);
    say(`${series.now().toFixed(0)} s: ${fault.name}`);
    const from = series.now();
    load.times = fault.load ?? 1;
    await fault.begin();
    await sleep(fault.seconds * 1_000);
    await fault.end();
    load.times = 1;
    series.faults.push({ name: fault.name, from, to: series.now() });
  }
  await sleep(seconds === "once" ? calmSeconds * 1_000 : end - performance.now());
}
