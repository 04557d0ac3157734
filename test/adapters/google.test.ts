import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { firestoreKeySpace } from "../../adapters/firestore/key-space.ts";
import { defaultAuthorization } from "../../adapters/google/authorization.ts";
import { type HttpClient, httpClient } from "../../adapters/google/http-client.ts";
import { isAppError } from "../../core/errors.ts";
import { refused, upTo } from "../contract/expect.ts";
import { type FaultProxy, faultProxy, type WireAnswer } from "../support/fault-proxy.ts";

const proxies: FaultProxy[] = [];
const folder = mkdtempSync(join(tmpdir(), "rolecall-google-"));

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server that gives the answers in turn, the last one for ever. */
async function server(...answers: readonly WireAnswer[]): Promise<FaultProxy> {
  const proxy = await faultProxy("http://127.0.0.1:9");
  proxies.push(proxy);
  for (const [i, answer] of answers.entries()) {
    const times = i === answers.length - 1 ? Number.POSITIVE_INFINITY : 1;
    proxy.arm({ harm: { kind: "answer before", answer }, times });
  }
  return proxy;
}

function json(status: number, value: unknown): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function token(text: string, expires_in = 3_599): WireAnswer {
  return json(200, { access_token: text, expires_in, token_type: "Bearer" });
}

/** As a function on Cloud Run sees it. */
function onCloudRun(metadata: FaultProxy) {
  return defaultAuthorization({ K_SERVICE: "api", GCE_METADATA_HOST: new URL(metadata.url).host });
}

const FOUND_NOTHING = json(200, [{ missing: "projects/p/databases/(default)/documents/rolecall/p:a" }]);

describe("google, one request", () => {
  /** Runs the calls against a server of one's own: the proxy sends no answer in chunks. */
  async function against(listener: RequestListener, run: (client: HttpClient) => Promise<void>): Promise<void> {
    const own = createServer(listener);
    await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
    const address = own.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const client = httpClient({ endpoint: `http://127.0.0.1:${port}`, timeoutMs: 20_000 });
    try {
      await run(client);
    } finally {
      client.close();
      own.closeAllConnections();
      await new Promise((resolve) => own.close(resolve));
    }
  }

  const GET = { method: "GET", path: "/" } as const;

  it("gives an answer in chunks whole, up to the bytes that are allowed", async () => {
    const listener: RequestListener = (_, answer) => {
      answer.write("one ");
      setImmediate(() => answer.end("two"));
    };
    await against(listener, async (client) => {
      expect(Buffer.from((await client.send({ ...GET, maxBytes: 7 })).body).toString()).toBe("one two");
      await expect(client.send({ ...GET, maxBytes: 6 })).rejects.toMatchObject({ reason: "too long", isSent: true });
    });
  });

  it("fails when an answer in chunks is cut, also between two chunks", async () => {
    const listener: RequestListener = (_, answer) => {
      answer.write("[]", () => answer.destroy());
    };
    await against(listener, async (client) => {
      await expect(client.send(GET)).rejects.toMatchObject({ reason: "network", isSent: true });
    });
  });

  it("shares 64 connections with any number of others, and waits for one", async () => {
    const connections = new Set<unknown>();
    const listener: RequestListener = (incoming, answer) => {
      connections.add(incoming.socket);
      answer.end("done");
    };
    await against(listener, async (client) => {
      const answers = await Promise.all(upTo(300).map(() => client.send(GET)));
      expect(answers.map(({ status }) => status)).toEqual(upTo(300).map(() => 200));
      expect(connections.size).toBeLessThanOrEqual(64);
    });
  });
});

