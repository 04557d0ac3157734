/** `functions/node.ts`, the program of a container, as a process of its own. */
import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { jsonLines, start, temporaryFolder } from "../support/command-line.ts";

const program = new URL("../../functions/node.ts", import.meta.url);
const GENEROUS = { timeout: 120_000 };
const KEY = "correct horse battery staple".replaceAll(" ", "-");
const withKey = { ROLECALL_ADMIN_KEY_SHA256: hash("sha256", KEY, "hex") };

async function startNode(env: Readonly<Record<string, string>> = {}) {
  const node = start(temporaryFolder(), [], { program, env: { PORT: "0", HOST: "127.0.0.1", ...env } });
  const printed = await node.printed(/"listening"/);
  const { address } = jsonLines(printed)[0] as { address: string };
  return { ...node, address };
}

const listing = { title: "Cook", company: { name: "Acme" } };
const json = { "Content-Type": "application/json" };

describe("the server of a container", GENEROUS, () => {
  it("serves, ends requests under way when it is told to stop, and ends with 0", async () => {
    const { address, process: child, ended } = await startNode();
    const created = await fetch(`${address}/v1/listings`, {
      method: "POST",
      headers: json,
      body: JSON.stringify(listing),
    });
    expect(created.status).toBe(201);
    expect(await (await fetch(`${address}/v1/search?q=cook`)).json()).toMatchObject({ total: 1 });

    // A body that is still coming when the signal arrives: the server drains, it does not cut.
    let finish: () => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"title":"Baker",'));
        finish = () => {
          controller.enqueue(new TextEncoder().encode('"company":{"name":"Acme"}}'));
          controller.close();
        };
      },
    });
    const pending = fetch(`${address}/v1/listings`, {
      method: "POST",
      headers: json,
      body,
      duplex: "half",
    } as RequestInit);
    await fetch(`${address}/health`);
    child.kill("SIGTERM");
    await expect
      .poll(() =>
        fetch(`${address}/health`).then(
          () => "serves",
          () => "closed",
        ),
      )
      .toBe("closed");
    finish();
    expect((await pending).status).toBe(201);
    const { status, out } = await ended;
    expect(status).toBe(0);
    const lines = jsonLines(out) as { readonly event: string; readonly route?: string; readonly cold?: true }[];
    expect(lines.filter(({ event }) => event !== "request")).toMatchObject([
      { event: "listening" },
      { event: "stopped" },
    ]);
    expect(lines[1]).toMatchObject({ event: "request", route: "/v1/listings", status: 201, cold: true });
    expect(lines.filter(({ cold }) => cold === true).length).toBe(1);
  });

  it("answers what another process on its file has written, also where it has answered before", async () => {
    const folder = temporaryFolder();
    const stores = { ROLECALL_STORE: `sqlite:${folder}/board.db`, ROLECALL_BLOBS: `file:${folder}/blobs` };
    const [one, other] = [await startNode(stores), await startNode(stores)];
    const made = await fetch(`${one.address}/v1/listings`, {
      method: "POST",
      headers: json,
      body: JSON.stringify(listing),
    });
    const path = new URL(made.headers.get("Location") ?? "", one.address).pathname;
    let tag = made.headers.get("ETag") ?? "";
    for (const title of ["Baker", "Butcher", "Brewer"]) {
      for (let i = 0; i < 3; i++) await (await fetch(one.address + path)).text();
      const patched = await fetch(other.address + path, {
        method: "PATCH",
        headers: { ...json, "If-Match": tag },
        body: JSON.stringify({ title }),
      });
      expect(patched.status).toBe(200);
      tag = patched.headers.get("ETag") ?? "";
      expect(await (await fetch(one.address + path)).json()).toMatchObject({ title });
    }
    for (const { process: child, ended } of [one, other]) {
      child.kill("SIGTERM");
      expect((await ended).status).toBe(0);
    }
  });

  it("with a key lets everybody read and only its holder write", async () => {
    const { address } = await startNode(withKey);
    const post = (headers: Record<string, string>) =>
      fetch(`${address}/v1/listings`, {
        method: "POST",
        headers: { ...json, ...headers },
        body: JSON.stringify(listing),
      });
    const anonymous = await post({});
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
    expect((await post({ Authorization: "Bearer wrong" })).status).toBe(401);
    expect((await post({ Authorization: `Bearer ${KEY}` })).status).toBe(201);
    expect(await (await fetch(`${address}/v1/search`)).json()).toMatchObject({ total: 1 });
    expect((await fetch(`${address}/v1/changes`)).status).toBe(401);
    const maintained = { method: "POST", headers: { Authorization: `Bearer ${KEY}` } };
    expect(await (await fetch(`${address}/v1/maintenance`, maintained)).json()).toEqual({
      published: "published",
      pruned: 0,
      expired: 0,
      trimmed: { entries: 0, tombstones: 0 },
      swept: expect.any(Boolean),
      position: expect.any(String),
    });
  });

  it("listens at once and says what is wrong while its store is away", async () => {
    const { address, printed } = await startNode({ ROLECALL_STORE: "sqlite:/dev/null/board.db" });
    expect((await fetch(`${address}/health`)).status).toBe(200);
    const answer = await fetch(`${address}/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable", detail: expect.stringContaining("/dev/null") });
    await printed(/"not_ready"/);
  });

  it("listens beyond loopback only with a key", async () => {
    const { status, out, err } = await start(temporaryFolder(), [], { program, env: { PORT: "0", HOST: "0.0.0.0" } })
      .ended;
    expect([status, err]).toEqual([1, ""]);
    expect(jsonLines(out)).toMatchObject([
      { event: "failed", error: expect.stringContaining("ROLECALL_ADMIN_KEY_SHA256") },
    ]);
  });
});
