/** The refusal of a process that has enough to do. */
import type { Env } from "../../../core/env.ts";
import { AppError } from "../../../core/errors.ts";

/** Seconds: spread, so that those who were turned away together do not come back together. */
const SOONEST = 1;
const LATEST = 3;

export function overloaded(env: Pick<Env, "randomBytes">, why: string): AppError {
  return new AppError("overloaded", `this server has enough to do: ${why}`, {
    details: { retryAfterSeconds: retryAfterSeconds(env) },
  });
}

function retryAfterSeconds(env: Pick<Env, "randomBytes">): number {
  const [byte = 0] = env.randomBytes(1);
  return SOONEST + Math.floor((byte * (LATEST - SOONEST + 1)) / 256);
}
