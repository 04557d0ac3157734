/** T25 over what is deployed: the bundles of both clouds, their stores sound, away, and repeating what they were sent. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { dynamodbKeySpace } from "../../adapters/dynamodb/key-space.ts";
import { firestoreKeySpace } from "../../adapters/firestore/key-space.ts";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import { openService } from "../../functions/open-service.ts";
import { startLambda } from "../../infra/aws/lambda-runtime.ts";
import { bundle } from "../../infra/bundle.ts";
import type { Running } from "../../infra/develop.ts";
import { clientOptions } from "../../infra/emulators/aws-env.ts";
import { freePort } from "../../infra/emulators/free-port.ts";
import { startCloudRun } from "../../infra/gcp/dev.ts";
import { newTable } from "../acceptance/lambda-target.ts";
import { cloudSuites } from "../support/emulators.ts";
import {
  type Asked,
  CREATE,
  createdId,
  type Heard,
  OPERATOR_HASH,
  overheard,
  POISON,
  requestsFor,
  send,
  WELL_KNOWN_ID,
} from "./canaries.ts";

type Variables = Readonly<Record<string, string>>;
type Start = (env: Variables, log: (text: string) => void) => Promise<Running>;

const BOARD = "canaries";
const GENEROUS = { timeout: 240_000 };
const AT_ONCE = 4;
/** Of many thousand requests so many over a sound store, and where each waits until its retries are over. */
const [MANY, FEW] = [600, 120];

/** In the environment of a function whose stores never see them, or repeat them. */
const KEYS = {
  secretKey: "canaryawssecret5566778899aabbccddeeff0011",
  sessionToken: "canaryawssession0f1e2d3c4b5a",
} as const;

const blind = async () => some(await requestsOf(WELL_KNOWN_ID), FEW);

/** Spread over all of them. */
function some(requests: readonly Asked[], count: number): readonly Asked[] {
  const step = requests.length / count;
  return Array.from({ length: count }, (_, i) => requests[Math.floor(i * step)] as Asked);
}

