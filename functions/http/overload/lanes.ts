/**
 * How many requests a process has under way: each may hold a body, a page of listings and a place in somebody's queue. What
 * is computed from memory and what waits for a store have a lane each, so that a store that hangs does not keep searches out;
 * so has what does both, lists and feeds.
 */
import type { Env } from "../../../core/env.ts";
import { boardPath } from "../board-root.ts";
import { isRead } from "../is-read.ts";
import { overloaded } from "./overloaded.ts";

type Lane = "search" | "list" | "store";

export interface LaneLimits {
  /** With 2 MiB of body each this is what a small container can hold beside its index. */
  readonly store: number;
  /** Above what may wait for a turn: some of them wait for a newer view or a part of the snapshot. */
  readonly search: number;
  /** Of up to 4 MiB each. */
  readonly list: number;
}

const DEFAULT_LANE_LIMITS: LaneLimits = { store: 128, search: 128, list: 64 };

/** Reads of the index. */
const SEARCHES = /^(?:\/sitemap\.xml|\/v1\/(?:search|suggest))$/;
/** Of the index, and then of the store. */
const LISTS = /^\/v1\/(?:listings|feed\.[a-z]+)$/;
/** Whoever asks how the process is, and whoever measures it, is to be answered above all when it is busy. */
const ALWAYS_OPEN: ReadonlySet<string> = new Set(["/health", "/ready", "/metrics", "/v1/limits"]);

/** `undefined`: needs no room. A new listing is no search, though it goes to the address of the list. */
export function laneOf(method: string, path: string): Lane | undefined {
  if (method === "OPTIONS" || ALWAYS_OPEN.has(path)) return undefined;
  const own = boardPath(path);
  if (!isRead(method, own)) return "store";
  if (SEARCHES.test(own)) return "search";
  return LISTS.test(own) ? "list" : "store";
}

export interface Lanes {
  /** Takes a place and gives what frees it, once. @throws AppError `overloaded`. */
  enter(lane: Lane): () => void;
  underWay(): number;
}

export function lanes(env: Pick<Env, "randomBytes">, limits: LaneLimits = DEFAULT_LANE_LIMITS): Lanes {
  const taken = { search: 0, list: 0, store: 0 };
  return {
    enter(lane) {
      if (taken[lane] >= limits[lane]) throw overloaded(env, `${taken[lane]} requests are under way`);
      taken[lane]++;
      return () => {
        taken[lane]--;
      };
    },
    underWay: () => taken.search + taken.list + taken.store,
  };
}
