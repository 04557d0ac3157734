/**
 * The least that a runtime is, where Amazon's own client is not to be had: asks for an event, runs the handler, sends what it
 * gave. A program; `lambda-runtime-process.ts` starts it.
 */
import { request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

type Handler = (event: unknown, context: object) => Promise<unknown>;

const { AWS_LAMBDA_RUNTIME_API: api = "", LAMBDA_TASK_ROOT: root = "", _HANDLER: name = "" } = process.env;

interface Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function call(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`http://${api}/2018-06-01/runtime${path}`, { method }, (response) => {
      text(response).then((answer) => resolve({ headers: response.headers, body: answer }), reject);
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body ?? null));
  });
}

function errorBody(error: unknown): object {
  const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error));
  return { errorType, errorMessage, trace: error instanceof Error ? (error.stack ?? "").split("\n") : [] };
}

async function loaded(): Promise<Handler> {
  const dot = name.lastIndexOf(".");
  const module = createRequire(import.meta.url)(join(root, `${name.slice(0, dot)}.cjs`));
  const handler = module[name.slice(dot + 1)];
  if (typeof handler !== "function") throw new Error(`${name} is undefined or not exported`);
  return handler;
}

async function invoke(handler: Handler): Promise<void> {
  const { headers, body } = await call("GET", "/invocation/next");
  const id = String(headers["lambda-runtime-aws-request-id"]);
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    await call("POST", `/invocation/${id}/response`, (await handler(JSON.parse(body), context)) ?? null);
  } catch (error) {
    await call("POST", `/invocation/${id}/error`, errorBody(error));
  }
}

try {
  const handler = await loaded();
  for (;;) await invoke(handler);
} catch (error) {
  await call("POST", "/init/error", errorBody(error)).catch(() => undefined);
  process.exitCode = 1;
}
