/** Many new processes of the function at once, over one board that is published. */

import { mulberry32 } from "../../bench/generator.ts";
import { startLambda } from "../../infra/aws/lambda-runtime.ts";
import { bundle } from "../../infra/bundle.ts";
import type { Emulator } from "../../infra/emulators/emulator.ts";
import { newTable } from "../acceptance/lambda-target.ts";
import { FUNCTION_ENV } from "../acceptance/targets.ts";
import { attempt } from "./attempt.ts";
import { intents, TAGS, WORDS } from "./intents.ts";
import { type Findings, judge } from "./judge.ts";
import { newLedger, type SearchSeen } from "./ledger.ts";
import { settle } from "./load.ts";
import { noteSearch, searchPath } from "./reads.ts";
import { exchange } from "./requests.ts";

export interface StormReport {
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly findings: Findings;
  /** Writes that the clients asked for; the findings count those that were acknowledged. */
  readonly sent: number;
  /** How many of the new processes' writes were not answered at once and had to be repeated. */
  readonly repeated: number;
  /** From the request to its answer, the start of the process included. */
  readonly slowestMs: number;
}

/** Lambda itself gives a function 30 s; fifty processes on two cores may need as long to be loaded at all. */
const TIMEOUT_MS = 120_000;
const IMPORTS = 6;

export async function storm(
  { dynamodb, s3 }: { readonly dynamodb: Emulator; readonly s3: Emulator },
  starts: number,
): Promise<StormReport> {
  const bundled = await bundle("aws");
  const table = await newTable(dynamodb);
  const stores = { ROLECALL_TABLE: table, ROLECALL_BUCKET: s3.name };
  const env = { ...dynamodb.env, ...s3.env, ...FUNCTION_ENV, ...stores, ROLECALL_RATE_PER_ADDRESS: "0" };
  const options = { bundle: bundled, handler: "dist/index.api", env, timeoutMs: TIMEOUT_MS, log: () => undefined };
  const ledger = newLedger();
  const first = await startLambda(options);
  try {
    const wants = intents("storm", mulberry32(50));
    for (let i = 0; i < IMPORTS; i++) ledger.open.push(wants.import());
    ledger.open.push(wants.publish());
    await settle(first.url, ledger);
    const statuses = new Map<number, number>();
    const crowd = await startLambda({ ...options, processes: starts });
    let slowestMs = 0;
    let repeated = 0;
    try {
      const startedAt = performance.now();
      const one = async (i: number) => {
        const what = whatOf(i);
        const asked = { sentAt: performance.now(), own: 0, minEntry: 0 };
        const reply = await exchange(crowd.url, { method: "GET", path: searchPath(what) }, TIMEOUT_MS);
        statuses.set(reply?.status ?? 0, (statuses.get(reply?.status ?? 0) ?? 0) + 1);
        if (reply?.status === 200) noteSearch(ledger, what, reply, asked);
        slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      };
      await Promise.all(Array.from({ length: starts }, (_, i) => one(i)));
      // Each of them also takes a write. So many at once stand in each other's way: who is not answered asks again.
      const write = async () => {
        const intent = wants.create();
        if ((await attempt(crowd.url, intent, ledger)) === "again") ledger.open.push(intent);
      };
      await Promise.all(Array.from({ length: starts }, write));
      repeated = ledger.open.length;
      await settle(crowd.url, ledger, TIMEOUT_MS);
    } finally {
      await crowd.stop();
    }
    return { statuses, findings: await judge(first.url, ledger), sent: ledger.sent.size, repeated, slowestMs };
  } finally {
    await first.stop();
  }
}

function whatOf(i: number): SearchSeen["what"] {
  return i % 2 === 0 ? { tag: TAGS[i % TAGS.length] ?? "" } : { word: WORDS[i % WORDS.length] ?? "" };
}
