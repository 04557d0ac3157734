/** `npm run package:aws`: bundles, and makes the zip and the template that a deployment uploads, without a network. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { AppError, isAppError } from "../../core/errors.ts";
import { assertSha256 } from "./deployment.ts";
import { packageService } from "./package-service.ts";
import { bundle, SERVICE_FOLDER } from "./run-node.ts";
import { assertRegion, assertStage, assertStageFits } from "./stage.ts";

/** Where the framework itself looks. */
const DEFAULT_OUT = join(SERVICE_FOLDER, ".serverless");

const USAGE = `npm run package:aws [-- options]

  --stage NAME     default: dev
  --region REGION  default: AWS_REGION, or us-east-1; it is in no name until the stack is deployed
  --out FOLDER     default: infra/aws/.serverless
  --no-bundle      pack what lies in infra/aws/dist`;

try {
  await main(process.argv.slice(2), process.env);
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`package:aws: ${error.message}\n`);
  process.exitCode = error.code === "invalid_parameter" ? 2 : 1;
}

async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { stage, region = environment.AWS_REGION || "us-east-1", ...options } = readOptions(args);
  if (options.help) return print(USAGE);
  assertStage(stage);
  assertRegion(region);
  assertStageFits(stage, region);
  if (!options["no-bundle"]) await bundle();
  // Empty rather than absent: nobody is asked for the key that may be deployed already.
  const key = environment.ROLECALL_ADMIN_KEY_SHA256 ?? "";
  if (key !== "") assertSha256(key);
  const made = await packageService({
    stage,
    region,
    environment: { ...environment, ROLECALL_ADMIN_KEY_SHA256: key },
    outFolder: resolve(options.out ?? DEFAULT_OUT),
  });
  print(`${made.zip}: ${made.bytes} bytes`);
  for (const { name, bytes } of made.files) print(`  ${name}: ${bytes} bytes`);
  print(`The template beside it names ${key === "" ? "no key (ROLECALL_ADMIN_KEY_SHA256): reads only" : "a key"}.`);
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: "string", default: "dev" },
        region: { type: "string" },
        out: { type: "string" },
        "no-bundle": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (cause) {
    throw new AppError("invalid_parameter", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
