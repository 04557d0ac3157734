import { describe, expect, it } from "vitest";
import { asksForCredentials } from "../../../functions/auth/configured.ts";
import { jwtSettings } from "../../../functions/auth/jwt-settings.ts";
import { mostOpenBoards } from "../../../functions/open-board-limit.ts";

const JWT = {
  ROLECALL_JWT_ISSUER: "https://issuer.example/",
  ROLECALL_JWT_AUDIENCE: "https://board.example",
  ROLECALL_JWT_JWKS_URL: "https://issuer.example/keys.json",
};

describe("the settings of tokens", () => {
  it("are none without a variable, and whole with three", () => {
    expect(jwtSettings({})).toBeUndefined();
    expect(jwtSettings({ ROLECALL_JWT_ISSUER: "", ROLECALL_JWT_ALGORITHMS: "RS256" })).toBeUndefined();
    expect(jwtSettings(JWT)).toEqual({
      issuer: "https://issuer.example/",
      audience: "https://board.example",
      jwksUrl: "https://issuer.example/keys.json",
      algorithms: ["RS256", "ES256", "EdDSA"],
      boardClaim: "rolecall_board",
    });
  });

  it.each(Object.keys(JWT))("are refused without %s", (name) => {
    expect(() => jwtSettings({ ...JWT, [name]: "" })).toThrow(`${name} is not set`);
  });

  it.each([["https://a.example/k"], ["http://127.0.0.1:9/k"], ["http://localhost:9/k"], ["http://[::1]:9/k"]])(
    "take keys from %s",
    (url) => expect(jwtSettings({ ...JWT, ROLECALL_JWT_JWKS_URL: url })?.jwksUrl).toBe(url),
  );

  it.each([["http://a.example/k"], ["http://127.0.0.1.example/k"], ["file:///k"], ["data:,x"], ["a.example/k"], ["x"]])(
    "refuse keys from %s",
    (url) => expect(() => jwtSettings({ ...JWT, ROLECALL_JWT_JWKS_URL: url })).toThrow("must be an https URL"),
  );

  it.each([
    ["RS256", ["RS256"]],
    ["EdDSA, ES256", ["ES256", "EdDSA"]],
    ["ES256 ES256", ["ES256"]],
  ])("allow %s", (text, algorithms) => {
    expect(jwtSettings({ ...JWT, ROLECALL_JWT_ALGORITHMS: text })?.algorithms).toEqual(algorithms);
  });

  it.each([["HS256"], ["RS256,HS256"], ["none"], ["rs256"], [","], ["RS256;ES256"]])("never allow %s", (text) => {
    expect(() => jwtSettings({ ...JWT, ROLECALL_JWT_ALGORITHMS: text })).toThrow("ROLECALL_JWT_ALGORITHMS");
  });

  it("name the claim of the board", () => {
    expect(jwtSettings({ ...JWT, ROLECALL_JWT_BOARD_CLAIM: "https://a.example/board" })?.boardClaim).toBe(
      "https://a.example/board",
    );
  });
});

describe("a process of one's own", () => {
  it.each([
    [{}, false],
    [{ ROLECALL_KEYS: "false" }, false],
    [{ ROLECALL_KEYS: "" }, false],
    [{ ROLECALL_KEYS: "true" }, true],
    [{ ROLECALL_ADMIN_KEY_SHA256: "0".repeat(64) }, true],
    [JWT, true],
  ])("with %j asks for credentials: %s", (environment, isAsking) => {
    expect(asksForCredentials(environment)).toBe(isAsking);
  });

  it.each([["yes"], ["1"], ["TRUE"], ["required"]])("does not guess what ROLECALL_KEYS=%s means", (text) => {
    expect(() => asksForCredentials({ ROLECALL_KEYS: text })).toThrow("ROLECALL_KEYS");
  });

  it("keeps 8 boards open beside its own, or as many as it is told", () => {
    expect([undefined, "", "1", "20"].map(mostOpenBoards)).toEqual([8, 8, 1, 20]);
    for (const text of ["0", "-1", "1.5", "many", "10000"]) expect(() => mostOpenBoards(text)).toThrow("OPEN_BOARDS");
  });
});
