import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../adapters/memory/key-space.ts";
import { nodeEnv } from "../functions/node-env.ts";
import { openService } from "../functions/open-service.ts";
import { type Server, startServer } from "../functions/server.ts";
import { type ListingInput, rolecallClient } from "../infra/client/rolecall.ts";

const LISTING: ListingInput = {
  title: "Gardener",
  company: { name: "Green & Sons" },
  tags: ["outdoors"],
  employmentTypes: ["part_time"],
  compensation: [{ currency: "EUR", min: 18, max: "22.50", unit: "hour" }],
  source: { name: "ats", externalId: "4711" },
};

let server: Server;
let client: ReturnType<typeof rolecallClient>;
beforeAll(async () => {
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  const { app } = await openService({ ...stores, env: nodeEnv(), name: "default" });
  server = await startServer({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  client = rolecallClient({ baseUrl: server.address });
});
afterAll(() => server.stop());

describe("the typed client", () => {
  it("has the types of the document as it is", async () => {
    const program = fileURLToPath(new URL("../infra/client/run.ts", import.meta.url));
    await expect(promisify(execFile)(process.execPath, [program, "--check"])).resolves.toMatchObject({ stderr: "" });
  });

  it("creates, finds, changes and deletes a listing", async () => {
    const created = await client.POST("/v1/listings", { body: LISTING });
    expect(created.error).toBeUndefined();
    const { id = "", compensation } = created.data ?? {};
    expect(compensation).toEqual([{ currency: "EUR", min: "18", max: "22.50", unit: "hour" }]);
    const minPosition = created.response.headers.get("Rolecall-Position") ?? "";

    const found = await client.GET("/v1/search", {
      params: { query: { q: "gardener", facet: ["tag", "employmentType"], minPosition } },
    });
    expect(found.data?.total).toBe(1);
    expect(found.data?.items.map(({ listing }) => listing.title)).toEqual(["Gardener"]);
    expect(found.data?.facets.map(({ name, buckets }) => [name, buckets[0]?.value])).toEqual([
      ["tag", "outdoors"],
      ["employmentType", "part_time"],
    ]);

    const tag = created.response.headers.get("ETag") ?? "";
    const path = { id };
    const changed = await client.PATCH("/v1/listings/{id}", {
      params: { path, header: { "If-Match": tag } },
      body: { state: "filled", company: { website: "https://green.example.com" } },
    });
    expect(changed.data?.effectiveState).toBe("filled");
    expect(changed.data?.company).toEqual({ name: "Green & Sons", website: "https://green.example.com" });

    const { response } = await client.DELETE("/v1/listings/{id}", { params: { path } });
    expect(response.status).toBe(204);
    const gone = await client.GET("/v1/listings/{id}", { params: { path } });
    expect([gone.response.status, gone.error?.code]).toEqual([410, "gone"]);
  });

  it("hands a refusal on with every fault", async () => {
    const refused = await client.POST("/v1/listings", { body: { company: { name: "Green & Sons" }, tags: [" "] } });
    expect(refused.data).toBeUndefined();
    expect(refused.error?.errors.map(({ pointer }) => pointer)).toEqual(["/tags/0", "/title"]);
  });

  it("does not compile for a field, a parameter or a path that there is not", () => {
    // @ts-expect-error there is no such field
    const misspelt: ListingInput = { titel: "Gardener" };
    // @ts-expect-error there is no such parameter
    const unknown = () => client.GET("/v1/search", { params: { query: { query: "gardener" } } });
    // @ts-expect-error there is no such path
    const nowhere = () => client.GET("/v1/nothing");
    expect([misspelt, unknown, nowhere]).toHaveLength(3);
  });

  it("asks for another board by its path, with its key", async () => {
    const asked: Request[] = [];
    const other = rolecallClient({
      baseUrl: "https://jobs.example.com",
      board: "green",
      key: "secret",
      fetch: async (request) => {
        asked.push(request);
        return Response.json({ items: [] });
      },
    });
    await other.GET("/v1/changes", { params: { query: { limit: 5 } } });
    expect(asked[0]?.url).toBe("https://jobs.example.com/v1/boards/green/changes?limit=5");
    expect(asked[0]?.headers.get("Authorization")).toBe("Bearer secret");
  });
});
