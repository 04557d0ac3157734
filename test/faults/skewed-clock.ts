/**
 * Loaded before a program (`node --import`), makes its wall clock wrong by the seconds in the file `FAULT_CLOCK`, as the clock of a machine
 * without a time server is; when the file changes, the clock jumps. The monotonic clock and timers stay as they are. For machines
 * without libfaketime, which reads the same file.
 */
import { readFileSync } from "node:fs";

const file = process.env.FAULT_CLOCK ?? "";
const LOOK_MS = 20;
const RealDate = Date;
let skewMs = 0;

function look(): void {
  skewMs = Number(readFileSync(file, "utf8")) * 1_000;
}

look();
setInterval(look, LOOK_MS).unref();

globalThis.Date = class extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [RealDate.now() + skewMs] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
} as DateConstructor;
