import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SERVICES } from "../../infra/emulators/emulator.ts";
import { emulatorKind } from "../../infra/emulators/start.ts";
import { exportLines } from "../../infra/emulators/suggest.ts";
import { type EmulatorRun, startRun, untilGone } from "./emulator-run.ts";
import { installFake, type Machine, machine } from "./fake-emulator.ts";

async function readyRun(host: Machine, args: readonly string[] = []): Promise<EmulatorRun> {
  const run = startRun(["gcs", ...args], host.env);
  await run.said("ready");
  return run;
}

async function expectNothingLeft(host: Machine): Promise<void> {
  for (const pid of host.pids()) await untilGone(pid);
  while (readdirSync(join(host.folder, "tmp")).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("npm run emulators", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s stops everything and counts as success", async (signal) => {
    const host = machine();
    installFake(host);
    const run = await readyRun(host);
    run.process.kill(signal);
    expect(await run.status).toBe(0);
    expect(host.pids()).toHaveLength(2);
    await expectNothingLeft(host);
  });

  it("killed without a chance to clean up, it leaves no process and no data behind", async () => {
    const host = machine();
    installFake(host);
    const run = await readyRun(host);
    run.process.kill("SIGKILL");
    await run.status;
    expect(host.pids()).toHaveLength(2);
    await expectNothingLeft(host);
  });

  it("interrupted while an emulator starts, it does not wait for it", async () => {
    const host = machine();
    installFake(host, "silent");
    const run = startRun(["gcs"], host.env);
    while (host.pids().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    run.process.kill("SIGINT");
    expect(await run.status).toBe(0);
    await expectNothingLeft(host);
  });

  it("an emulator whose watchdog is killed is ended all the same", async () => {
    const host = machine();
    installFake(host);
    const run = await readyRun(host);
    process.kill(parentOf(host.pids()[0] ?? 0), "SIGKILL");
    expect(await run.status).toBe(1);
    expect(run.err()).toContain("gcs its watchdog ended by SIGKILL");
    await expectNothingLeft(host);
  });

  it("an emulator that ends by itself ends the run, as a failure", async () => {
    const host = machine();
    installFake(host, "ends when a file appears");
    const run = await readyRun(host);
    writeFileSync(join(host.folder, "end"), "");
    expect(await run.status).toBe(1);
    expect(run.err()).toContain("gcs ended with status 7");
    await expectNothingLeft(host);
  });

  it("one that is missing stops the others and says what to do", async () => {
    const host = machine();
    installFake(host);
    const run = startRun(["gcs", "s3"], host.env);
    expect(await run.status).toBe(1);
    expect(run.err()).toMatch(/^MinIO: it is not in .*; npm run emulators -- --install s3\n$/);
    expect(run.out()).toBe("");
    await expectNothingLeft(host);
  });

  it("prints lines that a shell takes as they are, or JSON", async () => {
    const host = machine();
    installFake(host);
    const lines = (await readyRun(host)).out();
    const [facts] = JSON.parse((await readyRun(host, ["--json"])).out());
    expect(lines).toMatch(
      /^export GOOGLE_CLOUD_PROJECT=rolecall\nexport STORAGE_EMULATOR_HOST=http:\/\/127\.0\.0\.1:\d+\n$/,
    );
    expect(facts).toMatchObject({ service: "gcs", source: "native", name: "rolecall" });
    expect(facts.env.STORAGE_EMULATOR_HOST).toBe(facts.endpoint);
  });

  it.each([["dynamo"], ["--instal"]])("refuses %s, which it does not know", async (word) => {
    const run = startRun([word], machine().env);
    expect(await run.status).toBe(2);
    expect(run.err()).toContain(word);
    expect(run.err()).toContain("npm run emulators [-- NAME ...]");
  });
});

function parentOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
}

describe("the lines for a shell", () => {
  it("all four services give their variables, and a board on each cloud to choose from", async () => {
    const emulators = await Promise.all(
      SERVICES.map(async (service) => {
        const endpoint = "http://127.0.0.1:1";
        return { service, endpoint, name: "rolecall", env: (await emulatorKind(service)).env(endpoint) };
      }),
    );
    const lines = exportLines(emulators);
    const shell = `export AWS_SESSION_TOKEN=of-the-user\n${lines}\nenv`;
    const env = execFileSync("/bin/sh", ["-c", shell], { env: { PATH: process.env.PATH }, encoding: "utf8" }).split(
      "\n",
    );
    for (const emulator of emulators) {
      for (const [name, value] of Object.entries(emulator.env)) expect(env).toContain(`${name}=${value}`);
    }
    expect(lines).toContain("# export ROLECALL_STORE=dynamodb:rolecall ROLECALL_BLOBS=s3:rolecall\n");
    expect(lines).toContain("# export ROLECALL_STORE=firestore:rolecall ROLECALL_BLOBS=gs:rolecall\n");
    expect(env.filter((line) => line.startsWith("ROLECALL_"))).toEqual([]);
  });

  it("an odd value is quoted", () => {
    const env = { ODD: "it's $HOME; `date`" };
    const lines = exportLines([{ service: "s3", endpoint: "", name: "rolecall", env }]);
    const printed = execFileSync("/bin/sh", ["-c", `${lines}printf %s "$ODD"`], { encoding: "utf8" });
    expect(printed).toBe(env.ODD);
  });
});
