/** One request of a client that does not give up easily, and its answer, if one came. */
import { setTimeout as pause } from "node:timers/promises";

export interface Sent {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** As far as it came: an answer that was cut has `isWhole: false`. */
  readonly text: string;
  readonly isWhole: boolean;
}

/** Longer than any request may take on any target but an import's, which the load keeps small. */
const PATIENCE_MS = 25_000;

/** `undefined`: not even a status line came. */
export async function exchange(
  url: string,
  { method, path, headers = {}, body }: Sent,
  patienceMs: number = PATIENCE_MS,
): Promise<Reply | undefined> {
  const signal = AbortSignal.timeout(patienceMs);
  let answer: Response;
  try {
    answer = await fetch(url + path, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  } catch {
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let isWhole = true;
  try {
    for await (const chunk of answer.body ?? []) chunks.push(chunk);
  } catch {
    isWhole = false;
  }
  return { status: answer.status, headers: answer.headers, text: Buffer.concat(chunks).toString("utf8"), isWhole };
}

/** So long a judge goes on asking: a board that was worked on under faults may be slow to read, and says so. */
const JUDGING_MS = 90_000;
const PAUSE_MS = 500;

/**
 * The JSON of an answer that has to be whole and 200. Asks again where the service says so, and where a connection that was kept
 * open is closed just as it is used. @throws Error for any other answer.
 */
export async function jsonFrom<T>(url: string, path: string): Promise<T> {
  const until = performance.now() + JUDGING_MS;
  for (;;) {
    const reply = await exchange(url, { method: "GET", path });
    if (reply?.status === 200 && reply.isWhole) return JSON.parse(reply.text) as T;
    const isPassing = reply === undefined || reply.status === 503;
    if (!isPassing || performance.now() > until) {
      throw new Error(`GET ${path}: ${reply?.status ?? "no answer"} ${reply?.text.slice(0, 300) ?? ""}`);
    }
    await pause(PAUSE_MS);
  }
}
