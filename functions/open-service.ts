/** From two stores to a service: the same wiring for every process and every function. */
import type { Hono } from "hono";
import type { Env } from "../core/env.ts";
import { type Follower, follower } from "../core/index/follower.ts";
import { type Publisher, publisher } from "../core/index/publisher.ts";
import type { BlobStore, KeySpace } from "../core/ports.ts";
import { type Board, openBoard } from "../core/store/board.ts";
import { type Authentication, localAuthentication } from "./auth/authentication.ts";
import { createApp } from "./http/app.ts";
import { namedBoard, namedRoot } from "./http/board-root.ts";
import { type ImportSlots, importSlots } from "./http/import-slots.ts";
import { type Arrival, type Instance, newInstance } from "./http/instance.ts";
import type { RequestFacts } from "./http/services.ts";
import { DEFAULT_MOST_OPEN } from "./open-board-limit.ts";
import { openBoards } from "./open-boards.ts";
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";

export interface Stores {
  readonly space: KeySpace;
  readonly blobs: BlobStore;
}

export interface ServiceOptions extends Stores {
  readonly env: Env;
  /** Of the default board, the one without a prefix. */
  readonly name: string;
  readonly limits?: RequestLimits;
  /** Default: every caller is an administrator of the default board, which is only for loopback. */
  readonly authentication?: Authentication | undefined;
  /**
   * The process works on between requests: it loads snapshots whole and publishes in the background. Default: no, as in a
   * function, which loads what a request needs and publishes before it answers.
   */
  readonly isLongRunning?: boolean | undefined;
  /** Boards beside the default one that are open at once, each with its index in memory. Default: `DEFAULT_MOST_OPEN`. */
  readonly mostOpenBoards?: number | undefined;
  /** What the process shares. Default: one of its own, without rates and log. */
  readonly instance?: Instance | undefined;
  /** Ends the opening, not what is opened. */
  readonly signal?: AbortSignal | undefined;
}

/** One board, opened. */
export interface BoardService extends Stores {
  readonly app: Hono<RequestFacts>;
  readonly board: Board;
  readonly index: Follower;
  readonly publisher: Publisher;
  readonly env: Env;
  readonly limits: RequestLimits;
}

/** The default board, and behind `fetch` every board of its store. */
export interface Service extends BoardService {
  fetch(request: Request, arrival?: Arrival): Response | Promise<Response>;
  /** Stops what works in the background. The stores stay open: they are their opener's. */
  close(): Promise<void>;
}

/** Opens the board, making it when there is none. Throws as `openBoard`. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { env, name, limits = DEFAULT_REQUEST_LIMITS, mostOpenBoards = DEFAULT_MOST_OPEN } = options;
  const wiring: Wiring = {
    ...options,
    limits,
    authentication: options.authentication ?? localAuthentication(),
    importSlots: importSlots(env, limits),
    instance: options.instance ?? newInstance({ env }),
  };
  const main = await openOne(wiring, { name, isDefault: true, signal: options.signal });
  const others = openBoards({
    env,
    limits,
    instance: wiring.instance,
    most: mostOpenBoards,
    open: (other, signal) => openOne(wiring, { name: other, isDefault: false, signal }),
  });
  /** By its name the default board is itself once more, over the same index. */
  let mainByName: Hono<RequestFacts> | undefined;
  return {
    ...main,
    fetch(request, arrival) {
      const asked = namedBoard(request.url);
      if (asked === undefined) return main.app.fetch(request, arrival);
      if (asked !== name) return others.fetch(asked, request, arrival);
      mainByName ??= appFor(wiring, main, { root: namedRoot(name) });
      return mainByName.fetch(request, arrival);
    },
    async close() {
      await Promise.all([main.publisher.stop(), others.close()]);
    },
  };
}

interface Wiring extends ServiceOptions {
  readonly limits: RequestLimits;
  readonly authentication: Authentication;
  readonly importSlots: ImportSlots;
  readonly instance: Instance;
}

interface Opened {
  readonly name: string;
  readonly isDefault: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Only the default board is made when there is none: no request may make one by naming it. */
async function openOne(wiring: Wiring, { name, isDefault, signal }: Opened): Promise<BoardService> {
  const { space, blobs, env, limits, instance, isLongRunning = false } = wiring;
  const board = await openBoard({ space, env, name, mustExist: !isDefault, signal });
  const publishing = publisher({ board, blobs, env, isBackground: isLongRunning });
  const inBackground = isLongRunning ? { onBacklog: publishing.start, onLost: publishing.mend } : {};
  const index = follower({ board, blobs, env, isEager: isLongRunning, ...inBackground });
  instance.indexes.set(name, new WeakRef(index));
  const opened = { board, space, blobs, env, limits, index, publisher: publishing };
  return { ...opened, app: appFor(wiring, opened, isDefault ? {} : { root: namedRoot(name) }) };
}

function appFor(
  { name, authentication, importSlots: slots, instance }: Wiring,
  { board, space, blobs, env, limits, index, publisher: publishing }: Omit<BoardService, "app">,
  rooted: { readonly root?: string },
): Hono<RequestFacts> {
  return createApp({
    board,
    blobs,
    follower: index,
    publisher: publishing,
    env,
    instance,
    requestLimits: limits,
    importSlots: slots,
    verify: authentication({ name: board.name, isDefault: board.name === name, space, env }),
    ...rooted,
  });
}
