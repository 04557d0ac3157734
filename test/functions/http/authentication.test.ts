/** Who may do what (catalogue class C19): every credential that is none, over HTTP, with keys and a provider of tokens. */
import { createHmac, hash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryBlobStore } from "../../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../../adapters/memory/key-space.ts";
import { openBoard } from "../../../core/store/board.ts";
import { authentication } from "../../../functions/auth/authentication.ts";
import { openService } from "../../../functions/open-service.ts";
import { type Server, startServer } from "../../../functions/server.ts";
import { makeKey } from "../../support/api-keys.ts";
import { type TestEnv, testEnv } from "../../support/env.ts";
import {
  AUDIENCE,
  ISSUER,
  type Issuer,
  issuer,
  newEc,
  newEd,
  newRsa,
  signed,
  type TokenParts,
} from "../../support/issuer.ts";
import { type RawAnswer, rawRequest } from "../../support/raw-request.ts";

const NOW = Date.UTC(2026, 10, 1, 12);
const SECONDS = NOW / 1_000;
const HOUR = 3_600;
const DAY = 24 * HOUR;

const RSA = newRsa("rsa-1");
const EC = newEc("ec-1");
const ED = newEd("ed-1");
const STRANGER = newRsa("rsa-1");
const OPERATOR_KEY = "operator-key-of-this-deployment";

const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: "importer",
  iat: SECONDS,
  exp: SECONDS + HOUR,
  scope: "listings:write changes:read",
};

const without = (name: keyof typeof CLAIMS) =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== name));
const rsa = ({ claims, ...parts }: TokenParts = {}) =>
  signed(RSA, "RS256", { claims: { ...CLAIMS, ...claims }, ...parts });
