import { type ErrorCode, isAppError } from "../../core/errors.ts";

/** The call must throw an `AppError` of this code. */
export async function refused(code: ErrorCode, call: () => Promise<unknown>): Promise<void> {
  const outcome = await call().then(
    (answer: unknown) => ({ answer }),
    (error: unknown) => error,
  );
  if (!isAppError(outcome, code)) throw new Error(`not refused as ${code}`, { cause: outcome });
}

/** 0 to `count` - 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Waits for all, also when one fails: nothing may run on while the next case begins. Then throws the first failure. */
export async function allOf<Result>(pending: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(pending);
  return Promise.all(pending);
}
