/** `npm run deploy:aws`: bundles and brings a stage of an AWS account to what `serverless.yml` describes. */
import { hash, randomBytes } from "node:crypto";
import { isAppError } from "../../core/errors.ts";
import { type AdminKey, assertCredentials, type Deployment, readDeployment, USAGE } from "./deployment.ts";
import { assertBundled } from "./package-service.ts";
import { bundle, serverless } from "./run-node.ts";

const KEY_VARIABLE = "ROLECALL_ADMIN_KEY_SHA256";

const args = process.argv.slice(2);
try {
  if (args.includes("--help")) print(USAGE);
  else await main(await readDeployment(args, process.env));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`deploy:aws: ${error.message}\n`);
  process.exitCode = error.code === "invalid_parameter" ? 2 : 1;
}

async function main(deployment: Deployment): Promise<void> {
  const { stage, region, adminKey, isDryRun, bundles } = deployment;
  const command = ["deploy", "--stage", stage, "--region", region];
  if (isDryRun) return printCommands(deployment, command);
  await assertCredentials(region);
  if (bundles) await bundle();
  assertBundled();
  const sha256 = deployedHash(adminKey, () => newKey(deployment));
  await serverless(command, { ...process.env, [KEY_VARIABLE]: sha256 });
}

function printCommands({ adminKey, bundles }: Deployment, command: readonly string[]): void {
  const sha256 = deployedHash(adminKey, () => "SHA256_OF_A_NEW_KEY");
  const setting = sha256 === undefined ? `env -u ${KEY_VARIABLE}` : `${KEY_VARIABLE}=${sha256}`;
  if (bundles) print("node infra/bundle.ts aws");
  print("cd infra/aws");
  print(`${setting} npx serverless ${command.join(" ")}`);
}

/** Without the variable the framework looks for the deployed key: serverless.yml. Empty means none. */
function deployedHash(adminKey: AdminKey, make: () => string): string | undefined {
  switch (adminKey.kind) {
    case "keep":
      return undefined;
    case "none":
      return "";
    case "sha256":
      return adminKey.sha256;
    case "new":
      return make();
  }
}

/** Shown before anything runs: a deployment that fails half-way may have set the key already. */
function newKey({ stage, region }: Deployment): string {
  // 256 random bits: the functions get their SHA-256 only, and nobody finds a key by trying.
  const key = randomBytes(32).toString("base64url");
  const sha256 = hash("sha256", key);
  print(`The admin's key, shown this once: ${key}`);
  print(`To try again with it: npm run deploy:aws -- --stage ${stage} --region ${region} --admin-key-sha256 ${sha256}`);
  return sha256;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
