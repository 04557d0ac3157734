/** What the routes work with, and what a request carries through them. */
import type { Context, MiddlewareHandler } from "hono";
import type { Env } from "../../core/env.ts";
import type { Follower } from "../../core/index/follower.ts";
import type { Board } from "../../core/store/board.ts";
import { encodePosition } from "../../core/store/position.ts";
import type { Principal } from "./principal.ts";
import type { RequestLimits } from "./request-limits.ts";

export interface Services {
  readonly board: Board;
  readonly follower: Follower;
  readonly env: Env;
  readonly limits: RequestLimits;
}

/** For work on the store alone, which the command line does too. */
export type BoardServices = Omit<Services, "follower">;

export interface RequestFacts {
  Variables: {
    requestId: string;
    principal: Principal;
    /** Aborted when the request has used up its time. */
    deadline: AbortSignal;
  };
}

export type RequestContext = Context<RequestFacts>;
export type Middleware = MiddlewareHandler<RequestFacts>;

/** The token that clients see for the number of a log entry. */
export function positionToken({ board }: Pick<Services, "board">, seq: number): string {
  return encodePosition(board.incarnation, { seq });
}