const withClaims = (claims: Readonly<Record<string, unknown>>) => rsa({ claims });
const withHeader = (header: Readonly<Record<string, unknown>>) => rsa({ header });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** HS256 with the text of the public key as the secret, which every reader of the key set knows. */
function confused(): string {
  const text = `${base64({ alg: "HS256", kid: RSA.kid })}.${base64(CLAIMS)}`;
  const secret = RSA.publicKey.export({ format: "pem", type: "spki" });
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

const unsigned = (alg: string) => `${base64({ alg })}.${base64(CLAIMS)}.`;

/** Credentials that are none, and so 401, by what is wrong with them. */
const INVALID_TOKENS: readonly (readonly [fault: string, token: string])[] = [
  ["nothing that we know", "x"],
  ["the hash of the operator's key", hash("sha256", OPERATOR_KEY, "hex")],
  ["the operator's key in capitals", OPERATOR_KEY.toUpperCase()],
  ["the operator's key and more", `${OPERATOR_KEY}x`],
  ["12 KB", "x".repeat(12 * 1024)],
  ["12 KB that look like a token", `${base64({ alg: "RS256" })}.${"x".repeat(12 * 1024)}.x`],
  ["alg none", unsigned("none")],
  ["alg NONE", unsigned("NONE")],
  ["alg nOnE", unsigned("nOnE")],
  ["no alg", `${base64({ kid: RSA.kid })}.${base64(CLAIMS)}.x`],
  ["alg of a number", `${base64({ alg: 1 })}.${base64(CLAIMS)}.x`],
  ["HS256 with the public key", confused()],
  ["HS512", signed(RSA, "HS512", { claims: CLAIMS })],
  ["PS256, which is not allowed here", signed(RSA, "PS256", { claims: CLAIMS })],
  ["RS512, which is not allowed here", signed(RSA, "RS512", { claims: CLAIMS })],
  ["ES256 in the header over a key of RS256", signed(RSA, "ES256", { claims: CLAIMS })],
  ["RS256 in the header over a key of ES256", signed(EC, "RS256", { claims: CLAIMS })],
  ["EdDSA in the header over a key of RS256", rsa({ header: { alg: "EdDSA" } })],
  ["another's key under our key id", signed(STRANGER, "RS256", { claims: CLAIMS })],
  ["kid unknown", withHeader({ kid: "rsa-2" })],
  ["kid of a path", withHeader({ kid: "../../x" })],
  ["kid of a URL", withHeader({ kid: "http://127.0.0.1:1/keys.json" })],
  ["kid of a number", withHeader({ kid: 7 })],
  ["kid of an SQL", withHeader({ kid: "' OR 1=1 --" })],
  ["jku", withHeader({ jku: "http://127.0.0.1:1/keys.json" })],
  ["x5u", withHeader({ x5u: "http://127.0.0.1:1/keys.pem" })],
  [
    "jwk of its own",
    signed(STRANGER, "RS256", { header: { jwk: STRANGER.publicKey.export({ format: "jwk" }) }, claims: CLAIMS }),
  ],
  ["jwk null", withHeader({ jwk: null })],
  ["crit", withHeader({ crit: ["exp"] })],
  ["crit that is empty", withHeader({ crit: [] })],
  ["b64 false", withHeader({ b64: false, crit: ["b64"] })],
  ["b64 true", withHeader({ b64: true })],
  ["exp missing", signed(RSA, "RS256", { claims: without("exp") })],
  ["exp past", withClaims({ iat: SECONDS - 2 * HOUR, exp: SECONDS - HOUR })],
  ["exp past by more than the tolerance", withClaims({ exp: SECONDS - 61 })],
  ["exp of a string", withClaims({ exp: String(SECONDS + HOUR) })],
  ["exp of 1e99", withClaims({ exp: 1e99 })],
  ["exp null", withClaims({ exp: null })],
  ["exp negative", withClaims({ exp: -1 })],
  ["a life of two days", withClaims({ exp: SECONDS + 2 * DAY })],
  ["a life of two days, without iat", signed(RSA, "RS256", { claims: { ...without("iat"), exp: SECONDS + 2 * DAY } })],
  ["a life of two days, half over", withClaims({ iat: SECONDS - DAY, exp: SECONDS + DAY })],
  ["iat in the future", withClaims({ iat: SECONDS + HOUR, exp: SECONDS + 2 * HOUR })],
  ["iat of a string", withClaims({ iat: "now" })],
  ["nbf in the future", withClaims({ nbf: SECONDS + HOUR })],
  ["nbf of a string", withClaims({ nbf: "now" })],
  ["iss missing", signed(RSA, "RS256", { claims: without("iss") })],
  ["iss wrong", withClaims({ iss: "https://evil.example/" })],
  ["iss in an array", withClaims({ iss: [ISSUER] })],
  ["iss of a prefix", withClaims({ iss: ISSUER.slice(0, -1) })],
  ["iss with more behind it", withClaims({ iss: `${ISSUER}x` })],
  ["aud missing", signed(RSA, "RS256", { claims: without("aud") })],
  ["aud wrong", withClaims({ aud: "https://other.example" })],
  ["aud of others", withClaims({ aud: ["https://other.example", `${AUDIENCE}/x`] })],
  ["aud of a prefix", withClaims({ aud: AUDIENCE.slice(0, -1) })],
  ["aud that is empty", withClaims({ aud: [] })],
  ["sub missing", signed(RSA, "RS256", { claims: without("sub") })],
  ["sub that is empty", withClaims({ sub: "" })],
  ["sub of a number", withClaims({ sub: 7 })],
  ["sub too long", withClaims({ sub: "x".repeat(256) })],
  ["no signature", rsa({ signature: "" })],
  ["half a signature", rsa().slice(0, -100)],
  [
    "a signature of zeros, ECDSA",
    signed(EC, "ES256", { claims: CLAIMS, signature: Buffer.alloc(64).toString("base64url") }),
  ],
  [
    "a signature of zeros, EdDSA",
    signed(ED, "EdDSA", { claims: CLAIMS, signature: Buffer.alloc(64).toString("base64url") }),
  ],
  ["other claims under the signature", rsa().replace(/\.[^.]+\./, `.${base64({ ...CLAIMS, scope: "admin" })}.`)],
  ["two parts", rsa().replace(/\.[^.]+$/, "")],
  ["four parts", `${rsa()}.x`],
  ["five parts, encrypted", `${base64({ alg: "RSA-OAEP", enc: "A256GCM" })}.a.b.c.d`],
  ["three dots alone", "..."],
  ["two dots alone", ".."],
  ["a header that is no JSON", `${Buffer.from("x").toString("base64url")}.${base64(CLAIMS)}.x`],
  ["a header that is an array", `${base64([1])}.${base64(CLAIMS)}.x`],
  ["claims that are no object", `${base64({ alg: "RS256", kid: RSA.kid })}.${base64([1])}.x`],
  ["a board in an array", withClaims({ rolecall_board: ["default"] })],
  ["a board of a number", withClaims({ rolecall_board: 1 })],
  ["a board null", withClaims({ rolecall_board: null })],
];

const ADMITTED: readonly (readonly [what: string, token: string])[] = [
  ["RS256", rsa()],
  ["ES256", signed(EC, "ES256", { claims: CLAIMS })],
  ["EdDSA", signed(ED, "EdDSA", { claims: CLAIMS })],
  ["kid missing, and one key that fits", signed(EC, "ES256", { header: { kid: undefined }, claims: CLAIMS })],
  ["aud of several, ours among them", withClaims({ aud: ["https://other.example", AUDIENCE] })],
  ["exp past by less than the tolerance", withClaims({ exp: SECONDS - 59 })],
  ["a life of a day", withClaims({ exp: SECONDS + DAY })],
  ["no iat", signed(RSA, "RS256", { claims: without("iat") })],
  [
    "permissions instead of scope",
    withClaims({ scope: undefined, permissions: ["listings:write", "changes:read", 7] }),
  ],
  ["scopes of others beside ours", withClaims({ scope: "openid changes:read  profile listings:write" })],
  ["admin", withClaims({ scope: "admin" })],
  ["its board by name", withClaims({ rolecall_board: "default" })],
  ["an unknown header field", withHeader({ typ: "at+jwt", x: 1 })],
];

const FORBIDDEN: readonly (readonly [what: string, token: string])[] = [
  ["no scope", withClaims({ scope: undefined })],
  ["an empty scope", withClaims({ scope: "" })],
  ["longer words", withClaims({ scope: "listings:writer changes:reader administrator" })],
  ["shorter words", withClaims({ scope: "listings changes adm" })],
  ["words in capitals", withClaims({ scope: "LISTINGS:WRITE CHANGES:READ ADMIN" })],
  ["words between commas", withClaims({ scope: "listings:write,changes:read,admin" })],
  ["words between tabs", withClaims({ scope: "listings:write\tchanges:read\tadmin" })],
  ["a wildcard", withClaims({ scope: "* listings:* public" })],
  ["scopes in an array", withClaims({ scope: ["listings:write", "changes:read"] })],
  ["permissions in a text", withClaims({ scope: undefined, permissions: "listings:write changes:read" })],
  ["permissions of objects", withClaims({ scope: undefined, permissions: [{ value: "listings:write" }, null] })],
];

const OTHER_BOARDS: readonly (readonly [what: string, token: string])[] = [
  ["another board", withClaims({ rolecall_board: "acme" })],
  ["a board that is not there", withClaims({ rolecall_board: "nowhere" })],
  ["*", withClaims({ rolecall_board: "*" })],
  ["no name", withClaims({ rolecall_board: "" })],
  ["the name in capitals", withClaims({ rolecall_board: "DEFAULT" })],
  ["a prefix of the name", withClaims({ rolecall_board: "defaul" })],
];

const PROTECTED = [
  ["POST", "/v1/listings", 201],
  ["GET", "/v1/changes", 200],
] as const;
/** Public: but who shows credentials gets an answer to them. */
const PUBLIC = ["GET", "/v1/search", 200] as const;

const CHALLENGE = 'Bearer realm="rolecall"';
const INVALID = `${CHALLENGE}, error="invalid_token"`;
const LISTING = JSON.stringify({ title: "Cook", company: { name: "Acme" } });

describe("credentials", { timeout: 60_000 }, () => {
  const space = memoryKeySpace();
  const closing: (() => Promise<void>)[] = [];
  let env: TestEnv;
  let provider: Issuer;
  let server: Server;
  let head: () => Promise<number>;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    // Its clock stands still whatever is waited for: tokens end to the second.
    env = testEnv({ now: NOW, sleep: () => turn() });
    provider = await issuer([RSA, EC, ED], (close) => closing.push(close));
    await openBoard({ space, env, name: "acme" });
    const service = await openService({
      ...{ space, blobs: memoryBlobStore(), env, name: "default" },
      authentication: authentication({ adminKeySha256: hash("sha256", OPERATOR_KEY, "hex"), jwt: provider.settings }),
    });
    head = () => service.board.head();
    server = await startServer({ fetch: service.fetch, hostname: "127.0.0.1", port: 0 });
    closing.push(() => server.stop());
    const on = (board: string) => ({ space, env, board });
    const every = ["listings:write", "changes:read"];
    const make = async (name: string, board: string, facts: Parameters<typeof makeKey>[1]) => {
      keys[name] = (await makeKey(on(board), facts)).text;
    };
    await make("good", "default", { scopes: every });
    await make("second", "default", { scopes: every });
    await make("admin", "default", { scopes: ["admin"] });
    await make("revoked", "default", { scopes: every, revokedAt: NOW - 1 });
    await make("expired", "default", { scopes: every, expiresAt: NOW });
    await make("expiring", "default", { scopes: every, expiresAt: NOW + 1 });
    await make("unscoped", "default", { scopes: [] });
    await make("odd", "default", { scopes: ["listings:writer", "public", "*"] });
    await make("acme", "acme", { scopes: every });
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  type Headers = readonly (readonly [name: string, value: string])[];
  const bearer = (token: string): Headers => [["Authorization", `Bearer ${token}`]];

  async function ask(method: string, path: string, headers: Headers): Promise<RawAnswer> {
    const json = [["Content-Type", "application/json"]] as const;
    const body = method === "POST" ? { headers: [...json, ...headers], body: LISTING } : { headers };
    const answer = await rawRequest(`${server.address}${path}`, { method, ...body });
    // Whatever was sent as a secret is in no answer.
    for (const [, value] of headers) {
      const secret = value.replace(/^\w+ +/, "");
      if (secret.length > 20) expect(answer.text + JSON.stringify(answer.headers)).not.toContain(secret);
    }
    return answer;
  }

  async function refuses(method: string, path: string, headers: Headers, status: number, challenge?: string) {
    const before = await head();
    const answer = await ask(method, path, headers);
    expect([answer.status, answer.headers["www-authenticate"]]).toEqual([status, challenge]);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(await head()).toBe(before);
    return JSON.parse(answer.text) as { code: string; detail: string };
  }

  async function admits(headers: Headers): Promise<void> {
    for (const [method, path, status] of PROTECTED) {
      const answer = await ask(method, path, headers);
      expect([method, answer.status, answer.headers["www-authenticate"]]).toEqual([method, status, undefined]);
    }
  }

  it("that are none at all are asked for, where they are needed", async () => {
    for (const [method, path] of PROTECTED) {
      const { code, detail } = await refuses(method, path, [], 401, CHALLENGE);
      expect([code, detail]).toEqual([
        "unauthenticated",
        expect.stringContaining("needs a key or token with the scope"),
      ]);
    }
    expect((await ask("GET", PUBLIC[1], [])).status).toBe(200);
  });

  it.each(INVALID_TOKENS)("with %s are 401, also where none are needed", async (_, token) => {
    for (const [method, path] of [...PROTECTED, PUBLIC]) {
      expect((await refuses(method, path, bearer(token), 401, INVALID)).code).toBe("unauthenticated");
    }
  });

  it.each([
    ["an empty header", [["Authorization", ""]]],
    ["a scheme alone", [["Authorization", "Bearer"]]],
    ["a scheme and a blank", [["Authorization", "Bearer "]]],
    ["another scheme", [["Authorization", `Basic ${OPERATOR_KEY}`]]],
    ["no scheme", [["Authorization", OPERATOR_KEY]]],
    ["two tokens in one header", [["Authorization", `Bearer ${OPERATOR_KEY} ${OPERATOR_KEY}`]]],
    ["two tokens between commas", [["Authorization", `Bearer ${OPERATOR_KEY}, Bearer ${OPERATOR_KEY}`]]],
    ["a quoted token", [["Authorization", `Bearer "${OPERATOR_KEY}"`]]],
    ["a tab between", [["Authorization", `Bearer\t${OPERATOR_KEY}`]]],
    ["letters that are not ASCII", [["Authorization", `Bearer ${OPERATOR_KEY}\u00e9`]]],
  ] as const)("in %s are 401", async (_, headers) => {
    for (const [method, path] of PROTECTED) await refuses(method, path, headers, 401, INVALID);
  });

  it("in two headers are never the second one's", async () => {
    const twice = [...bearer("wrong"), ...bearer(OPERATOR_KEY)];
    for (const [method, path] of PROTECTED) await refuses(method, path, twice, 401, INVALID);
  });

  it.each(ADMITTED)("of a token with %s open what their scopes name", async (_, token) => {
    await admits(bearer(token));
  });

  it("may be written with any scheme's case, and several blanks", async () => {
    for (const scheme of ["bearer", "BEARER", "bEaReR  "]) await admits([["Authorization", `${scheme} ${rsa()}`]]);
  });

  it.each(FORBIDDEN)("of a token with %s are 403, and told which scope is missing", async (_, token) => {
    expect(await refuses("POST", "/v1/listings", bearer(token), 403)).toMatchObject({
      code: "forbidden",
      detail: "this needs the scope listings:write",
    });
    expect((await refuses("GET", "/v1/changes", bearer(token), 403)).detail).toBe("this needs the scope changes:read");
    expect((await refuses("GET", "/v1/verify", bearer(token), 403)).detail).toBe("this needs the scope admin");
    expect((await ask("GET", PUBLIC[1], bearer(token))).status).toBe(200);
  });

  it("open nothing but what their scopes name", async () => {
    const writer = bearer(withClaims({ scope: "listings:write" }));
    expect((await ask("POST", "/v1/listings", writer)).status).toBe(201);
    await refuses("GET", "/v1/changes", writer, 403);
    await refuses("POST", "/v1/maintenance", writer, 403);
    const reader = bearer(withClaims({ scope: "changes:read" }));
    expect((await ask("GET", "/v1/changes", reader)).status).toBe(200);
    await refuses("POST", "/v1/listings", reader, 403);
    await refuses("GET", "/v1/search?view=full", reader, 403);
  });

  it.each(OTHER_BOARDS)("of a token for %s find no board here", async (_, token) => {
    for (const [method, path] of [...PROTECTED, PUBLIC]) {
      expect((await refuses(method, path, bearer(token), 404)).code).toBe("not_found");
    }
  });

  it.each([["good"], ["second"], ["admin"], ["expiring"]])("of the key %s open what its scopes name", async (name) => {
    await admits(bearer(keys[name] ?? ""));
  });

  it.each([["revoked"], ["expired"], ["acme"]])("of the key %s are 401", async (name) => {
    for (const [method, path] of [...PROTECTED, PUBLIC]) {
      await refuses(method, path, bearer(keys[name] ?? ""), 401, INVALID);
    }
  });

  it.each([["unscoped"], ["odd"]])("of the key %s are 403", async (name) => {
    for (const [method, path] of PROTECTED) await refuses(method, path, bearer(keys[name] ?? ""), 403);
  });

  const spoiled: readonly (readonly [what: string, spoil: (key: string) => string])[] = [
    ["one character of its id", (key) => swapped(key, 6)],
    ["one character of its secret", (key) => swapped(key, 30)],
    ["one character of its checksum", (key) => swapped(key, key.length - 1)],
    ["its end cut off", (key) => key.slice(0, -1)],
    ["its checksum cut off", (key) => key.slice(0, key.lastIndexOf("_"))],
    ["more behind it", (key) => `${key}x`],
    ["capitals", (key) => key.toUpperCase()],
    ["a capital prefix", (key) => key.replace("rlc_", "RLC_")],
    ["another prefix", (key) => key.replace("rlc_", "rlc_test_")],
    ["its prefix alone", () => "rlc_"],
    ["dots like a token's", (key) => key.replaceAll("_", ".")],
    ["the secret of another key", (key) => spliced(key, keys.second ?? "")],
  ];
  it.each(spoiled)("of a key with %s changed are 401", async (_, spoil) => {
    for (const [method, path] of PROTECTED) {
      await refuses(method, path, bearer(spoil(keys.good ?? "")), 401, INVALID);
    }
  });

  it("of the operator open everything on the default board", async () => {
    await admits(bearer(OPERATOR_KEY));
    expect((await ask("POST", "/v1/maintenance", bearer(OPERATOR_KEY))).status).toBe(200);
    expect((await ask("GET", "/v1/verify", bearer(OPERATOR_KEY))).status).toBe(200);
  });

  it("are not looked at by what everybody may hear without a store", async () => {
    for (const path of ["/health", "/v1/limits", "/v1/boards/acme/limits"])
      expect((await ask("GET", path, bearer("x"))).status).toBe(200);
  });

  it("keep answers to them from being stored by others", async () => {
    const answer = await ask("GET", PUBLIC[1], bearer(keys.good ?? ""));
    expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "no-store"]);
  });

  it("never made us ask another address, and the provider's own once", () => {
    expect(new Set(provider.asked)).toEqual(new Set(["/keys.json"]));
    expect(provider.asked.length).toBe(1);
  });

  it("never came into the log", () => {
    const log = JSON.stringify(env.events);
    for (const secret of [OPERATOR_KEY, ...Object.values(keys), ...ADMITTED.map(([, token]) => token)]) {
      expect(log).not.toContain(secret);
      expect(log).not.toContain(secret.split(/[_.]/).sort((a, b) => b.length - a.length)[0]);
    }
  });
});

/** With another character of the alphabet in that place. */
function swapped(key: string, at: number): string {
  return key.slice(0, at) + (key[at] === "0" ? "1" : "0") + key.slice(at + 1);
}

/** The id of one and the secret of the other. */
function spliced(one: string, other: string): string {
  const [prefix, id] = one.split("_");
  const [, , secret, sum] = other.split("_");
  return [prefix, id, secret, sum].join("_");
}
