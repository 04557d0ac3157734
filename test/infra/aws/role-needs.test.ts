/**
 * What the functions send to AWS, seen on the wire, against what their roles let them do: a call that the role lacks fails this,
 * and so does an action that nothing needs.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamodbKeySpace } from "../../../adapters/dynamodb/key-space.ts";
import { s3BlobStore } from "../../../adapters/s3/blob-store.ts";
import { localAuthentication } from "../../../functions/auth/authentication.ts";
import { type LazyService, lazyService } from "../../../functions/lazy-service.ts";
import { maintain } from "../../../functions/maintain.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "../../../functions/request-limits.ts";
import { grantedActions, PLATFORM_ACTIONS } from "../../../infra/aws/iam-grants.ts";
import { iamActionsOf } from "../../../infra/aws/iam-needs.ts";
import type { Template } from "../../../infra/aws/template.ts";
import { cloudSuites } from "../../support/emulators.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import { type FaultProxy, faultProxy } from "../../support/fault-proxy.ts";
import { copyService, type ServiceCopy } from "./service-copy.ts";

const GENEROUS_MS = 120_000;
const credentials = { accessKeyId: "test", secretAccessKey: "testtest" };
/** As many as a board offers its readers. */
const SNAPSHOTS = 3;
const FORTY_DAYS_MS = 40 * 86_400_000;

await cloudSuites(["dynamodb", "s3"], ({ dynamodb, s3 }) => {
  let copy: ServiceCopy;
  let template: Template;
  let table: FaultProxy;
  let bucket: FaultProxy;

  beforeAll(async () => {
    copy = await copyService();
    template = await copy.template([], { ROLECALL_ADMIN_KEY_SHA256: "" });
    table = await faultProxy(dynamodb.endpoint);
    bucket = await faultProxy(s3.endpoint);
  }, GENEROUS_MS);

  afterAll(async () => {
    await Promise.all([table.stop(), bucket.stop(), copy.remove()]);
  });

  /** The actions that the work needed, and only that work: what was sent before it does not count. */
  async function needed(work: () => Promise<void>): Promise<string[]> {
    const before = [table.seen().length, bucket.seen().length] as const;
    await work();
    const requests = [...table.seen().slice(before[0]), ...bucket.seen().slice(before[1])];
    const actions = requests.flatMap(({ path: url, ...request }) => iamActionsOf({ ...request, url }));
    return [...new Set(actions)].sort();
  }

  function granted(name: string): string[] {
    return [...grantedActions(template, name)].filter((action) => !PLATFORM_ACTIONS.has(action)).sort();
  }

  function service(name: string, env: TestEnv): LazyService {
    const region = "eu-central-1";
    const { accessKeyId = "", secretAccessKey = "" } = {
      accessKeyId: s3.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: s3.env.AWS_SECRET_ACCESS_KEY,
    };
    const openStores = async () => ({
      space: dynamodbKeySpace({ table: dynamodb.name, region, endpoint: table.url, credentials }),
      blobs: s3BlobStore({
        bucket: s3.name,
        region,
        endpoint: bucket.url,
        credentials: { accessKeyId, secretAccessKey },
      }),
    });
    return lazyService({ env, limits, authentication: localAuthentication(), name, openStores });
  }

  describe("the role of the api", () => {
    it("has what its requests need, and nothing else", async () => {
      const actions = await needed(() => everyRequest(service("needs-api", testEnv())));
      expect(actions).toEqual(granted("api"));
    });
  });

  describe("the role of the maintenance", () => {
    it("has what its work needs, and nothing else", async () => {
      const env = testEnv();
      const api = service("needs-maintenance", env);
      await everyRequest(api, { isMaintained: false });
      // As many snapshots as a board offers: 40 days later the first can go, and there is something to trim.
      for (let i = 0; i < SNAPSHOTS; i++) await changeAndPublish(api, i);
      env.advance(FORTY_DAYS_MS);
      await change(api, SNAPSHOTS);
      const actions = await needed(async () => {
        // A deployment's first call may come before any request made the board.
        await maintain(await service("needs-new", env).opened());
        const opened = await service("needs-maintenance", env).opened();
        const { published, pruned, trimmed } = await maintain(opened, { isThorough: true });
        expect(published).toBe("published");
        expect(pruned).toBeGreaterThan(0);
        expect(trimmed.entries).toBeGreaterThan(0);
        expect(trimmed.tombstones).toBeGreaterThan(0);
        // As when others wrote since this instance last looked.
        await opened.board.head();
        await opened.board.get([opened.board.idOf({ name: "feed", externalId: "1" }), "0".repeat(26)]);
      });
      expect(actions).toEqual(granted("maintenance"));
    });
  });

  function callerOf({ fetch }: LazyService) {
    return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(
        new Request(`http://localhost${path}`, {
          method,
          headers: { "Content-Type": "application/json", ...headers },
          ...json,
        }),
      );
      expect(answer.status, `${method} ${path}`).toBeLessThan(300);
      return answer;
    };
  }

  async function change(api: LazyService, i: number): Promise<void> {
    const changed = { title: `Cook ${i}`, company: { name: "Acme" } };
    await callerOf(api)("PUT", "/v1/sources/feed/listing?externalId=2", changed);
  }

  async function changeAndPublish(api: LazyService, i: number): Promise<void> {
    await change(api, i);
    await callerOf(api)("POST", "/v1/maintenance");
  }

  async function everyRequest(api: LazyService, { isMaintained = true } = {}): Promise<void> {
    const call = callerOf(api);
    const listing = { title: "Cook", company: { name: "Acme" } };
    await call("GET", "/ready");
    const created = await call("POST", "/v1/listings", listing, { "Idempotency-Key": "one" });
    const { id } = (await created.json()) as { id: string };
    await call("PATCH", `/v1/listings/${id}`, { title: "Baker" }, { "If-Match": created.headers.get("ETag") ?? "" });
    await call("PUT", "/v1/sources/feed/listing?externalId=1", listing);
    const rows = [1, 2, 3].map((n) => ({ ...listing, source: { name: "feed", externalId: `${n}` } }));
    await (await call("POST", "/v1/imports", rows)).text();
    for (const path of [`/v1/listings/${id}`, "/v1/search?q=cook", "/v1/listings", "/v1/changes", "/v1/exports"]) {
      await call("GET", path);
    }
    await call("DELETE", `/v1/listings/${id}`);
    if (!isMaintained) return;
    const { env } = await api.opened();
    if (!("advance" in env) || typeof env.advance !== "function") throw new Error("a test's Env");
    for (let i = 0; i < SNAPSHOTS; i++) await changeAndPublish(api, i);
    env.advance(FORTY_DAYS_MS);
    await changeAndPublish(api, SNAPSHOTS);
    await call("GET", "/v1/verify");
  }
});