async function listen(url: string, requests: readonly Asked[], heard: Heard, secrets: Variables): Promise<void> {
  const left = [...requests];
  const one = async () => {
    for (let asked = left.pop(); asked !== undefined; asked = left.pop()) await send(url, asked, heard, secrets);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

interface Overheard {
  readonly told: readonly string[];
  readonly log: string;
  readonly heard: Heard;
}

/** Sends, and looks through all that was answered and printed. */
async function canariesIn(
  start: Start,
  env: Variables,
  secrets: Variables,
  requests: (url: string, heard: Heard) => Promise<readonly Asked[]>,
): Promise<Overheard> {
  const settings = {
    ...env,
    ROLECALL_BOARD: BOARD,
    ROLECALL_ADMIN_KEY_SHA256: OPERATOR_HASH,
    ROLECALL_RATE_PER_ADDRESS: "0",
  };
  let log = "";
  const heard: Heard = { told: [], errors: 0, failures: 0 };
  const running = await start(settings, (text) => {
    log += text;
  });
  try {
    await listen(running.url, await requests(running.url, heard), heard, secrets);
  } finally {
    await running.stop();
  }
  return { told: [...heard.told, ...overheard("the log", log, secrets)], log, heard };
}

/** All operations that a service describes, with a listing that is there and one that is damaged. */
async function described(
  url: string,
  heard: Heard,
  poison: () => Promise<void>,
  count: number,
): Promise<readonly Asked[]> {
  const id = createdId(await send(url, CREATE, heard));
  expect(id).not.toBe("");
  await poison();
  return some(await requestsOf(id), count);
}

/** The operations of a service over memory: one whose stores are away cannot even say what it can do. */
async function requestsOf(id: string): Promise<readonly Asked[]> {
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  const { app } = await openService({ ...stores, env: nodeEnv(), name: "default" });
  const { paths } = JSON.parse(await (await app.request("/openapi.json")).text());
  return requestsFor(paths, id);
}

function expectSilent(
  { told, log, heard }: Overheard,
  least: { readonly errors?: number; readonly failures?: number },
): void {
  expect(told).toEqual([]);
  // There was something to look through.
  expect(log).toContain('"requestId"');
  expect(heard.errors).toBeGreaterThanOrEqual(least.errors ?? 0);
  expect(heard.failures).toBeGreaterThanOrEqual(least.failures ?? 0);
}

/** Refuses everything, and repeats all headers in doing so, as signature errors of AWS do. */
async function echo(): Promise<{ readonly url: string; readonly asked: () => number; stop(): Promise<void> }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    const message = `The Canonical String should have been ${JSON.stringify(request.headers)}`;
    const isTable = request.headers["x-amz-target"] !== undefined;
    const code = isTable ? "InvalidSignatureException" : "SignatureDoesNotMatch";
    response.writeHead(isTable ? 400 : 403, {
      "Content-Type": isTable ? "application/x-amz-json-1.0" : "application/xml",
    });
    response.end(
      isTable
        ? JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message })
        : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message.replaceAll('"', "&quot;")}</Message></Error>`,
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

await cloudSuites(["dynamodb", "s3"], ({ dynamodb, s3 }) => {
  describe("what was said in confidence to the Lambda bundle", () => {
    const start: Start = async (env, log) =>
      startLambda({ bundle: await bundle("aws"), handler: "dist/index.api", env, log });
    const stores: Variables = { ...dynamodb.env, ...s3.env, ROLECALL_BUCKET: s3.name };
    const keyed = {
      ...stores,
      ROLECALL_TABLE: "canaries",
      AWS_SECRET_ACCESS_KEY: KEYS.secretKey,
      AWS_SESSION_TOKEN: KEYS.sessionToken,
    };

    it("is in no line of the log and no error answer", GENEROUS, async () => {
      const table = await newTable(dynamodb);
      const space = dynamodbKeySpace({ table, ...clientOptions(dynamodb.endpoint, dynamodb.env) });
      const poison = async () => void (await space.commit(BOARD, [POISON]));
      const secrets = { secretKey: stores.AWS_SECRET_ACCESS_KEY ?? "" };
      const found = await canariesIn(start, { ...stores, ROLECALL_TABLE: table }, secrets, (url, heard) =>
        described(url, heard, poison, MANY),
      );
      expectSilent(found, { errors: 100 });
      expect(found.log).toContain("record_unreadable");
    });

    it("nor while its stores are away, with keys in its environment", GENEROUS, async () => {
      const away = `http://127.0.0.1:${await freePort()}`;
      const env = { ...keyed, AWS_ENDPOINT_URL_DYNAMODB: away, AWS_ENDPOINT_URL_S3: away };
      expectSilent(await canariesIn(start, env, KEYS, blind), { failures: 20 });
    });

    it(
      "nor when its stores refuse the signature and repeat what they were sent, the session's token too",
      GENEROUS,
      async () => {
        const repeating = await echo();
        try {
          const env = { ...keyed, AWS_ENDPOINT_URL_DYNAMODB: repeating.url, AWS_ENDPOINT_URL_S3: repeating.url };
          expectSilent(await canariesIn(start, env, KEYS, blind), { failures: 20 });
          // Then the breaker opens.
          expect(repeating.asked()).toBeGreaterThan(10);
        } finally {
          await repeating.stop();
        }
      },
    );
  });
});

await cloudSuites(["firestore", "gcs"], ({ firestore, gcs }) => {
  describe("what was said in confidence to the Cloud Run bundle", () => {
    const start: Start = async (env, log) => {
      await bundle("gcp");
      return startCloudRun({ env, log });
    };
    const project = `canaries-${randomBytes(6).toString("hex")}`;
    const stores = { ...gcs.env, ...firestore.env, GOOGLE_CLOUD_PROJECT: project, ROLECALL_BUCKET: gcs.name };

    it("is in no line of the log and no error answer", GENEROUS, async () => {
      const space = firestoreKeySpace({ projectId: project, emulatorHost: new URL(firestore.endpoint).host });
      const poison = async () => void (await space.commit(BOARD, [POISON]));
      const found = await canariesIn(start, stores, {}, (url, heard) => described(url, heard, poison, MANY));
      expectSilent(found, { errors: 100 });
      expect(found.log).toContain("record_unreadable");
    });

    it("nor while its stores are away", GENEROUS, async () => {
      const port = await freePort();
      const away = { FIRESTORE_EMULATOR_HOST: `127.0.0.1:${port}`, STORAGE_EMULATOR_HOST: `http://127.0.0.1:${port}` };
      const found = await canariesIn(start, { ...stores, ...away }, {}, blind);
      expectSilent(found, { failures: 20 });
    });
  });
});
