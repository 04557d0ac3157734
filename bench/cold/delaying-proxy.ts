/** Stands between a function and an emulator: adds to every request the time that a network takes, and notes what was asked. */
import { setTimeout as pause } from "node:timers/promises";
import { forward, send, type WireRequest, wireServer } from "../../test/support/fault-proxy.ts";

export interface Exchange {
  /** Milliseconds of `performance.now()`. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** What was asked, such as `Query l:` or `GET …rcs 0-262143`. */
  readonly what: string;
  readonly status: number;
  /** Of the answer's body. */
  readonly bytes: number;
}

export interface DelayingProxy {
  readonly url: string;
  /** All exchanges since the last call. */
  taken(): Exchange[];
  stop(): Promise<void>;
}

export async function delayingProxy(upstreamUrl: string, delayMs: number): Promise<DelayingProxy> {
  const upstream = new URL(upstreamUrl);
  let exchanges: Exchange[] = [];
  const { url, stop } = await wireServer(async (request, outgoing) => {
    const askedAt = performance.now();
    await pause(delayMs);
    const answer = await forward(upstream, request);
    const { status, body } = answer;
    exchanges.push({ askedAt, answeredAt: performance.now(), what: describe(request), status, bytes: body.length });
    send(answer, outgoing);
  });
  return {
    url,
    taken() {
      const all = exchanges;
      exchanges = [];
      return all;
    },
    stop,
  };
}

/** Requests that had to wait for another: the longest chain of which each began when the one before had its answer. */
export function roundsOf(exchanges: readonly Exchange[]): number {
  let rounds = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (const exchange of exchanges.toSorted((a, b) => a.answeredAt - b.answeredAt)) {
    if (exchange.askedAt < answeredAt) continue;
    rounds++;
    ({ answeredAt } = exchange);
  }
  return rounds;
}

function describe({ method, path, headers, body }: WireRequest): string {
  const target = headers["x-amz-target"];
  if (target !== undefined) return `${String(target).split(".").at(-1)} ${keysOf(body.toString("utf8"))}`;
  const range = String(headers.range ?? "").replace("bytes=", "");
  const [place = ""] = path.split("?");
  return `${method} ${place.split("/").at(-1)?.slice(-12)} ${range}`;
}

/** The sort keys of a DynamoDB request: the last attribute of every key, and the bounds of a query. */
function keysOf(body: string): string {
  return [...body.matchAll(/"S":"((?:[blpd]:|[-~])[^"]*)"/g)].map(([, key]) => key).join(" ");
}
