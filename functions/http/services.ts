/** What the routes work with, and what a request carries through them. */
import type { Context, MiddlewareHandler } from "hono";
import type { Follower } from "../../core/index/follower.ts";
import type { Publisher } from "../../core/index/publisher.ts";
import type { BlobStore } from "../../core/ports.ts";
import type { BoardServices } from "../board-services.ts";
import type { ImportSlots } from "./import-slots.ts";
import type { LogEnd } from "./log-end.ts";
import type { Principal } from "./principal.ts";

export interface Services extends BoardServices {
  readonly blobs: BlobStore;
  readonly follower: Follower;
  readonly publisher: Publisher;
  readonly logEnd: LogEnd;
  readonly importSlots: ImportSlots;
}

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
