/**
 * One execution environment: the Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) and the process
 * that asks it for invocations, one after the other. A process that ended, failed to start or ran out of time is replaced by
 * a new one at the next invocation, as Lambda does it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { AWS_ENV } from "../emulators/aws-env.ts";

export interface EnvironmentOptions {
  /** LAMBDA_TASK_ROOT. */
  readonly root: string;
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memorySize: number;
  readonly client: RuntimeClient;
  readonly log: (text: string) => void;
}

export interface ExecutionEnvironment {
  /** JSON to JSON. One at a time. @throws FunctionError */
  invoke(event: string): Promise<string>;
  stop(): Promise<void>;
}

/** Why an invocation gave no result, with the type that Lambda reports. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  readonly errorType: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** Of an answer: 6 MB and 100 bytes, as the error of the service itself says. */
const MAX_RESULT_BYTES = 6 * 1024 * 1024 + 100;

const API = "/2018-06-01/runtime";

interface Invocation {
  readonly id: string;
  readonly event: string;
  readonly deadline: number;
  readonly done: PromiseWithResolvers<string>;
}

export async function executionEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const { timeoutMs, log } = options;
  let current: Invocation | undefined;
  let isHandedOver = false;
  let asking: ServerResponse | undefined;
  let child: ChildProcess | undefined;

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      log(`runtime API: ${String(error)}\n`);
      response.destroy();
    });
  });
  // A function may work for longer than an idle connection would be kept.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id, what] = /\/invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? "") ?? [];
    if (request.method === "GET" && request.url === `${API}/invocation/next`) {
      asking = response;
      handOver();
    } else if (request.method === "POST" && request.url === `${API}/init/error`) {
      const error = errorOf(await text(request));
      answer(response, 202, { status: "OK" });
      const failed = current;
      await end();
      failed?.done.reject(error);
    } else if (request.method === "POST" && id !== undefined && id === current?.id) {
      const { done } = current;
      settle(response, done, what === "error", await text(request));
    } else {
      answer(response, 400, { errorType: "InvalidRequestID", errorMessage: `no such call: ${request.url}` });
    }
  }

  function handOver(): void {
    if (asking === undefined || current === undefined || isHandedOver) return;
    isHandedOver = true;
    asking.writeHead(200, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Aws-Request-Id": current.id,
      "Lambda-Runtime-Deadline-Ms": String(current.deadline),
      "Lambda-Runtime-Invoked-Function-Arn": `arn:aws:lambda:${AWS_ENV.AWS_REGION}:000000000000:function:rolecall`,
      "Lambda-Runtime-Trace-Id": `Root=1-${Math.floor(Date.now() / 1_000).toString(16)}-${randomUUID().replaceAll("-", "").slice(0, 24)};Sampled=0`,
    });
    asking.end(current.event);
    asking = undefined;
  }

  function start(): ChildProcess {
    const started = spawn(process.execPath, runtimeArguments(options), {
      cwd: options.root,
      env: variables(options, port),
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.stdout.on("data", (chunk: Buffer) => log(chunk.toString("utf8")));
    started.stderr.on("data", (chunk: Buffer) => log(chunk.toString("utf8")));
    started.once("exit", (code, signal) => {
      if (child !== started) return;
      child = undefined;
      asking = undefined;
      const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
      current?.done.reject(new FunctionError("Runtime.ExitError", `Runtime exited with error: ${how}`));
    });
    return started;
  }

  async function end(): Promise<void> {
    const ending = child;
    child = undefined;
    asking = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.kill("SIGKILL");
    await once(ending, "exit");
  }

  return {
    async invoke(event) {
      const invocation: Invocation = {
        id: randomUUID(),
        event,
        deadline: Date.now() + timeoutMs,
        done: Promise.withResolvers(),
      };
      const late = new FunctionError(
        "Sandbox.Timedout",
        `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`,
      );
      const timer = setTimeout(() => invocation.done.reject(late), timeoutMs);
      current = invocation;
      isHandedOver = false;
      child ??= start();
      handOver();
      try {
        return await invocation.done.promise;
      } catch (error) {
        // What the function itself threw leaves its process as it is.
        if (error === late) await end();
        throw error;
      } finally {
        clearTimeout(timer);
        current = undefined;
      }
    },
    async stop() {
      current?.done.reject(new FunctionError("Sandbox.Stopped", "the environment was stopped"));
      await end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function settle(response: ServerResponse, done: PromiseWithResolvers<string>, isError: boolean, body: string): void {
  if (isError) {
    answer(response, 202, { status: "OK" });
    done.reject(errorOf(body));
  } else if (Buffer.byteLength(body) > MAX_RESULT_BYTES) {
    const errorMessage = `Exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`;
    answer(response, 413, { errorMessage, errorType: "RequestEntityTooLarge" });
    done.reject(new FunctionError("Function.ResponseSizeTooLarge", errorMessage));
  } else {
    answer(response, 202, { status: "OK" });
    done.resolve(body);
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function errorOf(body: string): FunctionError {
  const { errorType = "Runtime.Unknown", errorMessage = body } = JSON.parse(body);
  return new FunctionError(String(errorType), String(errorMessage));
}

const OWN_LOOP = fileURLToPath(new URL("./lambda-runtime-loop.ts", import.meta.url));

/** What runs the handler: Amazon's own client, or the loop in `lambda-runtime-loop.ts`. */
export type RuntimeClient = "aws-lambda-ric" | "own loop";

/** Amazon's where it is installed with its native part, which is built by its install script, and on Linux only. */
export function installedClient(): RuntimeClient {
  return existsSync(join(dirname(amazonsClient() ?? ""), "rapid-client.node")) ? "aws-lambda-ric" : "own loop";
}

function amazonsClient(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve("aws-lambda-ric");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function runtimeArguments({ client, memorySize }: EnvironmentOptions): string[] {
  const file = client === "own loop" ? OWN_LOOP : (amazonsClient() ?? OWN_LOOP);
  // Lambda's own start leaves a tenth to what is not JavaScript's heap.
  return [`--max-old-space-size=${Math.floor(memorySize * 0.9)}`, file];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function variables({ root, handler, env, memorySize }: EnvironmentOptions, port: number): Record<string, string> {
  const region = env.AWS_REGION ?? AWS_ENV.AWS_REGION;
  return {
    PATH: process.env.PATH ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...AWS_ENV,
    AWS_SESSION_TOKEN: "made-up",
    ...env,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "rolecall",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/rolecall",
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    LAMBDA_TASK_ROOT: root,
    _HANDLER: handler,
  };
}
