/**
 * Lambda on this machine, for what was built for it: a bundle that runs in processes of its own, through Amazon's own runtime
 * client where that is installed, behind a Runtime API and a function URL that keep to Amazon's documents and limits. What it
 * is not: no isolation, no CPU share, no throttling; requests beyond the number of processes wait for their turn.
 */
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  type ExecutionEnvironment,
  executionEnvironment,
  installedClient,
  type RuntimeClient,
} from "./lambda-runtime-process.ts";
import { type FunctionUrl, functionUrl } from "./lambda-runtime-url.ts";

interface BundleFiles {
  /** The program. */
  readonly file: string;
  /** What it reads from its own folder. Default: nothing. */
  readonly parts?: string;
}

export interface LambdaOptions {
  /** What would be deployed. It is run from a folder in which it is alone. */
  readonly bundle: BundleFiles;
  /** As in the template, such as `dist/index.api`. */
  readonly handler: string;
  /** The function's own variables; nothing of this process's environment is handed on but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the function URL, on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** How many requests run at once, each in a process of its own. Default 1. */
  readonly processes?: number;
  /** Default 30,000, as `serverless.yml` has it for `api`. */
  readonly timeoutMs?: number;
  /** MB. Default 1,024. */
  readonly memorySize?: number;
  /** Default: Amazon's own where it is installed. */
  readonly client?: RuntimeClient;
  /** Takes what the function prints. Default: it goes to this process's standard error. */
  readonly log?: (text: string) => void;
}

export interface Lambda {
  /** `http://127.0.0.1:PORT`: turns requests into events of payload version 2.0. */
  readonly url: string;
  /**
   * Runs the function once with any event.
   * @throws FunctionError (`lambda-runtime-process.ts`): what the function threw, that it ran out of time, that its process
   * ended.
   */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the processes and removes their folder; what is under way fails. */
  stop(): Promise<void>;
}

export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const { bundle, handler, env, port = 0, processes = 1, timeoutMs = 30_000, memorySize = 1_024 } = options;
  const { client = installedClient() } = options;
  const log = options.log ?? ((text: string) => process.stderr.write(text));
  const root = await taskRoot(bundle, handler);
  const environments: ExecutionEnvironment[] = [];
  let url: FunctionUrl | undefined;

  async function stop(): Promise<void> {
    await url?.stop();
    await Promise.all(environments.map((environment) => environment.stop()));
    await rm(root, { recursive: true, force: true });
  }

  try {
    for (let i = 0; i < processes; i++) {
      environments.push(await executionEnvironment({ root, handler, env, timeoutMs, memorySize, client, log }));
    }
    const run = inTurn(environments);
    url = await functionUrl({ port, run });
    return { url: url.address, stop, invoke: async (event) => JSON.parse(await run(JSON.stringify(event))) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A folder like `/var/task`: the bundle where the handler's name says, and nothing else that it could load. */
async function taskRoot({ file, parts }: BundleFiles, handler: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "rolecall-lambda-"));
  const program = join(root, `${handler.replace(/\.[^./]+$/, "")}.cjs`);
  await mkdir(dirname(program), { recursive: true });
  await copyFile(file, program);
  if (parts !== undefined) await copyFile(parts, join(dirname(program), basename(parts)));
  return root;
}

/** Each call to an environment that is free, or to the first one that becomes so. */
function inTurn(environments: readonly ExecutionEnvironment[]): (event: string) => Promise<string> {
  const free = [...environments];
  const waiting: ((environment: ExecutionEnvironment) => void)[] = [];
  const taken = () => {
    const environment = free.pop();
    if (environment !== undefined) return Promise.resolve(environment);
    return new Promise<ExecutionEnvironment>((resolve) => waiting.push(resolve));
  };
  return async (event) => {
    const environment = await taken();
    try {
      return await environment.invoke(event);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(environment);
      else next(environment);
    }
  };
}

/** What EventBridge sends for a schedule (https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html). */
export function scheduledEvent(now = new Date()): object {
  return {
    version: "0",
    id: "00000000-0000-4000-8000-000000000000",
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "000000000000",
    time: now.toISOString().replace(/\.\d+Z$/, "Z"),
    region: "eu-central-1",
    resources: ["arn:aws:events:eu-central-1:000000000000:rule/rolecall-maintenance"],
    detail: {},
  };
}
