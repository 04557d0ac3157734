/** The deployable package, made as a user makes it, and what the framework does by itself. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { describe, expect, it, onTestFinished } from "vitest";
import { run, temporaryFolder } from "../../support/command-line.ts";
import { account, refusal } from "./account.ts";
import { copyService, withoutAccount } from "./service-copy.ts";

const PROGRAM = new URL("../../../infra/aws/package.ts", import.meta.url);
const DEPLOY = new URL("../../../infra/aws/deploy.ts", import.meta.url);
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const HEX = "0123456789abcdef".repeat(4);
const PARTS = /^dist\/[0-9a-f]{16}\.parts$/;
const GENEROUS = { timeout: 120_000 };

/** Hono, zod, jose and two SDK clients, minified and packed; more is something that does not belong there. */
const MAX_ZIP_BYTES = 490_000;

describe("package:aws", GENEROUS, () => {
  it("bundles and packs a program and its parts, without an account, a network or a source map, and says what it made", async () => {
    const folder = temporaryFolder();
    const args = ["--stage", "staging", "--region", "eu-central-1", "--out", join(folder, "out")];
    const { status, out, err } = await run(folder, args, { program: PROGRAM, env: withoutAccount(folder) });
    expect(status, err).toBe(0);
    const zip = join(folder, "out/rolecall.zip");
    const { size } = statSync(zip);
    expect(size).toBeLessThan(MAX_ZIP_BYTES);
    const files = Object.entries(unzipSync(readFileSync(zip)));
    expect(files.map(([name]) => name).sort()).toEqual([expect.stringMatching(PARTS), "dist/index.cjs"]);
    const lines = files.map(([name, { length }]) => `  ${name}: ${length} bytes\n`);
    expect(out).toContain(`${zip}: ${size} bytes\n${lines.join("")}`);
    expect(out).toMatch(/names no key \(ROLECALL_ADMIN_KEY_SHA256\): reads only\.\n$/);

    for (const [name, bytes] of files) writeFileSync(join(folder, basename(name)), bytes);
    const main = join(folder, "index.cjs");
    const functions =
      "const { api, maintenance } = require(process.argv[1]); console.log(typeof api, typeof maintenance)";
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", functions, main], { env: {} });
    expect(stdout).toBe("function function\n");
  });

  it("refuses a stage that cannot be, and an option that there is not", async () => {
    const folder = temporaryFolder();
    const stage = await run(folder, ["--stage", "Prod"], { program: PROGRAM });
    expect(stage).toMatchObject({ status: 2, err: expect.stringMatching(/^package:aws: the stage "Prod" must.*\n$/) });
    const option = await run(folder, ["--stag", "prod"], { program: PROGRAM });
    expect(option).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^package:aws: Unknown option '--stag'.*\n$/),
    });
  });
});

/** Here rather than beside the other tests of it: two of the framework at once in one folder trip over each other. */
describe("deploy:aws", GENEROUS, () => {
  it("shows a new key before it deploys, and fails when the account refuses", async () => {
    const address = await account(() => refusal(403, "AccessDenied", "not authorized to look"));
    const folder = temporaryFolder();
    const args = ["--stage", "test", "--region", "eu-central-1", "--new-admin-key"];
    const credentials = { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
    const env = withoutAccount(folder, { ...credentials, AWS_ENDPOINT_URL: address });
    const { status, out, err } = await run(folder, args, { program: DEPLOY, env });
    const [, key = ""] = /^The admin's key, shown this once: ([\w-]{43})$/m.exec(out) ?? [];
    expect(key, out).not.toBe("");
    const sha256 = createHash("sha256").update(key).digest("hex");
    expect(out).toContain(
      `To try again with it: npm run deploy:aws -- --stage test --region eu-central-1 --admin-key-sha256 ${sha256}\n`,
    );
    expect(out).toContain("not authorized to look");
    expect(err).toMatch(/deploy:aws: serverless deploy failed: see above\n$/);
    expect(status).toBe(1);
  });
});

describe("the framework", GENEROUS, () => {
  it("is osls under its old name: the paid one would have to be downloaded, and would ask for an account", async () => {
    const manifest = createRequire(import.meta.url)("serverless/package.json") as { readonly name: string };
    expect(manifest.name).toBe("osls");
    const program = join(ROOT, "node_modules/.bin/serverless");
    const { stdout } = await promisify(execFile)(program, ["--version"], { cwd: ROOT });
    expect(stdout).toMatch(/^osls version: 4\.\d+\.\d+/);
  });

  it("refuses a configuration with a word that it does not know", async () => {
    const service = await copyService({ odd: { apiMemory: "plenty" } });
    onTestFinished(() => service.remove());
    const packaged = service.template(["--stage", "odd"], { ROLECALL_ADMIN_KEY_SHA256: "" });
    await expect(packaged).rejects.toThrow(/functions\.api\.memorySize/);
  });
});

describe("a deployment that names no key", GENEROUS, () => {
  const OUTPUT = `<Outputs><member><OutputKey>AdminKeySha256</OutputKey><OutputValue>${HEX}</OutputValue></member></Outputs>`;

  it.each([
    ["keeps the one that is deployed", "kept", HEX],
    ["has none where none was deployed", "keyless", ""],
    ["has none on its first time", "new", ""],
  ])("%s", async (_, stage, expected) => {
    const address = await accountWith({ "rolecall-kept": OUTPUT, "rolecall-keyless": "" });
    const service = await copyService();
    onTestFinished(() => service.remove());
    const { Resources, Outputs } = await service.template(["--stage", stage], {
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_ENDPOINT_URL: address,
    });
    const variables = { Variables: expect.objectContaining({ ROLECALL_ADMIN_KEY_SHA256: expected }) };
    expect(Resources.ApiLambdaFunction?.Properties.Environment).toEqual(variables);
    expect(Resources.MaintenanceLambdaFunction?.Properties.Environment).toEqual(variables);
    expect(Outputs.AdminKeySha256?.Value).toBe(expected);
  });

  /** An account with these stacks, by their outputs. */
  function accountWith(stacks: Readonly<Record<string, string>>): Promise<string> {
    return account(({ StackName = "" }) => {
      const outputs = stacks[StackName];
      if (outputs === undefined) return refusal(400, "ValidationError", `Stack with id ${StackName} does not exist`);
      const stack = `<StackName>${StackName}</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>${outputs}`;
      const result = `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>`;
      return { status: 200, body: `<DescribeStacksResponse>${result}</DescribeStacksResponse>` };
    });
  }
});