describe("google, credentials on Cloud Run", () => {
  it("are a token of the metadata server, asked for once by any number of calls until it is nearly over", async () => {
    const metadata = await server(token("one"));
    const authorization = onCloudRun(metadata);
    const all = await Promise.all(upTo(10).map(() => authorization.headers()));
    expect([...all, await authorization.headers()]).toEqual(upTo(11).map(() => ({ authorization: "Bearer one" })));
    expect(metadata.seen().map(({ method, path, headers }) => [method, path, headers["metadata-flavor"]])).toEqual([
      ["GET", "/computeMetadata/v1/instance/service-accounts/default/token", "Google"],
    ]);
  });

  it("are asked for again when less than four minutes are left", async () => {
    const metadata = await server(token("one", 200), token("two"));
    const authorization = onCloudRun(metadata);
    const seen = [await authorization.headers(), await authorization.headers(), await authorization.headers()];
    expect(seen.map((headers) => headers.authorization)).toEqual(["Bearer one", "Bearer two", "Bearer two"]);
  });

  it("are replaced when a service does not accept them", async () => {
    const metadata = await server(token("old"), token("new"));
    const service = await server(
      json(401, { error: { code: 401, status: "UNAUTHENTICATED", message: "no" } }),
      FOUND_NOTHING,
    );
    const emulatorHost = new URL(service.url).host;
    const keys = firestoreKeySpace({ projectId: "p", emulatorHost, authorization: onCloudRun(metadata) });
    await refused("unavailable", () => keys.get("p", ["a"]));
    expect(await keys.get("p", ["a"])).toEqual([undefined]);
    expect(service.seen().map(({ headers }) => headers.authorization)).toEqual(["Bearer old", "Bearer new"]);
    await keys.close();
  });

  const FAILED = [json(503, "later"), { status: 200, body: "<html>" }];
  const bearers = (all: readonly Readonly<Record<string, string>>[]) => all.map(({ authorization }) => authorization);

  it("that cannot be renewed stay in use until they expire, and every call asks again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const metadata = await server(token("one", 200), ...FAILED, ...FAILED, token("two"));
      const authorization = onCloudRun(metadata);
      const seen = [];
      for (const _ of upTo(3)) seen.push(await authorization.headers());
      expect(bearers(seen)).toEqual(["Bearer one", "Bearer one", "Bearer one"]);
      expect(metadata.seen()).toHaveLength(3);
      vi.setSystemTime(Date.now() + 200_000);
      for (const _ of upTo(2)) await expect(authorization.headers()).rejects.toMatchObject({ code: "unavailable" });
      expect(bearers([await authorization.headers()])).toEqual(["Bearer two"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that are being renewed are asked for by one call at a time, and the others go on with the old ones", async () => {
    const metadata = await server(token("one", 200), ...FAILED, token("two"));
    const authorization = onCloudRun(metadata);
    const seen = [await authorization.headers()];
    for (const _ of FAILED) seen.push(...(await Promise.all(upTo(10).map(() => authorization.headers()))));
    expect(new Set(bearers(seen))).toEqual(new Set(["Bearer one"]));
    expect(metadata.seen()).toHaveLength(3);
    expect(bearers([await authorization.headers()])).toEqual(["Bearer two"]);
  });

  it("that a service did not accept are not used again, though they cannot be renewed", async () => {
    const metadata = await server(token("one"), ...FAILED, token("two"));
    const authorization = onCloudRun(metadata);
    await authorization.headers();
    authorization.forget();
    for (const _ of FAILED) await expect(authorization.headers()).rejects.toMatchObject({ code: "unavailable" });
    expect(bearers([await authorization.headers()])).toEqual(["Bearer two"]);
  });

  it("that cannot be had make every call unavailable, none is sent, and the next call asks again", async () => {
    const answers = [json(404, "no such account"), json(200, { token: "?" }), { status: 200, body: "<html>" }];
    const metadata = await server(...answers, token("at last"));
    const service = await server(FOUND_NOTHING);
    const emulatorHost = new URL(service.url).host;
    const keys = firestoreKeySpace({ projectId: "p", emulatorHost, authorization: onCloudRun(metadata) });
    for (const _ of answers) {
      await refused("unavailable", () => keys.commit("p", [{ key: "a", value: undefined }]));
    }
    expect(service.seen()).toEqual([]);
    expect(await keys.get("p", ["a"])).toEqual([undefined]);
    await keys.close();
  });
});

describe("google, credentials elsewhere", () => {
  /** Workload identity federation: the one kind whose token comes from an address of its own. */
  function federated(tokenUrl: string): string {
    const subject = join(folder, "subject");
    const file = join(folder, "credentials.json");
    writeFileSync(subject, "subject token");
    const credentials = {
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: tokenUrl,
      credential_source: { file: subject },
    };
    writeFileSync(file, JSON.stringify(credentials));
    return file;
  }

  it("are those of GOOGLE_APPLICATION_CREDENTIALS, by Google's library", async () => {
    const issued = "urn:ietf:params:oauth:token-type:access_token";
    const tokens = await server(
      json(200, { access_token: "federated", issued_token_type: issued, token_type: "Bearer", expires_in: 3_600 }),
    );
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", federated(`${tokens.url}/v1/token`));
    const authorization = defaultAuthorization();
    expect(await authorization.headers()).toMatchObject({ authorization: "Bearer federated" });
    expect(await authorization.headers()).toMatchObject({ authorization: "Bearer federated" });
    expect(tokens.seen()).toHaveLength(1);
  });

  it("that are signed by a wrong clock are unavailable, and the error says so", async () => {
    const error_description =
      "Token must be a short-lived token and in a reasonable timeframe. Check your iat and exp values";
    const tokens = await server(json(400, { error: "invalid_grant", error_description }));
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", federated(`${tokens.url}/v1/token`));
    const error: unknown = await defaultAuthorization()
      .headers()
      .catch((thrown: unknown) => thrown);
    expect(isAppError(error, "unavailable")).toBe(true);
    expect(String(error)).toMatch(/reasonable timeframe.*set this machine's clock/);
  });

  it("that are not there are unavailable, and the error says how to get some", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "no-such-file.json"));
    const error: unknown = await defaultAuthorization()
      .headers()
      .catch((thrown: unknown) => thrown);
    expect(isAppError(error, "unavailable")).toBe(true);
    expect(String(error)).toMatch(/no Google credentials: .*no-such-file\.json.*gcloud auth application-default login/);
  });
});
