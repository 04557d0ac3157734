/**
 * Loaded before a program (`node --import`), makes its wall clock wrong by `FAULT_CLOCK_SKEW_MS`, as the clock of a machine without a time
 * server is; the monotonic clock and timers stay as they are. In place of libfaketime, which is not on every machine.
 */
const skewMs = Number(process.env.FAULT_CLOCK_SKEW_MS);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [RealDate.now() + skewMs] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
} as DateConstructor;
