/** How many imports run at once: each may hold its whole input in memory, so what is beyond the limit is turned away. */
import { AppError } from "../../core/errors.ts";

/** Seconds after which a caller that was turned away may come back; most imports take a few. */
const RETRY_AFTER_SECONDS = 5;

export interface ImportSlots {
  /**
   * Takes a slot and gives what frees it; freeing it again does nothing.
   * @throws AppError `overloaded` when none is left.
   */
  take(): () => void;
}

export function importSlots(most: number): ImportSlots {
  let taken = 0;
  return {
    take() {
      if (taken >= most) {
        throw new AppError(
          "overloaded",
          `${taken} imports are under way here, the limit is ${most}: send it again later`,
          {
            details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
          },
        );
      }
      taken++;
      let isHeld = true;
      return () => {
        if (isHeld) taken--;
        isHeld = false;
      };
    },
  };
}
