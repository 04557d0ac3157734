import { execFile } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { clientOptions } from "../../infra/emulators/aws-env.ts";
import { SERVICES } from "../../infra/emulators/emulator.ts";
import { cloudSuite, cloudSuites } from "../support/emulators.ts";
import { machine } from "./fake-emulator.ts";

const VITEST = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const CONFIG = fileURLToPath(new URL("./missing-emulator/vitest.config.ts", import.meta.url));

/** A run of `missing-emulator/suite.ts` on a machine without emulators. */
async function runWithout(env: Readonly<Record<string, string>>) {
  const options = { env: { ...machine().env, NO_COLOR: "1", ...env } };
  const run = promisify(execFile)(process.execPath, [VITEST, "run", "--config", CONFIG], options);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code: Number(code), stdout: String(stdout), stderr: String(stderr) }),
  );
}

describe("a cloud suite without its emulators", () => {
  it("is reported as not run, in its place and at the end of the run, with what to do", async () => {
    const { code, stdout, stderr } = await runWithout({});
    expect(code).toBe(0);
    expect(stdout).toMatch(/Tests\s+1 skipped \(1\)/);
    expect(stderr).toContain("NOT RUN, for want of an emulator:\ns3: MinIO: it is not in");
    expect(stderr).toContain("npm run emulators -- --install gcs\n    test/infra/missing-emulator/suite.ts\n");
  });

  it("with CI=true it is one failing test that says why", async () => {
    const { code, stdout, stderr } = await runWithout({ CI: "true" });
    expect(code).toBe(1);
    expect(stdout).toMatch(/Tests\s+1 failed \(1\)/);
    expect(stdout + stderr).toContain("s3 and gcs > has its emulators");
    expect(stdout + stderr).toContain("npm run emulators -- --install s3");
  });
});

await cloudSuite("dynamodb", ({ endpoint, env, name }) => {
  it("DynamoDB Local has the table, on demand, whatever the region", async () => {
    const client = new DynamoDBClient({ ...clientOptions(endpoint, env), region: "us-west-2" });
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    client.destroy();
    expect(Table?.BillingModeSummary?.BillingMode).toBe("PAY_PER_REQUEST");
    expect(Table?.KeySchema?.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`)).toEqual([
      "pk HASH",
      "sk RANGE",
    ]);
  });
});

await cloudSuite("s3", ({ endpoint, env, name }) => {
  it("MinIO has the bucket", async () => {
    const client = new S3Client({ ...clientOptions(endpoint, env), forcePathStyle: true });
    const { $metadata } = await client.send(new HeadBucketCommand({ Bucket: name }));
    client.destroy();
    expect($metadata.httpStatusCode).toBe(200);
  });
});

await cloudSuite("firestore", ({ endpoint, env, name }) => {
  it("the Firestore emulator answers for the project", async () => {
    expect(env.FIRESTORE_EMULATOR_HOST).toBe(new URL(endpoint).host);
    const documents = `${endpoint}/v1/projects/${name}/databases/(default)/documents/rolecall`;
    // Whatever other suites have put there.
    expect((await fetch(documents)).status).toBe(200);
  });
});

await cloudSuite("gcs", ({ endpoint, name }) => {
  it("fake-gcs-server has the bucket", async () => {
    expect(await (await fetch(`${endpoint}/storage/v1/b/${name}`)).json()).toMatchObject({ name });
  });
});

await cloudSuites(SERVICES, (emulators) => {
  it.each(SERVICES)("%s listens on 127.0.0.1 alone, not on every address of the machine", async (service) => {
    const port = Number(new URL(emulators[service].endpoint).port);
    expect(await canConnect("127.0.0.1", port)).toBe(true);
    // Of this machine too (RFC 1122, 3.2.1.3), and reached by a server that listens to everything.
    expect(await canConnect("127.0.0.2", port)).toBe(false);
  });
});

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const settle = (isConnected: boolean) => {
      socket.destroy();
      resolve(isConnected);
    };
    socket.on("connect", () => settle(true)).on("error", () => settle(false));
  });
}
