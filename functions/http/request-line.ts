/**
 * What is said of a request: one line, of these facts and no others. No body, no key, no text of a query, no address; the route is
 * a pattern, so that nothing of a path is in it either.
 */
import type { Env } from "../../core/env.ts";
import type { RequestContext } from "./services.ts";

export interface RequestLine {
  /** Milliseconds since 1970 UTC, when it was answered. */
  readonly at: number;
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Of the problem. */
  readonly code?: string;
  readonly ms: number;
  readonly board?: string;
  /** The name of who asked, never a key. */
  readonly principal?: string;
  /** `Rolecall-Position` of the answer. */
  readonly position?: string;
  readonly ageMs?: number;
  readonly stale?: boolean;
  readonly partial?: boolean;
  /** Of an import, once it has ended. */
  readonly rows?: number;
  /** The first request of its process. */
  readonly cold?: boolean;
  /** 32 hexadecimal digits, of the trace that the caller or the platform is in. */
  readonly trace?: string;
}

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const NEWLINE = 10;

/** The route's pattern; a request that matched none has only met what is before all routes. */
export function routeOf(c: RequestContext): string {
  const { routePath } = c.req;
  return routePath.endsWith("*") ? "none" : routePath;
}

/** Callers may send any word as a method. */
export function methodOf(c: RequestContext): string {
  return METHODS.has(c.req.method) ? c.req.method : "other";
}

export interface Ending {
  readonly env: Env;
  readonly board: string | undefined;
  readonly ms: number;
  readonly isCold: boolean;
}

export function requestLine(c: RequestContext, { env, board, ms, isCold }: Ending): RequestLine {
  const { headers, status } = c.res;
  const code = c.get("code");
  const position = headers.get("Rolecall-Position");
  const ageMs = headers.get("Rolecall-Age-Ms");
  const trace = traceOf(c.req.header("traceparent"), c.req.header("X-Cloud-Trace-Context"));
  return {
    at: env.now(),
    requestId: c.get("requestId"),
    method: methodOf(c),
    route: routeOf(c),
    status,
    ...(code === undefined ? {} : { code }),
    ms: roundedMs(ms),
    ...(board === undefined ? {} : { board }),
    // Credentials that were refused are nobody's.
    ...(c.get("principal") === undefined ? {} : { principal: c.get("principal").id.slice(0, 200) }),
    ...(position === null ? {} : { position }),
    ...(ageMs === null ? {} : { ageMs: Number(ageMs) }),
    ...(headers.get("Rolecall-Stale") === "true" ? { stale: true } : {}),
    ...(c.get("partial") === true ? { partial: true } : {}),
    ...(isCold ? { cold: true } : {}),
    ...(trace === undefined ? {} : { trace }),
  };
}

export function roundedMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** Of W3C's `traceparent`, or of Google's own header. */
export function traceOf(traceparent: string | undefined, cloudTrace: string | undefined): string | undefined {
  const [, standard] = /^00-([0-9a-f]{32})-/.exec(traceparent ?? "") ?? [];
  return standard ?? /^([0-9a-f]{32})(?:\/|$)/.exec(cloudTrace ?? "")?.[1];
}

/** The answer as it was, whose lines are counted on their way: told when it has ended, in whatever way. */
export function countingLines(answer: Response, onEnd: (lines: number) => void): Response {
  if (answer.body === null) return answer;
  const reader = answer.body.getReader();
  let lines = 0;
  let isOver = false;
  const end = () => {
    if (!isOver) onEnd(lines);
    isOver = true;
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          end();
          controller.close();
          return;
        }
        for (const byte of value) if (byte === NEWLINE) lines++;
        controller.enqueue(value);
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}
