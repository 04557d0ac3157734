/** The faults on the wire that every adapter must survive, and what each of them permits it to say. */
import type { Fault, FaultProxy, Harm, WireAnswer } from "../support/fault-proxy.ts";

/** How the service itself says no; its own form, so that the adapter's own reading of it is tested. */
export interface Refusals {
  /** Too many requests: nothing was applied. */
  readonly throttled: WireAnswer;
  /** An internal error: anything may have happened. */
  readonly serverError: WireAnswer;
}

export interface NamedHarm {
  readonly name: string;
  readonly harm: Harm;
}

/** Calls over the proxy give up after this: long for an emulator, even on a busy machine; short for a test that waits for it. */
export const FAULTY_TIMEOUT_MS = 2_000;

/** Every harm of one request. The answers are the service's own. */
export function harms({ throttled, serverError }: Refusals): readonly NamedHarm[] {
  return [
    { name: "a connection cut before the service has the request", harm: { kind: "cut before" } },
    { name: "an answer that is lost", harm: { kind: "cut after" } },
    { name: "a connection cut in the middle of the answer", harm: { kind: "cut in the answer" } },
    { name: "a request that gets stuck before the service", harm: { kind: "stall before" } },
    { name: "an answer that never comes", harm: { kind: "stall after" } },
    { name: "an answer that stops in the middle", harm: { kind: "stall in the answer" } },
    { name: "throttling", harm: { kind: "answer before", answer: throttled } },
    { name: "a server error", harm: { kind: "answer before", answer: serverError } },
    { name: "a server error after the work was done", harm: { kind: "answer after", answer: serverError } },
    { name: "an error page of something in between", harm: { kind: "answer before", answer: ERROR_PAGE } },
  ];
}

const ERROR_PAGE: WireAnswer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
};

/** Runs the call while the next request that matches is harmed, and fails when none was. */
export async function harmed<Result>(proxy: FaultProxy, fault: Fault, call: () => Promise<Result>): Promise<Result> {
  const before = harmsDone(proxy);
  const disarm = proxy.arm(fault);
  const result = await call().finally(disarm);
  if (harmsDone(proxy) === before) throw new Error("no request was harmed: the case has tested nothing");
  return result;
}

export function harmsDone(proxy: FaultProxy): number {
  return proxy.seen().filter(({ harm }) => harm !== undefined).length;
}

/** Longer than a test may take: a call that waits for it has not looked at what it should. */
export const NO_TIMEOUT_MS = 60_000;

/** What the call throws. The store it is made on should wait longer than a test may take: only the signal can end the call. */
export async function abortedWhileStalled(
  proxy: FaultProxy,
  stall: Fault,
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<unknown> {
  const controller = new AbortController();
  const before = proxy.stalled();
  return harmed(proxy, stall, async () => {
    const pending = call(controller.signal).catch((error: unknown) => error);
    await until(() => proxy.stalled() > before);
    controller.abort(new Error("the caller has gone"));
    return pending;
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}
