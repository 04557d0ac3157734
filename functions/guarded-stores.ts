/** The stores of a process behind their breakers: one for each, however many boards are in them. */
import type { Env } from "../core/env.ts";
import { guardedBlobs, guardedSpace } from "../core/store/breaker.ts";
import type { Instance } from "./http/instance.ts";
import type { Stores } from "./open-service.ts";

export function guardedStores(stores: Stores, env: Env, instance: Instance): Stores {
  const { space, breakers: ofSpace } = guardedSpace(stores.space, env);
  const { blobs, breakers: ofBlobs } = guardedBlobs(stores.blobs, env);
  instance.breakers = [...ofSpace, ...ofBlobs];
  return { space, blobs };
}
