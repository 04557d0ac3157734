/** The service's configuration in a folder of a test's own, with a small file where the bundle would be. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readTemplate, type Template } from "../../../infra/aws/template.ts";

const SERVICE = fileURLToPath(new URL("../../../infra/aws/", import.meta.url));
const SERVERLESS = createRequire(import.meta.url).resolve("serverless/bin/serverless.js");

/** Packages are made one by one or all at once: each in a folder of its own, for the framework keeps notes beside its configuration. */
export interface ServiceCopy {
  /** Offline but for what `environment` names. Rejects with what the framework said. */
  template(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Template>;
  remove(): Promise<void>;
}

/** @param stages what to add to `params` of serverless.yml: the parameters of stages by their names. */
export async function copyService(stages: Readonly<Record<string, object>> = {}): Promise<ServiceCopy> {
  const folder = await mkdtemp(join(tmpdir(), "rolecall-"));
  return {
    async template(args, environment = {}) {
      const cwd = await mkdtemp(join(folder, "service-"));
      await fillFolder(cwd, stages);
      const command = [SERVERLESS, "package", "--region", "eu-central-1", ...args];
      await orSaid(promisify(execFile)(process.execPath, command, { cwd, env: withoutAccount(folder, environment) }));
      return readTemplate(join(cwd, ".serverless"));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The framework says on standard output what is wrong, which the message of a failed process leaves out. */
async function orSaid(process: Promise<unknown>): Promise<void> {
  try {
    await process;
  } catch (cause) {
    const said = typeof cause === "object" && cause !== null && "stdout" in cause ? String(cause.stdout) : "";
    throw new Error(`the framework failed: ${said}`, { cause });
  }
}

async function fillFolder(folder: string, stages: Readonly<Record<string, object>>): Promise<void> {
  for (const name of ["serverless.yml", "resources.yml", "roles.yml", "alarms.yml"]) {
    await cp(join(SERVICE, name), join(folder, name));
  }
  await addStages(join(folder, "serverless.yml"), stages);
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "dist/index.cjs"), "exports.api = exports.maintenance = async () => undefined;\n");
}

async function addStages(file: string, stages: Readonly<Record<string, object>>): Promise<void> {
  const text = await readFile(file, "utf8");
  // JSON is YAML, on one line.
  const lines = Object.entries(stages).map(([name, params]) => `  ${name}: ${JSON.stringify(params)}\n`);
  await writeFile(
    file,
    text.replace(/^params:\n/m, (heading) => heading + lines.join("")),
  );
}

/** Nothing of the machine's own configuration, and a port where nothing answers in place of the network. */
export function withoutAccount(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: home,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    ...more,
  };
}
