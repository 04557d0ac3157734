/** How many imports run at once: each may hold its whole input in memory, so what is beyond the limit is turned away. */
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { RequestLimits } from "../request-limits.ts";
import { type ImportBodies, importBodies } from "./import-bodies.ts";

/** Seconds after which a caller that was turned away may come back; most imports take a few. */
const RETRY_AFTER_SECONDS = 5;

export interface ImportSlots {
  /** Of imports that have no slot yet: one is taken when the whole body is there. */
  readonly bodies: ImportBodies;
  /** Before a body is read that nobody could work on. @throws AppError `overloaded`. */
  assertFree(): void;
  /**
   * Takes a slot and gives what frees it; freeing it again does nothing.
   * @throws AppError `overloaded` when none is left.
   */
  take(): () => void;
}

export function importSlots(
  env: Pick<Env, "monotonic" | "randomBytes">,
  limits: Pick<RequestLimits, "importsAtOnce" | "importBytes">,
): ImportSlots {
  const most = limits.importsAtOnce;
  let taken = 0;
  const assertFree = () => {
    if (taken >= most) throw allTaken(most);
  };
  return {
    bodies: importBodies(env, limits),
    assertFree,
    take() {
      assertFree();
      taken++;
      let isHeld = true;
      return () => {
        if (isHeld) taken--;
        isHeld = false;
      };
    },
  };
}

function allTaken(most: number): AppError {
  const message = `${most} imports are under way here, the limit is ${most}: send it again later`;
  return new AppError("overloaded", message, { details: { retryAfterSeconds: RETRY_AFTER_SECONDS } });
}
