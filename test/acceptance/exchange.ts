/** One request over a socket and its answer, byte for byte: `fetch` would escape paths and hide what travels. */
import { Agent, request } from "node:http";
import type { Answer, Sent } from "./step.ts";

export interface Exchanges {
  send(sent: Sent): Promise<Answer>;
  close(): void;
}

const TIMEOUT_MS = 120_000;

/** @param url of the service, without a path. */
export function exchanges(url: string): Exchanges {
  const { hostname, port } = new URL(url);
  // One connection: the steps are one after the other, and a target may have one process for them.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { "Content-Length": String(body.length) };
        const options = { agent, hostname, port, method, path, headers: { ...headers, ...length } };
        const sent = request(options, (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.once("error", reject);
          answer.once("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: joined(answer.rawHeaders),
              text: Buffer.concat(chunks).toString("utf8"),
            }),
          );
        });
        sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
        // Of a body that is refused before it was read, the rest cannot be sent: the answer counts, if there is one.
        sent.once("error", reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

function joined(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i < raw.length; i += 2) {
    const [name = "", value = ""] = [raw[i]?.toLowerCase(), raw[i + 1]];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));
}
