/** A place for a request, before anybody asks who sent it: what cannot have one is told so while that is still cheap. */
import { isAppError } from "../../../core/errors.ts";
import { countedAddress } from "../../caller-address.ts";
import { isLoopbackHost } from "../../loopback.ts";
import type { Instance } from "../instance.ts";
import { laneOf } from "../overload/lanes.ts";
import type { Middleware, RequestContext } from "../services.ts";
import { assertRate, rateLimited } from "./rate-limit.ts";

export function admit(instance: Instance): Middleware {
  /** @throws AppError `overloaded`, `rate_limited`. */
  function enter(c: RequestContext, address: string | undefined): () => void {
    const lane = laneOf(c.req.method, c.req.path);
    if (lane === undefined) return () => undefined;
    try {
      const refused = lane !== "store" ? instance.turns.refusal() : undefined;
      if (refused !== undefined) throw refused;
      if (address !== undefined) assertAddress(c, instance, address);
      return instance.lanes.enter(lane);
    } catch (error) {
      instance.shed++;
      throw error;
    }
  }

  return async (c, next) => {
    c.set("turns", instance.turns);
    c.set("renderings", instance.renderings);
    const address = limitedAddress(c.env?.address);
    const leave = enter(c, address);
    try {
      await next();
    } finally {
      leave();
    }
    if (address !== undefined && hasFailedCredentials(c)) instance.failedCredentials.take(address);
  };
}

/** @throws AppError `rate_limited`: too many of its requests, or of its wrong credentials before it shows others. */
function assertAddress(c: RequestContext, { perAddress, failedCredentials }: Instance, address: string): void {
  if (perAddress !== undefined) assertRate(c, "address", perAddress, address);
  if (c.req.header("Authorization") === undefined) return;
  const seconds = failedCredentials.waitFor(address);
  if (seconds !== undefined) throw rateLimited(c, "credentials", failedCredentials.rate, seconds);
}

/** Whoever is on this machine is no stranger, nor is a proxy on it that was not made known (docs/operations.md). */
export function limitedAddress(given: string | undefined): string | undefined {
  const address = countedAddress(given);
  return address === undefined || isLoopbackHost(address) || given === "::1" ? undefined : address;
}

function hasFailedCredentials(c: RequestContext): boolean {
  return isAppError(c.error, "unauthenticated") && c.req.header("Authorization") !== undefined;
}
