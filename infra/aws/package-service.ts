/** Turns the bundle and `serverless.yml` into what CloudFormation and Lambda take: a template and a zip. Needs no network. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { AppError } from "../../core/errors.ts";
import { SERVICE_FOLDER, serverless } from "./run-node.ts";

/** What the zip holds: all of it, and the framework would pack nothing without a word if it were missing. */
const BUNDLED_FILE = "dist/index.cjs";

export interface PackageOptions {
  readonly stage: string;
  readonly region: string;
  readonly outFolder: string;
  /** Without ROLECALL_ADMIN_KEY_SHA256 in it the framework asks the account for the deployed one. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface ServicePackage {
  readonly zip: string;
  readonly bytes: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** @throws AppError `unavailable` without a bundle, and when the framework refuses. */
export async function packageService(options: PackageOptions): Promise<ServicePackage> {
  const { stage, region, outFolder, environment } = options;
  assertBundled();
  await serverless(["package", "--stage", stage, "--region", region, "--package", outFolder], environment);
  return describe(outFolder);
}

/** @throws AppError `unavailable`. */
export function assertBundled(): void {
  if (existsSync(join(SERVICE_FOLDER, BUNDLED_FILE))) return;
  throw new AppError(
    "unavailable",
    `there is no infra/aws/${BUNDLED_FILE}: leave out --no-bundle, or run npm run bundle`,
  );
}

async function describe(outFolder: string): Promise<ServicePackage> {
  const name = (await readdir(outFolder)).find((file) => file.endsWith(".zip"));
  if (name === undefined) throw new AppError("unavailable", `the framework left no zip in ${outFolder}`);
  const zip = join(outFolder, name);
  const bytes = await readFile(zip);
  const files: { name: string; bytes: number }[] = [];
  unzipSync(bytes, {
    filter(file) {
      files.push({ name: file.name, bytes: file.originalSize });
      return false;
    },
  });
  return { zip, bytes: bytes.length, files };
}
