import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDeployment } from "../../../infra/aws/deployment.ts";
import { type Ended, run, temporaryFolder } from "../../support/command-line.ts";
import { withoutAccount } from "./service-copy.ts";

const PROGRAM = new URL("../../../infra/aws/deploy.ts", import.meta.url);
const HEX = "0123456789abcdef".repeat(4);
const GENEROUS = { timeout: 120_000 };

/** With nothing in the environment but what is given. */
function deploy(args: readonly string[], given: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const folder = temporaryFolder();
  return run(folder, args, { program: PROGRAM, env: withoutAccount(folder, given) });
}

const REFUSALS: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
  ["no stage", [], /^--stage is missing: name the deployment, for example --stage prod$/],
  ["a stage in capitals", ["--stage", "Prod"], /^the stage "Prod" must be of a-z, 0-9 and -/],
  ["a stage that ends with a hyphen", ["--stage", "prod-"], /^the stage "prod-" must .* not end with -$/],
  ["a region that is none", ["--stage", "prod", "--region", "Frankfurt"], /^"Frankfurt" is no region/],
  [
    "a stage too long for the bucket's name",
    ["--stage", "s".repeat(27), "--region", "ap-southeast-1"],
    /^the stage "s{27}" has 27 characters; in ap-southeast-1 at most 26 fit into the bucket's name$/,
  ],
  [
    "a hash that is none, without repeating what may be the key itself",
    ["--stage", "prod", "--region", "eu-central-1", "--admin-key-sha256", "secret"],
    /^the admin key's SHA-256 must be 64 hexadecimal digits, not 6 characters: (?!.*secret)/,
  ],
  [
    "two keys",
    ["--stage", "prod", "--new-admin-key", "--admin-key-sha256", HEX],
    /^--new-admin-key, --admin-key-sha256 and --no-admin-key exclude each other: give one$/,
  ],
  ["an option that there is not", ["--stages", "prod"], /^Unknown option '--stages'/],
];

describe("deploy:aws refuses in one line, before anything is done,", GENEROUS, () => {
  it.each(REFUSALS)("%s", async (_, args, message) => {
    const refusal = expect.objectContaining({ code: "invalid_parameter", message: expect.stringMatching(message) });
    await expect(readDeployment(args, {})).rejects.toEqual(refusal);
  });

  it("a stage of 26 characters fits wherever regions have the longest names", async () => {
    const stage = "s".repeat(26);
    const deployment = await readDeployment(["--stage", stage, "--region", "ap-southeast-1"], {});
    expect(deployment).toMatchObject({ stage, adminKey: { kind: "keep" }, isDryRun: false, bundles: true });
  });

  it("a wish without a region", async () => {
    const { status, out, err } = await deploy(["--stage", "prod"]);
    expect(err).toMatch(/^deploy:aws: there is no region: give --region.*or set AWS_REGION\n$/);
    expect({ status, out }).toEqual({ status: 2, out: "" });
  });

  it("an account without credentials", async () => {
    const { status, out, err } = await deploy(["--stage", "prod", "--region", "eu-central-1"]);
    expect(err).toMatch(/^deploy:aws: there are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID .*\n$/);
    expect({ status, out }).toEqual({ status: 1, out: "" });
  });
});

describe("deploy:aws --dry-run", GENEROUS, () => {
  const words = ["--stage", "prod", "--dry-run"];

  it("prints the commands that it would run, and needs no credentials for it", async () => {
    const { status, out } = await deploy([...words, "--region", "eu-central-1", "--admin-key-sha256", HEX]);
    expect(status).toBe(0);
    expect(out.split("\n")).toEqual([
      "node infra/bundle.ts aws",
      "cd infra/aws",
      `ROLECALL_ADMIN_KEY_SHA256=${HEX} npx serverless deploy --stage prod --region eu-central-1`,
      "",
    ]);
  });

  it.each([
    ["keeps the deployed one unless told otherwise", [], {}, { kind: "keep" }],
    ["is the environment's if there is one", [], { ROLECALL_ADMIN_KEY_SHA256: HEX }, { kind: "sha256", sha256: HEX }],
    ["is the one that is named", ["--admin-key-sha256", HEX.toUpperCase()], {}, { kind: "sha256", sha256: HEX }],
    ["is nobody's", ["--no-admin-key"], { ROLECALL_ADMIN_KEY_SHA256: HEX }, { kind: "none" }],
    ["is a new one", ["--new-admin-key"], { ROLECALL_ADMIN_KEY_SHA256: HEX }, { kind: "new" }],
  ])("the key %s", async (_, more, environment, adminKey) => {
    const deployment = await readDeployment([...words, "--region", "eu-central-1", ...more], environment);
    expect(deployment).toMatchObject({ adminKey, isDryRun: true });
  });

  it.each([
    ["the deployed key", [], "env -u ROLECALL_ADMIN_KEY_SHA256"],
    ["no key", ["--no-admin-key"], "ROLECALL_ADMIN_KEY_SHA256="],
    ["a new key", ["--new-admin-key"], "ROLECALL_ADMIN_KEY_SHA256=SHA256_OF_A_NEW_KEY"],
  ])("with %s says so, and leaves out the bundle where one is there", async (_, more, setting) => {
    const { out } = await deploy([...words, ...more, "--no-bundle"], { AWS_REGION: "eu-west-1" });
    expect(out).toBe(`cd infra/aws\n${setting} npx serverless deploy --stage prod --region eu-west-1\n`);
  });

  it("takes the region from the environment, or from the AWS profile", async () => {
    const { out } = await deploy(words, { AWS_DEFAULT_REGION: "eu-west-3" });
    expect(out).toContain("--region eu-west-3");
    const home = temporaryFolder();
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws/config"), "[default]\nregion = eu-north-1\n");
    const ofProfile = await run(home, words, { program: PROGRAM, env: withoutAccount(home) });
    expect(ofProfile.out).toContain("--region eu-north-1");
  });

  it("--help says what there is", async () => {
    const { status, out } = await deploy(["--help"]);
    expect(status).toBe(0);
    expect(out).toContain("npm run deploy:aws -- --stage NAME");
  });
});
