/** What the routes work with, and what a request carries through them. */
import type { Context } from "hono";
import type { Follower } from "../../core/index/follower.ts";
import type { Publisher } from "../../core/index/publisher.ts";
import type { BlobStore } from "../../core/ports.ts";
import type { BoardServices } from "../board-services.ts";
import type { ImportSlots } from "./import-slots.ts";
import type { Arrival } from "./instance.ts";
import type { LogEnd } from "./log-end.ts";
import type { Renderings } from "./overload/renderings.ts";
import type { Turns } from "./overload/turns.ts";
import type { Principal } from "./principal.ts";

export interface Services extends BoardServices {
  readonly blobs: BlobStore;
  readonly follower: Follower;
  readonly publisher: Publisher;
  readonly logEnd: LogEnd;
  readonly importSlots: ImportSlots;
  /** As in `Instance`. */
  readonly publicUrl?: string | undefined;
}

export interface RequestFacts {
  Bindings: Arrival;
  Variables: {
    requestId: string;
    /** The answer that `plainAnswer` made. */
    plainAnswer: Response | undefined;
    principal: Principal;
    /** Aborted when the request has used up its time. */
    deadline: AbortSignal;
    /** What computes an answer takes its turn first. */
    turns: Turns;
    /** What makes a long document of what it has read takes its turn first. */
    renderings: Renderings;
    /** Of the problem that is the answer. */
    code: string | undefined;
    /** A search met its work limit. */
    partial: boolean | undefined;
  };
}

export type RequestContext = Context<RequestFacts>;
/** One of Hono's that makes no answer of its own: it throws, or lets those behind it. */
export type Middleware = (c: RequestContext, next: () => Promise<void>) => Promise<void>;
