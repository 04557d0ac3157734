/** `rolecall keys`, `rolecall boards` and `rolecall serve --keys`, as processes over SQLite files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, start, startServer, temporaryFolder } from "../support/command-line.ts";

const GENEROUS = { timeout: 180_000 };
const CREATE = ["keys", "create", "--name", "importer", "--scope", "listings:write"];

const REFUSED: readonly (readonly [args: readonly string[], status: number, message: string])[] = [
  [["keys"], 2, "use: keys create"],
  [["keys", "forget", "x"], 2, "use: keys create"],
  [["keys", "list", "more"], 2, "use: keys create"],
  [["keys", "list", "--name", "x"], 2, "use: keys create"],
  [["keys", "revoke"], 2, "use: keys create"],
  [["keys", "revoke", "SHORT"], 2, "an id of a key has 12 characters"],
  [["keys", "revoke", "0123456789ab"], 1, "board default has no key 0123456789ab (not_found)"],
  [["keys", "create", "--scope", "admin"], 2, "--name is required"],
  [["keys", "create", "--name", " ", "--scope", "admin"], 2, "--name is required"],
  [["keys", "create", "--name", "x".repeat(101), "--scope", "admin"], 2, "--name is required"],
  [["keys", "create", "--name", "x"], 2, "--scope is required, once or more: listings:write, changes:read, admin"],
  [["keys", "create", "--name", "x", "--scope", "write"], 1, 'there is no scope "write"'],
  [["keys", "create", "--name", "x", "--scope", "public"], 1, 'there is no scope "public"'],
  [[...CREATE, "--expires", "90"], 2, "--expires 90 must be days or hours"],
  [[...CREATE, "--expires", "0d"], 2, "--expires 0d must be days or hours"],
  [[...CREATE, "--expires", "3651d"], 2, "--expires 3651d must be days or hours"],
  [[...CREATE, "more"], 2, "use: keys create"],
  [["boards"], 2, "use: boards list"],
  [["boards", "make", "x"], 2, "use: boards list"],
];

interface Listed {
  readonly items: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

const post = (address: string, key?: string) =>
  fetch(`${address}/v1/listings`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ title: "Cook", company: { name: "Acme" } }),
  });

describe("rolecall keys", GENEROUS, () => {
  it("creates a key that is shown once, lists it without its secret, and revokes it", async () => {
    const folder = temporaryFolder();
    expect((await run(folder, ["keys", "list"])).out).toContain("has no keys");
    const created = await run(folder, [...CREATE, "--scope", "changes:read", "--expires", "90d"]);
    expect(created).toMatchObject({ status: 0, err: expect.stringContaining("only time") });
    const text = created.out.trimEnd();
    expect(text).toMatch(/^rlc_[0-9a-z]{12}_[0-9a-z]{52}_[0-9a-z]{6}$/);
    const [, id = "", secret = ""] = text.split("_");

    const listed = await run(folder, ["keys", "list"]);
    expect(listed.out).toMatch(
      new RegExp(`^${id}  importer  listings:write changes:read  created \\S+  active, expires \\S+\\n$`),
    );
    const json = await run(folder, ["keys", "list", "--json"]);
    const { items } = JSON.parse(json.out) as Listed;
    expect(items).toEqual([
      {
        id,
        name: "importer",
        scopes: ["listings:write", "changes:read"],
        state: "active",
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    ]);
    const [{ createdAt, expiresAt }] = items as unknown as [{ createdAt: string; expiresAt: string }];
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90 * 24 * 60 * 60_000);
    expect(listed.out + json.out).not.toContain(secret);
    // Nor is it in the file.
    for (const name of readdirSync(join(folder, "data"))) {
      if (name.startsWith("board.db")) expect(readFileSync(join(folder, "data", name)).includes(secret)).toBe(false);
    }

    expect((await run(folder, ["keys", "revoke", id])).out).toContain("60 seconds");
    const revoked = JSON.parse((await run(folder, ["keys", "revoke", text, "--json"])).out);
    expect(revoked).toMatchObject({ id, state: "revoked", revokedAt: expect.any(String) });
  });

  it("makes as many as are asked for, each of its own board", async () => {
    const folder = temporaryFolder();
    const acme = { env: { ROLECALL_BOARD: "acme" } };
    await run(folder, ["board"], acme);
    const keys = [
      JSON.parse((await run(folder, [...CREATE, "--json"])).out),
      JSON.parse((await run(folder, [...CREATE, "--json"])).out),
      JSON.parse((await run(folder, [...CREATE, "--json"], acme)).out),
    ];
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
    const idsOf = async (options: object) =>
      (JSON.parse((await run(folder, ["keys", "list", "--json"], options)).out) as Listed).items.map(({ id }) => id);
    expect((await idsOf({})).sort()).toEqual([keys[0].id, keys[1].id].sort());
    expect(await idsOf(acme)).toEqual([keys[2].id]);
    expect((await run(folder, ["boards", "list"])).out).toBe("acme\ndefault\n");
    expect(JSON.parse((await run(folder, ["boards", "list", "--json"])).out)).toEqual({
      items: [{ board: "acme" }, { board: "default" }],
    });
  });

  it.each([
    [CREATE],
    [["keys", "list"]],
    [["keys", "revoke", "0123456789ab"]],
    [["export", "out"]],
    [["search", "x"]],
    [["doctor"]],
  ])("%j makes no board of a name that was mistyped, and says which there are", async (args) => {
    const folder = temporaryFolder();
    const mistyped = { env: { ROLECALL_BOARD: "acmee" } };
    const none = await run(folder, args, mistyped);
    expect([none.status, none.out + none.err]).toEqual([
      1,
      expect.stringContaining("no board acmee, the store has none"),
    ]);
    for (const board of ["acme", "zeta"]) await run(folder, ["board"], { env: { ROLECALL_BOARD: board } });
    const refused = await run(folder, args, mistyped);
    expect([refused.status, refused.out + refused.err]).toEqual([
      1,
      expect.stringContaining(
        "there is no board acmee, the store has acme, zeta; `rolecall board` makes the one that ROLECALL_BOARD names (not_found)",
      ),
    ]);
    expect((await run(folder, ["boards", "list"])).out).toBe("acme\nzeta\n");
  });

  it.each(REFUSED)("%j ends with %i", async (args, status, message) => {
    const ended = await run(temporaryFolder(), args);
    expect(ended).toMatchObject({ status, out: "" });
    expect(ended.err).toContain(message);
  });

  it("never repeats a secret that it was given by mistake", async () => {
    const folder = temporaryFolder();
    const { key } = JSON.parse((await run(folder, [...CREATE, "--json"])).out);
    const ended = await run(folder, ["keys", "revoke", `${key}x`]);
    expect(ended.status).toBe(2);
    expect(ended.out + ended.err).not.toContain(key.split("_")[2]);
  });
});

describe("rolecall serve", GENEROUS, () => {
  it.each([
    ["--keys", ["--keys"], {}],
    ["ROLECALL_KEYS=true", [], { ROLECALL_KEYS: "true" }],
  ] as const)("with %s asks for keys, on loopback too, for every board", async (_, args, env) => {
    const folder = temporaryFolder();
    const { facts } = await startServer(folder, ["--empty", ...args], { env });
    await run(folder, ["board"], { env: { ROLECALL_BOARD: "acme" } });
    const keyOf = async (board: string) =>
      JSON.parse((await run(folder, [...CREATE, "--json"], { env: { ROLECALL_BOARD: board } })).out).key as string;
    const [ours, acme] = [await keyOf("default"), await keyOf("acme")];
    expect((await post(facts.address)).status).toBe(401);
    expect((await post(facts.address, acme)).status).toBe(401);
    expect((await post(facts.address, ours)).status).toBe(201);
    const other = await fetch(`${facts.address}/v1/boards/acme/listings`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${acme}` },
      body: JSON.stringify({ title: "Cook", company: { name: "Acme" } }),
    });
    expect([other.status, other.headers.get("Location")]).toEqual([
      201,
      expect.stringMatching(/^\/v1\/boards\/acme\/listings\/[0-9a-z]{26}$/),
    ]);
  });

  it("listens elsewhere only when it asks for keys", async () => {
    const refused = await start(temporaryFolder(), ["serve", "--host", "0.0.0.0", "--port", "0"]).ended;
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("rolecall serve --keys") });
    const wrong = await start(temporaryFolder(), ["serve", "--port", "0"], { env: { ROLECALL_KEYS: "yes" } }).ended;
    expect(wrong).toMatchObject({ status: 1, err: expect.stringContaining("ROLECALL_KEYS=yes must be true or false") });
  });
});
