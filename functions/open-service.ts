/** From two stores to a service: the same wiring for every process and every function. */
import type { Hono } from "hono";
import type { Env } from "../core/env.ts";
import { type Follower, follower } from "../core/index/follower.ts";
import { type Publisher, publisher } from "../core/index/publisher.ts";
import type { BlobStore, KeySpace } from "../core/ports.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import { createApp } from "./http/app.ts";
import type { Instance } from "./http/instance.ts";
import type { Verifier } from "./http/principal.ts";
import type { RequestFacts } from "./http/services.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";

export interface Stores {
  readonly space: KeySpace;
  readonly blobs: BlobStore;
}

export interface ServiceOptions extends Stores {
  readonly env: Env;
  readonly name: string;
  readonly limits?: RequestLimits;
  /** Default: every caller is an administrator, which is only for loopback. */
  readonly verify?: Verifier | undefined;
  /**
   * The process works on between requests: it loads snapshots whole and publishes in the background. Default: no, as in a
   * function, which loads what a request needs and publishes before it answers.
   */
  readonly isLongRunning?: boolean | undefined;
  /** What the process shares. Default: nothing. */
  readonly instance?: Instance | undefined;
  /** Ends the opening, not what is opened. */
  readonly signal?: AbortSignal | undefined;
}

export interface Service {
  readonly app: Hono<RequestFacts>;
  readonly board: Board;
  readonly blobs: BlobStore;
  readonly index: Follower;
  readonly publisher: Publisher;
  readonly env: Env;
  readonly limits: RequestLimits;
}

/** Opens the board, making it when there is none. Throws as `openBoard`. */
export async function openService({
  space,
  blobs,
  env,
  name,
  limits = DEFAULT_REQUEST_LIMITS,
  verify,
  isLongRunning = false,
  instance,
  signal,
}: ServiceOptions): Promise<Service> {
  const board = await openBoard({ space, env, name, signal });
  const publishing = publisher({ board, blobs, env, isBackground: isLongRunning });
  const onBacklog = isLongRunning ? publishing.start : undefined;
  const index = follower({ board, blobs, env, isEager: isLongRunning, onBacklog });
  instance?.indexes.set(name, new WeakRef(index));
  const app = createApp({
    board,
    blobs,
    follower: index,
    publisher: publishing,
    env,
    instance,
    requestLimits: limits,
    ...(verify === undefined ? {} : { verify }),
  });
  return { app, board, blobs, index, publisher: publishing, env, limits };
}
