import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Environment, RunningEmulator, Service } from "../../infra/emulators/emulator.ts";
import { startEmulator } from "../../infra/emulators/start.ts";
import { untilGone } from "./emulator-run.ts";
import { installDocker, installFake, type Machine, machine, writeProgram } from "./fake-emulator.ts";

/** A server that answers as an emulator does, for as long as the test lasts. */
async function answeringServer(status = 200): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function started(service: Service, env: Environment): Promise<RunningEmulator> {
  const emulator = await startEmulator(service, env);
  onTestFinished(() => emulator.stop());
  return emulator;
}

function emulatorFolders({ folder }: Machine): string[] {
  return readdirSync(join(folder, "tmp"));
}

describe("where an emulator is found", () => {
  it("an endpoint in the environment comes first, and is neither started nor stopped", async () => {
    const host = machine();
    installFake(host);
    installDocker(host, { isRunning: true });
    const endpoint = await answeringServer();
    const emulator = await started("gcs", { ...host.env, STORAGE_EMULATOR_HOST: endpoint });
    expect(emulator).toMatchObject({ source: "environment", endpoint, name: "rolecall" });

    await emulator.stop();
    expect((await fetch(endpoint)).status).toBe(200);
    expect(host.pids()).toEqual([]);
    expect(host.dockerCalls()).toEqual([]);
  });

  it("the project and the credentials of an emulator of the user's own are the user's", async () => {
    const endpoint = await answeringServer();
    const host = endpoint.replace("http://", "");
    const emulator = await started("firestore", { FIRESTORE_EMULATOR_HOST: host, GOOGLE_CLOUD_PROJECT: "mine" });
    expect(emulator).toMatchObject({ endpoint, name: "mine", env: { FIRESTORE_EMULATOR_HOST: host } });
  });

  it.each([
    ["dynamodb", "AWS_ENDPOINT_URL_DYNAMODB", "https://dynamodb.eu-central-1.amazonaws.com"],
    ["s3", "AWS_ENDPOINT_URL_S3", "https://s3.eu-central-1.amazonaws.com/"],
    ["gcs", "STORAGE_EMULATOR_HOST", "https://storage.googleapis.com"],
    ["firestore", "FIRESTORE_EMULATOR_HOST", "firestore.googleapis.com:443"],
  ] as const)("%s: the address of the real service is refused", async (service, variable, value) => {
    await expect(startEmulator(service, { [variable]: value })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(new RegExp(`^${variable} names a real service`)),
    });
  });

  it("a value that is no address is refused", async () => {
    await expect(startEmulator("s3", { AWS_ENDPOINT_URL_S3: "localhost" })).rejects.toMatchObject({
      code: "unavailable",
      message: "AWS_ENDPOINT_URL_S3 is no address: localhost",
    });
  });

  it("one that answers, but takes no bucket, is told with what it answered", async () => {
    const endpoint = await answeringServer(403);
    await expect(startEmulator("gcs", { STORAGE_EMULATOR_HOST: endpoint })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/^fake-gcs-server on .* cannot be made ready: .* answered 403/),
    });
  });

  it("a native part comes before a running Docker engine", async () => {
    const host = machine();
    installFake(host);
    installDocker(host, { isRunning: true });
    expect((await started("gcs", host.env)).source).toBe("native");
    expect(host.dockerCalls()).toEqual([]);
  });

  it("without a native part the image runs, published on loopback, and its container is removed", async () => {
    const host = machine();
    installDocker(host, { isRunning: true });
    const emulator = await startEmulator("gcs", host.env);
    expect(emulator.source).toBe("docker");
    expect((await fetch(emulator.endpoint)).status).toBe(200);
    await emulator.stop();

    const [info, run = [], remove] = host.dockerCalls();
    expect(info).toEqual(["info"]);
    const port = new URL(emulator.endpoint).port;
    expect(run.join(" ")).toMatch(
      new RegExp(
        `^run --rm --init --name \\S+ --publish 127.0.0.1:${port}:4443 fsouza/fake-gcs-server:1.56.1 -port 4443`,
      ),
    );
    expect(remove).toEqual(["rm", "--force", run[run.indexOf("--name") + 1]]);
    for (const pid of host.pids()) await untilGone(pid);
  });

  it.each([
    ["dynamodb", "DynamoDB Local: it is not in", "npm run emulators -- --install dynamodb"],
    ["s3", "MinIO: it is not in", "npm run emulators -- --install s3"],
    ["gcs", "fake-gcs-server: it is not in", "npm run emulators -- --install gcs"],
  ] as const)(
    "%s without anything: says what is missing and the command that brings it",
    async (service, what, command) => {
      const host = machine();
      installDocker(host, { isRunning: false });
      writeProgram(join(host.env.PATH ?? "", "java"), "");
      const failure = startEmulator(service, host.env);
      await expect(failure).rejects.toThrow(what);
      await expect(failure).rejects.toThrow(`, and no Docker engine answers; ${command}`);
    },
  );

  it.each(["dynamodb", "firestore"] as const)("%s without Java: says so", async (service) => {
    await expect(startEmulator(service, machine().env)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("there is no Java (17 or newer) on the PATH"),
    });
  });
});

describe("the start of an emulator", () => {
  it("one that ends at once is told with what it printed", async () => {
    const host = machine();
    installFake(host, "broken");
    await expect(startEmulator("gcs", host.env)).rejects.toMatchObject({
      code: "unavailable",
      message: "fake-gcs-server ended with status 3:\nno space left on device",
    });
    expect(emulatorFolders(host)).toEqual([]);
  });

  it("another port is tried when somebody has taken the chosen one", async () => {
    const host = machine();
    installFake(host, "finds its first port taken");
    expect((await fetch((await started("gcs", host.env)).endpoint)).status).toBe(200);
  });
});

describe("the end of an emulator", () => {
  it.each(["sound", "deaf"] as const)("stopping a %s one ends it, its children and its data", async (habit) => {
    const host = machine();
    installFake(host, habit);
    const emulator = await startEmulator("gcs", host.env);
    expect(emulatorFolders(host)).toHaveLength(1);
    expect(host.pids()).toHaveLength(2);

    await emulator.stop();
    await expect(fetch(emulator.endpoint)).rejects.toThrow();
    for (const pid of host.pids()) await untilGone(pid);
    expect(emulatorFolders(host)).toEqual([]);
  });

  it("one that ends by itself says how", async () => {
    const host = machine();
    installFake(host);
    const emulator = await startEmulator("gcs", host.env);
    process.kill(host.pids()[0] ?? 0, "SIGKILL");
    expect(await emulator.ended).toBe("ended by SIGKILL");
    for (const pid of host.pids()) await untilGone(pid);
  });
});
