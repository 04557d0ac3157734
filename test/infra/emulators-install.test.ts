import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeGcsPath } from "../../infra/emulators/gcs.ts";
import { minioPath } from "../../infra/emulators/s3.ts";
import { toxiproxyPath } from "../../infra/emulators/toxiproxy.ts";
import { startRun } from "./emulator-run.ts";
import { type Machine, machine, writeProgram } from "./fake-emulator.ts";

/** A `go` that notes each call, waits while there is a file `hold`, and puts a program of the module's name into GOBIN. */
function installGo({ folder, env }: Machine, status = 0): void {
  writeProgram(
    join(env.PATH ?? "", "go"),
    `const fs = require("node:fs");
    fs.appendFileSync(${JSON.stringify(join(folder, "go-calls"))}, process.argv.slice(2).join(" ") + "\\n");
    fs.writeFileSync(process.env.GOBIN + "/" + process.argv[3].split("@")[0].split("/").pop(), "", { mode: 0o755 });
    while (fs.existsSync(${JSON.stringify(join(folder, "hold"))})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    process.exit(${status});`,
  );
}

function goCalls({ folder }: Machine): string[] {
  const path = join(folder, "go-calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
}

function cached({ env }: Machine): string[] {
  return readdirSync(join(env.XDG_CACHE_HOME ?? "", "rolecall")).toSorted();
}

async function untilCalls(host: Machine, calls: number): Promise<void> {
  while (goCalls(host).length < calls) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("npm run emulators -- --install", () => {
  it("builds what is missing, in a pinned version, and nothing twice", async () => {
    const host = machine();
    installGo(host);
    for (const _ of ["first", "again"]) {
      const run = startRun(["--install", "s3", "gcs"], host.env);
      expect(await run.status).toBe(0);
      expect(run.err()).toMatch(/MinIO: there\n[\s\S]*fake-gcs-server: there\n/);
    }
    expect(goCalls(host)).toEqual([
      expect.stringMatching(/^install github.com\/minio\/minio@v0\.0\.0-\d{14}-[0-9a-f]{12}$/),
      "install github.com/fsouza/fake-gcs-server@v1.56.1",
    ]);
    expect(existsSync(minioPath(host.env))).toBe(true);
    expect(cached(host)).toHaveLength(2);
  });

  it("brings Toxiproxy by its name, which is no emulator's", async () => {
    const host = machine();
    installGo(host);
    const run = startRun(["--install", "toxiproxy"], host.env);
    expect(await run.status).toBe(0);
    expect(goCalls(host)).toEqual(["install github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0"]);
    expect(existsSync(toxiproxyPath(host.env))).toBe(true);
    const refused = startRun(["toxiproxy"], host.env);
    expect(await refused.status).toBe(2);
    expect(refused.err()).toContain('there is no emulator "toxiproxy"');
  });

  it("DynamoDB Local comes by Maven, from a project file that does not stay", async () => {
    const host = machine();
    writeProgram(join(host.env.PATH ?? "", "java"), "");
    writeProgram(
      join(host.env.PATH ?? "", "mvn"),
      `const fs = require("node:fs");
      const pom = fs.readFileSync(process.argv[process.argv.indexOf("--file") + 1], "utf8");
      const [, version] = /<artifactId>DynamoDBLocal<.artifactId>\\s*<version>(.*?)</.exec(pom);
      const folder = process.argv.find((word) => word.startsWith("-DoutputDirectory=")).split("=")[1];
      fs.writeFileSync(folder + "/DynamoDBLocal-" + version + ".jar", "");`,
    );
    const run = startRun(["--install", "dynamodb"], host.env);
    expect(await run.status).toBe(0);
    const [part = ""] = cached(host);
    expect(readdirSync(join(host.env.XDG_CACHE_HOME ?? "", "rolecall", part))).toEqual(["DynamoDBLocal-2.6.1.jar"]);
  });

  it("killed in the middle, it leaves no part; the next one builds it, and clears away what is a day old", async () => {
    const host = machine();
    installGo(host);
    writeFileSync(join(host.folder, "hold"), "");
    const killed = startRun(["--install", "gcs"], host.env);
    await untilCalls(host, 1);
    killed.process.kill("SIGKILL");
    // The build itself runs on to its end, with nobody to move its result into place.
    rmSync(join(host.folder, "hold"));
    await killed.status;
    expect(existsSync(fakeGcsPath(host.env))).toBe(false);
    const [partial = ""] = cached(host);

    const cache = join(host.env.XDG_CACHE_HOME ?? "", "rolecall");
    mkdirSync(join(cache, "partial-of-another"));
    const dayAgo = Date.now() / 1_000 - 25 * 60 * 60;
    utimesSync(join(cache, partial), dayAgo, dayAgo);
    expect(await startRun(["--install", "gcs"], host.env).status).toBe(0);
    expect(cached(host)).toEqual(["fake-gcs-server-v1.56.1", "partial-of-another"]);
  });

  it("two at once both succeed, with one part in the end", async () => {
    const host = machine();
    installGo(host);
    writeFileSync(join(host.folder, "hold"), "");
    const runs = [startRun(["--install", "gcs"], host.env), startRun(["--install", "gcs"], host.env)];
    await untilCalls(host, 2);
    rmSync(join(host.folder, "hold"));
    expect(await Promise.all(runs.map((run) => run.status))).toEqual([0, 0]);
    expect(cached(host)).toEqual(["fake-gcs-server-v1.56.1"]);
  });

  it("a build that fails leaves nothing and says which", async () => {
    const host = machine();
    installGo(host, 2);
    const run = startRun(["--install", "gcs"], host.env);
    expect(await run.status).toBe(1);
    expect(run.err()).toContain("go install github.com/fsouza/fake-gcs-server@v1.56.1 ended with 2");
    expect(cached(host)).toEqual([]);
  });

  it.each([
    ["gcs", "go cannot be run; it must be on the PATH"],
    ["dynamodb", "mvn cannot be run; it must be on the PATH"],
  ])("%s without its tool: says which", async (service, message) => {
    const run = startRun(["--install", service], machine().env);
    expect(await run.status).toBe(1);
    expect(run.err()).toContain(message);
  });
});
