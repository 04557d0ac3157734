import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../infra/gcp/gcloud.ts";
import type { Ended } from "../../support/command-line.ts";
import type { CloudState } from "./fake-cloud.ts";
import { fakeGcloudOnPath } from "./fake-gcloud.ts";

const PLACE = ["--project", "my-project", "--region", "europe-west1"];
const GOLDEN = fileURLToPath(new URL("../../golden/gcp-dry-run.txt", import.meta.url));
const SHA256 = "ab".repeat(32);
const GENEROUS = { timeout: 300_000 };

function program(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: ROOT, env }, (_, out, err) =>
      resolve({ status: child.exitCode, signal: child.signalCode, out, err }),
    );
  });
}

const deployProgram = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  program(process.execPath, ["infra/gcp/deploy.ts", ...args], env);

describe("npm run deploy:gcp", GENEROUS, () => {
  it("and the script that --dry-run prints bring about the same, and each finds what the other made", async () => {
    const state: CloudState = {};
    const cloud = fakeGcloudOnPath(state);
    const printed = await deployProgram([...PLACE, ...cloud.source, "--dry-run"], cloud.env);
    expect(printed).toMatchObject({ status: 0, err: "" });
    expect(cloud.calls).toEqual([]);
    const ran = await program("/bin/sh", ["-c", printed.out], cloud.env);
    expect(ran).toMatchObject({ status: 0, err: "" });
    const byScript = structuredClone(state);
    const deployed = await deployProgram([...PLACE, ...cloud.source], cloud.env);
    expect(deployed).toMatchObject({ status: 0, err: "" });
    expect(deployed.out).toContain("The API answers at https://rolecall-api-x.a.run.app\n");
    expect(state).toEqual(byScript);
  });

  it("prints with --dry-run the same as ever, without a gcloud", async () => {
    const { status, out, err } = await deployProgram([...PLACE, "--admin-key-sha256", SHA256, "--dry-run"], {
      PATH: "",
    });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(GOLDEN, out);
    expect(out).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("makes an admin's key that nobody has seen before, and deploys its hash", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => deployProgram([...PLACE, "--new-admin-key", "--dry-run"], { PATH: "" })),
    );
    const keyOf = (ended: Ended | undefined) =>
      /shown this once: ([A-Za-z0-9_-]{43})\n/.exec(ended?.out ?? "")?.[1] ?? "";
    expect(keyOf(one)).not.toBe("");
    expect(keyOf(one)).not.toBe(keyOf(two));
    const hash = createHash("sha256").update(keyOf(one)).digest("hex");
    expect(one?.out.match(new RegExp(`ROLECALL_ADMIN_KEY_SHA256=${hash}`, "g"))?.length).toBe(3);
    // The key itself is in the comment and nowhere else.
    expect(one?.out.split(keyOf(one)).length).toBe(2);
  });

  it("says in one line that a step failed, and ends with status 1", async () => {
    const cloud = fakeGcloudOnPath({ refuses: "services enable" });
    const { status, err } = await deployProgram([...PLACE, ...cloud.source], cloud.env);
    expect(status).toBe(1);
    expect(err.trim().split("\n").at(-1)).toMatch(
      /^deploy:gcp: step services \(The services of the project\) failed: ERROR: .*no rights; run it again/,
    );
  });

  it.each([
    ["no gcloud", PLACE, { PATH: "/nonexistent" }, /^gcloud is not on PATH: install the Google Cloud CLI/],
    ["no account", PLACE, { operator: "" }, /^gcloud has no active account: run gcloud auth login$/],
    [
      "a project that cannot be seen",
      ["--project", "other-project", "--region", "europe-west1"],
      {},
      /^someone@example.com cannot see the project other-project: /,
    ],
    ["nothing to deploy", [...PLACE, "--source", "/nonexistent"], {}, /^there is no index.cjs in \/nonexistent: /],
  ] as const)(
    "refuses in one line: %s",
    async (_, args, { operator, ...env }: { operator?: string; PATH?: string }, line) => {
      const state: CloudState = operator === undefined ? {} : { operator };
      const cloud = fakeGcloudOnPath(state);
      const { status, out, err } = await deployProgram(args, { ...cloud.env, ...env });
      expect({ status, out }).toEqual({ status: 1, out: "" });
      expect(err).toMatch(/^deploy:gcp: [^\n]+\n$/);
      expect(err.slice("deploy:gcp: ".length, -1)).toMatch(line);
      expect(Object.keys(state).filter((key) => key !== "operator")).toEqual([]);
    },
  );

  it("ends with status 2 for words it does not understand, before it asks anything", async () => {
    const cloud = fakeGcloudOnPath({});
    const { status, out, err } = await deployProgram([...PLACE, "--oops"], cloud.env);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^deploy:gcp: Unknown option '--oops'[^\n]*\n$/);
    expect(cloud.calls).toEqual([]);
  });
});
