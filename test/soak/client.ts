/** HTTP as the soak speaks it: every request ends in an answer, also when there is nobody to give one. */
import { Agent, request } from "node:http";

export interface Answer {
  /** 0: the connection broke, or time ran out. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly ms: number;
}

export interface Question {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Ask = (question: Question) => Promise<Answer>;

const TIMEOUT_MS = 20_000;
const MAX_SOCKETS = 400;

export function client(url: string): { readonly ask: Ask; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  return {
    close: () => agent.destroy(),
    ask: ({ method, path, headers = {}, body }) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const none = () => resolve({ status: 0, headers: {}, body: "", ms: performance.now() - startedAt });
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const sent = request(new URL(path, url), { method, headers, agent, signal }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", none);
          answer.on("end", () => {
            const { statusCode: status = 0, headers: given } = answer;
            const text = Buffer.concat(chunks).toString("utf8");
            resolve({ status, headers: given, body: text, ms: performance.now() - startedAt });
          });
        });
        sent.on("error", none);
        sent.end(body);
      }),
  };
}
