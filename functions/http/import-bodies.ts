/**
 * Bodies of imports while they come. A slow caller holds no import slot (`import-slots.ts`), but memory and a place in the lane
 * of the store: so many bodies and bytes at once, and when there is no room, whoever sends next to nothing makes some.
 */
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { RequestLimits } from "../request-limits.ts";
import { overloaded } from "./overload/overloaded.ts";

/** A quarter of the lane that all writes share (`overload/lanes.ts`). */
const MOST_BODIES = 32;
/** A body of which nothing came for so long has ended, whether or not its caller knows. */
const STALLED_AFTER_MS = 10_000;
/** Slower than any line that is worth waiting for while others wait; judged once a body has had time to begin. */
const SLOW_BYTES_PER_MS = 16;
const JUDGED_AFTER_MS = 1_000;

export interface ImportBodies {
  /** @throws AppError `overloaded` when there are too many, and each of them gets on. */
  open(): ImportBody;
}

export interface ImportBody {
  /** Aborted with the `AppError` to answer with when nothing comes any more, or when others need the room. */
  readonly signal: AbortSignal;
  /** So many more bytes have come. @throws AppError `overloaded` when all bodies together have no room for them. */
  add(bytes: number): void;
  /** It is there whole: its bytes count on, and nobody waits for more. */
  complete(): void;
  /** Its bytes are not held any more. A second time does nothing. */
  close(): void;
}

interface Arriving {
  readonly openedAt: number;
  readonly stop: AbortController;
  bytes: number;
  newestAt: number;
}

export function importBodies(
  env: Pick<Env, "monotonic" | "randomBytes">,
  { importsAtOnce, importBytes }: Pick<RequestLimits, "importsAtOnce" | "importBytes">,
): ImportBodies {
  const mostBytes = importsAtOnce * importBytes;
  // In the order in which they began.
  const arriving = new Set<Arriving>();
  let held = 0;

  /** Has the slow ones give up until there is room; the rest of what they sent is not read any more. */
  function makeRoom(isEnough: () => boolean, but?: Arriving): void {
    for (const body of arriving) {
      if (isEnough()) return;
      if (body === but || !isSlow(body, env.monotonic())) continue;
      arriving.delete(body);
      held -= body.bytes;
      body.bytes = 0;
      body.stop.abort(overloaded(env, "this body came too slowly while others waited"));
    }
    if (!isEnough()) throw overloaded(env, `${arriving.size} bodies of imports are being read`);
  }

  return {
    open() {
      makeRoom(() => arriving.size < MOST_BODIES);
      const now = env.monotonic();
      const body: Arriving = { openedAt: now, newestAt: now, stop: new AbortController(), bytes: 0 };
      arriving.add(body);
      const stalled = () => body.stop.abort(stalledBody());
      const patience = setTimeout(stalled, STALLED_AFTER_MS);
      patience.unref();
      return {
        signal: body.stop.signal,
        add(bytes) {
          body.stop.signal.throwIfAborted();
          makeRoom(() => held + bytes <= mostBytes, body);
          held += bytes;
          body.bytes += bytes;
          body.newestAt = env.monotonic();
          patience.refresh();
        },
        complete() {
          clearTimeout(patience);
          arriving.delete(body);
        },
        close() {
          clearTimeout(patience);
          arriving.delete(body);
          held -= body.bytes;
          body.bytes = 0;
        },
      };
    },
  };
}

function isSlow({ openedAt, newestAt, bytes }: Arriving, now: number): boolean {
  const age = now - openedAt;
  return age >= JUDGED_AFTER_MS && (now - newestAt >= JUDGED_AFTER_MS || bytes < age * SLOW_BYTES_PER_MS);
}

function stalledBody(): AppError {
  return new AppError("unavailable", `no byte of the body came for ${STALLED_AFTER_MS / 1_000} s`);
}
