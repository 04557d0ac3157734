/** A request as bytes of a client's choice: a header may come twice, and nothing is made of it on the way. */
import { request } from "node:http";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface RawRequest {
  readonly method: string;
  /** Pairs, in order. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export function rawRequest(url: string, { method, headers = [], body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    const sent = request(url, { method, headers: ["Host", host, ...headers.flat()], agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
