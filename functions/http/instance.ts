/** What all requests of one process share, whatever board they are for: its queues, its rates, and who is told of each. */
import type { Env } from "../../core/env.ts";
import type { Follower } from "../../core/index/follower.ts";
import type { Breaker } from "../../core/store/breaker.ts";
import { type Lanes, lanes } from "./overload/lanes.ts";
import { type Rate, type RateTable, rateTable } from "./overload/rates.ts";
import { type Renderings, renderings } from "./overload/renderings.ts";
import { type Turns, turns } from "./overload/turns.ts";
import type { RepeatableAnswer } from "./repeatable-answer.ts";
import type { RequestLine } from "./request-line.ts";

export type Scheme = "http" | "https";

/** What is beside a request, from the platform and not from its headers. */
export interface Arrival {
  /** Of whoever sent it; without one nobody's requests are counted. */
  readonly address?: string | undefined;
  /** That the platform gave the request, and writes into lines of its own. Default: one is made where the caller gave none. */
  readonly requestId?: string | undefined;
  /** By which the caller came. Default: the one of the request's own address. */
  readonly scheme?: Scheme | undefined;
  /** Of `Env.monotonic`, when the time of the request began. Default: when its handler is reached. */
  readonly arrivedAt?: number;
  /** Milliseconds that the platform leaves it from then on. */
  readonly remainingMs?: number;
  /** Of a server that may give the answer again. Default: there is none. */
  readonly keep?: ((answer: RepeatableAnswer) => void) | undefined;
}

/** A request that has been answered, as metrics count it. */
export interface RequestEnd {
  /** The route's pattern; `none` when there is no such route. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
}

export interface InstanceOptions {
  readonly env: Env;
  readonly rates?: Rates;
  /** Told of every request. Default: nobody. */
  readonly log?: ((line: RequestLine) => void) | undefined;
  /** As in `Instance`. Default: links are made from the address of each request. */
  readonly publicUrl?: string | undefined;
}

/** Absent: not limited. */
export interface Rates {
  readonly perAddress?: Rate | undefined;
  readonly perKey?: Rate | undefined;
}

/** Requests of one address whose credentials turned out to be wrong: enough for a client that retries, too few for a search. */
const FAILED_CREDENTIALS: Rate = { perSecond: 50, burst: 100 };

export interface Instance {
  readonly turns: Turns;
  readonly renderings: Renderings;
  readonly lanes: Lanes;
  readonly perAddress: RateTable | undefined;
  readonly perKey: RateTable | undefined;
  readonly failedCredentials: RateTable;
  readonly log: ((line: RequestLine) => void) | undefined;
  /** What stands in front of every path for those who are outside, without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Told of every request, when there is somebody who counts. */
  count: ((end: RequestEnd) => void) | undefined;
  /** True for the first who asks. */
  isCold(): boolean;
  /** Requests turned away at the door, or before they had a handler. */
  shed: number;
  /** Of the stores that were opened. */
  breakers: readonly Breaker[];
  /** The indexes of the process, by board; one that was closed is held by nobody, and goes. */
  readonly indexes: Map<string, WeakRef<Follower>>;
}

export function newInstance({ env, rates = {}, log, publicUrl }: InstanceOptions): Instance {
  const { perAddress, perKey } = rates;
  let isNew = true;
  const searching = turns({ env });
  return {
    turns: searching,
    renderings: renderings({ env, turns: searching }),
    lanes: lanes(env),
    perAddress: perAddress && rateTable({ env, rate: perAddress, whenFull: "forget" }),
    perKey: perKey && rateTable({ env, rate: perKey, whenFull: "forget" }),
    failedCredentials: rateTable({ env, rate: FAILED_CREDENTIALS, whenFull: "share" }),
    log,
    publicUrl,
    count: undefined,
    isCold() {
      const wasNew = isNew;
      isNew = false;
      return wasNew;
    },
    shed: 0,
    breakers: [],
    indexes: new Map(),
  };
}
