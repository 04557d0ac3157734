/** Work whose result all share: one attempt at a time, and none after a success. A failure is its caller's; the next call tries again. */

export interface Once<Result> {
  get(): Promise<Result>;
  /** What is under way or done; `undefined` when nothing has been begun, or the last attempt failed. */
  begun(): Promise<Result> | undefined;
  /** The next `get` begins anew. */
  forget(): void;
}

export function once<Result>(work: () => Promise<Result>): Once<Result> {
  let running: Promise<Result> | undefined;
  return {
    get() {
      running ??= work().catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      return running;
    },
    begun: () => running,
    forget() {
      running = undefined;
    },
  };
}
