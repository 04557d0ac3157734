/** `npm run deploy:gcp`: brings a project to what `steps.ts` describes, or prints how with `--dry-run`. */
import { spawn } from "node:child_process";
import { hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppError, isAppError } from "../../core/errors.ts";
import { checkGcloud, gcloud, ROOT } from "./gcloud.ts";
import { type DeployOptions, type Parameters, readDeployOptions, USAGE } from "./parameters.ts";
import { runSteps } from "./run-steps.ts";
import { shellScript } from "./script.ts";
import { deploymentSteps } from "./steps.ts";

const BUNDLE = ["infra/bundle.ts", "gcp"];

const args = process.argv.slice(2);
try {
  if (args.includes("--help")) print(USAGE);
  else await main(readDeployOptions(args, process.env));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`deploy:gcp: ${error.message}\n`);
  process.exitCode = error.code === "invalid_parameter" ? 2 : 1;
}

async function main({ parameters: given, isDryRun, bundles, wantsNewAdminKey }: DeployOptions): Promise<void> {
  if (!isDryRun) await checkGcloud(given.project);
  const { parameters, note } = wantsNewAdminKey ? withNewKey(given) : { parameters: given, note: [] };
  const steps = deploymentSteps(parameters);
  if (isDryRun) return print(shellScript(steps, [...note, ...(bundles ? [["node", ...BUNDLE].join(" ")] : [])]));
  // Shown before anything runs: a deployment that fails half-way may have set the key already.
  for (const line of note) print(line);
  await provideBundle(parameters.source, bundles);
  const kept = await runSteps(steps, { gcloud, wait: (ms) => wait(ms), say: print });
  print(`\nThe API answers at ${kept.get("API_URL")}`);
}

/** 256 random bits: the function gets their SHA-256 only, and nobody finds a key by trying. */
function withNewKey(given: Parameters): { parameters: Parameters; note: readonly string[] } {
  const key = randomBytes(32).toString("base64url");
  const adminKeySha256 = hash("sha256", key);
  const note = [
    `# The admin's key, shown this once: ${key}`,
    `# To try again with it: --admin-key-sha256 ${adminKeySha256}`,
  ];
  return { parameters: { ...given, adminKeySha256 }, note };
}

async function provideBundle(source: string, bundles: boolean): Promise<void> {
  if (bundles) {
    const child = spawn(process.execPath, BUNDLE, { cwd: ROOT, stdio: "inherit" });
    const [status] = await once(child, "close");
    if (status !== 0) throw new AppError("unavailable", "the functions could not be bundled: see above");
  }
  if (existsSync(resolve(ROOT, source, "index.cjs"))) return;
  throw new AppError("unavailable", `there is no index.cjs in ${source}: run npm run bundle, or leave out --no-bundle`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
