/** A key space that fails when a test says so: the outages that a service turns into 503 and 504. */
import { AppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";

export interface Faults {
  /** Reads answer `unavailable`. */
  reads?: boolean;
  /** Ranges answer `unavailable`: the log and the scans, but not single records. */
  ranges?: boolean;
  /** Records come back as something that is none. */
  isCorrupt?: boolean;
  /** `refused`: surely nothing was written. `lost`: written, but the answer got lost. `hangs`: no answer, nothing written. */
  commits?: "refused" | "lost" | "hangs" | undefined;
}

export function faultySpace(space: KeySpace, faults: Faults): KeySpace {
  const refuse = () => {
    throw new AppError("unavailable", "throttled: secret internals");
  };
  return {
    async get(partition, keys, signal) {
      if (faults.reads === true) refuse();
      const items = await space.get(partition, keys, signal);
      if (faults.isCorrupt !== true) return items;
      return items.map((item) => item && { ...item, value: { ...item.value, body: "{secret" } });
    },
    async range(partition, options, signal) {
      if (faults.reads === true || faults.ranges === true) refuse();
      return space.range(partition, options, signal);
    },
    async commit(partition, writes, signal) {
      if (faults.commits === "refused") refuse();
      if (faults.commits === "hangs") {
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
        throw new AppError("outcome_unknown", "no answer");
      }
      const result = await space.commit(partition, writes, signal);
      if (faults.commits === "lost") {
        // The store is gone with the answer, so that nothing can be looked up either.
        faults.reads = true;
        throw new AppError("outcome_unknown", "no answer");
      }
      return result;
    },
    close: () => space.close(),
  };
}
