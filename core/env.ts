/**
 * Everything core may ask of the host. Core itself never reads a clock, draws a random number, waits or logs, so that a
 * test can run a whole board on virtual time and replay it bit for bit.
 */
export interface Env {
  /** Wall clock, milliseconds since 1970 UTC. For what a reader may see and for stamps, never for ordering. */
  now(): number;
  /** Milliseconds that never go back; only differences mean anything. */
  monotonic(): number;
  /** `length` unpredictable bytes. */
  randomBytes(length: number): Uint8Array;
  /** SHA-256 (FIPS 180-4), 32 bytes. Synchronous: `crypto.subtle` answers from a thread pool in no repeatable order. */
  sha256(bytes: Uint8Array): Uint8Array;
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** One event with a few named facts; never listing bodies, never secrets. */
  log(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}
