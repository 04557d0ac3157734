import { expect } from "vitest";
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

/** The case that is to find a lie. */
export function named<Case extends { readonly name: string }>(cases: readonly Case[], name: string): Case {
  const found = cases.filter((contractCase) => contractCase.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} cases are named "${name}"`);
  return found[0];
}

/** The case must fail, and not because the store that the liar stands on is out of order. */
export async function expectFound(run: Promise<void>): Promise<void> {
  const failure: unknown = await run.then(
    () => undefined,
    (error: unknown) => error ?? new Error("no reason"),
  );
  expect(failure, "the lie was not found").toBeDefined();
  if (isAppError(failure, "unavailable") || isAppError(failure, "outcome_unknown")) throw failure;
}
