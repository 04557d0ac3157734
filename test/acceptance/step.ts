/** What the series is written in: named requests, each perhaps made of earlier answers. */

export interface Sent {
  readonly method: string;
  /** As it goes over the wire: nothing escapes or resolves it any further. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case, values of one name joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** An earlier answer by the name of its step. */
export type Seen = (step: string) => Answer;

export interface Step {
  /** Unique in the series, and a sentence's worth of what is tried. */
  readonly name: string;
  /** What the answer has to be; said here so that no golden file can be updated into accepting another. */
  readonly status: number;
  /** The answer brings a listing whose id is random: it is named after the step from then on. */
  readonly makesId: boolean;
  /** A process that is new answers it, and what follows: it has nothing in memory, only what the stores hold. */
  readonly afterRestart: boolean;
  request(seen: Seen): Sent;
}

export function step(
  name: string,
  status: number,
  request: Sent | ((seen: Seen) => Sent),
  { makesId = false, afterRestart = false }: Partial<Pick<Step, "makesId" | "afterRestart">> = {},
): Step {
  return { name, status, makesId, afterRestart, request: typeof request === "function" ? request : () => request };
}

type Headers = Readonly<Record<string, string>>;

export function get(path: string, headers: Headers = {}): Sent {
  return { method: "GET", path, headers };
}

/** A request without a body, by any method. */
export function call(method: string, path: string, headers: Headers = {}): Sent {
  return { method, path, headers };
}

export function sendJson(method: string, path: string, json: unknown, headers: Headers = {}): Sent {
  return sendBytes(method, path, JSON.stringify(json), { "Content-Type": "application/json", ...headers });
}

export function sendBytes(method: string, path: string, body: string | Uint8Array, headers: Headers = {}): Sent {
  return { method, path, headers, body: typeof body === "string" ? new TextEncoder().encode(body) : body };
}

export function ndjson(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** One line of an answer that has one JSON value a line. */
export function lineOf(answer: Answer, index: number): Readonly<Record<string, unknown>> {
  return JSON.parse(
    answer.text
      .split("\n")
      .filter((line) => line !== "")
      .at(index) ?? "null",
  );
}

/** A member of a JSON answer that is text. */
export function textOf(answer: Answer, ...path: readonly (string | number)[]): string {
  let value: unknown = JSON.parse(answer.text);
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  if (typeof value !== "string")
    throw new Error(`the answer has no text at ${path.join(".")}: ${answer.text.slice(0, 200)}`);
  return value;
}

export function headerOf({ headers }: Answer, name: string): string {
  const value = headers[name];
  if (value === undefined) throw new Error(`the answer has no header ${name}`);
  return value;
}
