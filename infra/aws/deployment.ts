/** What a deployment to AWS is told, read from the command line and the environment and checked before anything is done. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { AppError } from "../../core/errors.ts";
import { assertRegion, assertStage, assertStageFits } from "./stage.ts";

/** Which key may write afterwards. `keep`: the one that is deployed; `none`: nobody's, the functions answer reads. */
export type AdminKey =
  | { readonly kind: "keep" | "new" | "none" }
  | { readonly kind: "sha256"; readonly sha256: string };

export interface Deployment {
  readonly stage: string;
  readonly region: string;
  readonly adminKey: AdminKey;
  readonly isDryRun: boolean;
  /** Bundle first; else what lies in `infra/aws/dist` is deployed. */
  readonly bundles: boolean;
}

export const USAGE = `npm run deploy:aws -- --stage NAME [options]

  --region REGION         default: AWS_REGION, AWS_DEFAULT_REGION, or the region of the AWS profile
  --new-admin-key         make the key that may write, show it once, deploy its SHA-256
  --admin-key-sha256 HEX  the same with a key of yours (or ROLECALL_ADMIN_KEY_SHA256)
  --no-admin-key          nobody may write from now on; without these three the deployed key stays
  --dry-run               print the commands, run none
  --no-bundle             deploy what lies in infra/aws/dist

Credentials come from where the AWS SDK finds them: AWS_PROFILE, AWS_ACCESS_KEY_ID, a role.`;

const OPTIONS = {
  stage: { type: "string" },
  region: { type: "string" },
  "new-admin-key": { type: "boolean", default: false },
  "admin-key-sha256": { type: "string" },
  "no-admin-key": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  "no-bundle": { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

type Given = ReturnType<typeof readGiven>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws AppError `invalid_parameter`, one line that says what is missing or wrong and what to do. */
export async function readDeployment(args: readonly string[], environment: Environment): Promise<Deployment> {
  const given = readGiven(args);
  const { stage } = given;
  if (stage === undefined) throw refusal("--stage is missing: name the deployment, for example --stage prod");
  assertStage(stage);
  const adminKey = readAdminKey(given, environment.ROLECALL_ADMIN_KEY_SHA256 || undefined);
  const region = await readRegion(given, environment);
  assertRegion(region);
  assertStageFits(stage, region);
  return { stage, region, adminKey, isDryRun: given["dry-run"], bundles: !given["no-bundle"] };
}

/** @throws AppError `unauthenticated` when the SDK finds no credentials or what it finds has expired. */
export async function assertCredentials(region: string): Promise<void> {
  const client = new DynamoDBClient({ region });
  try {
    await client.config.credentials();
  } catch (cause) {
    const [reason = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new AppError(
      "unauthenticated",
      `there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws sso login (${reason})`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}

function readGiven(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (cause) {
    throw refusal(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function readAdminKey(given: Given, ofEnvironment: string | undefined): AdminKey {
  const choices = [given["new-admin-key"], given["no-admin-key"], given["admin-key-sha256"] !== undefined];
  if (choices.filter(Boolean).length > 1) {
    throw refusal("--new-admin-key, --admin-key-sha256 and --no-admin-key exclude each other: give one");
  }
  if (given["new-admin-key"]) return { kind: "new" };
  if (given["no-admin-key"]) return { kind: "none" };
  const sha256 = given["admin-key-sha256"] ?? ofEnvironment;
  if (sha256 === undefined) return { kind: "keep" };
  assertSha256(sha256);
  return { kind: "sha256", sha256: sha256.toLowerCase() };
}

/** @throws AppError `invalid_parameter` for what may be the key itself, and would end up in a template. */
export function assertSha256(text: string): void {
  if (/^[0-9a-f]{64}$/i.test(text)) return;
  // Not repeated: it may be a secret.
  throw refusal(
    `the admin key's SHA-256 must be 64 hexadecimal digits, not ${text.length} characters: printf %s "$KEY" | sha256sum`,
  );
}

async function readRegion({ region }: Given, environment: Environment): Promise<string> {
  const named = region ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION);
  if (named !== undefined && named !== "") return named;
  const client = new DynamoDBClient({});
  try {
    // Only the profile of the configuration file is left to say it.
    return await client.config.region();
  } catch (cause) {
    throw refusal("there is no region: give --region, for example --region eu-central-1, or set AWS_REGION", cause);
  } finally {
    client.destroy();
  }
}

function refusal(message: string, cause?: unknown): AppError {
  return new AppError("invalid_parameter", message, { cause });
}
