import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { isAppError } from "../../core/errors.ts";
import type { AskedBoard, Authentication } from "../../functions/auth/authentication.ts";
import { authentication } from "../../functions/auth/authentication.ts";
import { functionSettings } from "../../functions/function-settings.ts";
import { ADMIN, ANONYMOUS, LOCAL_ADMIN } from "../../functions/http/principal.ts";
import { testEnv } from "../support/env.ts";

const KEY = "k3y-of-the-deployment";
const SHA256 = hash("sha256", KEY, "hex");

const BOARD: AskedBoard = { name: "default", isDefault: true, space: memoryKeySpace(), env: testEnv() };
const on = (authenticated: Authentication) => authenticated(BOARD);
const adminKeyVerifier = (adminKeySha256: string | undefined) => on(authentication({ adminKeySha256 }));

/** What the call throws. */
function errorOf(call: () => unknown): unknown {
  try {
    return { answer: call() };
  } catch (error) {
    return isAppError(error) ? error : { bug: error };
  }
}

describe("the admin key", () => {
  it.each([[`Bearer ${KEY}`], [`bearer ${KEY}`], [`Bearer  ${KEY}`]])("%s makes an administrator", (authorization) => {
    expect(adminKeyVerifier(SHA256)(authorization)).toBe(ADMIN);
    expect(adminKeyVerifier(SHA256.toUpperCase())(authorization)).toBe(ADMIN);
  });

  it("is not needed by whoever shows nothing", () => {
    expect(adminKeyVerifier(SHA256)(undefined)).toBe(ANONYMOUS);
  });

  it.each([
    ["Bearer wrong"],
    [`Bearer ${KEY} `],
    [`Bearer ${KEY}x`],
    [`Basic ${KEY}`],
    [KEY],
    [""],
    ["Bearer"],
    [`Bearer ${SHA256}`],
    [`Bearer ${"x".repeat(10_000)}`],
  ])("%s is refused", (authorization) => {
    expect(errorOf(() => adminKeyVerifier(SHA256)(authorization))).toMatchObject({ code: "unauthenticated" });
  });

  it.each([[undefined], [""]])("that is not set (%s) lets nobody be an administrator", (sha256) => {
    expect(adminKeyVerifier(sha256)(undefined)).toBe(ANONYMOUS);
    const error = errorOf(() => adminKeyVerifier(sha256)("Bearer "));
    expect(error).toMatchObject({ code: "unauthenticated" });
  });

  it.each([[KEY], [SHA256.slice(1)], [`${SHA256}0`], ["g".repeat(64)]])(
    "%s is no hash, and said to be none",
    (text) => {
      expect(errorOf(() => adminKeyVerifier(text))).toMatchObject({
        code: "invalid_parameter",
        message: expect.stringContaining("64 hexadecimal digits"),
      });
    },
  );
});

describe("the settings of a function", () => {
  it("name the board, and trust nobody by default", () => {
    const { board, authentication: given, mostOpenBoards } = functionSettings({}, undefined);
    expect(board).toBe("default");
    expect(on(given)(undefined)).toBe(ANONYMOUS);
    expect(mostOpenBoards).toBe(8);
    expect(functionSettings({ ROLECALL_BOARD: "jobs" }, undefined).board).toBe("jobs");
  });

  it.each([
    ["http://127.0.0.1:8000"],
    ["http://localhost:8000"],
    ["127.0.0.1:8080"],
    ["localhost:8080"],
    ["[::1]:8080"],
  ])("trust everybody in development, over an emulator at %s", (endpoint) => {
    const { authentication: given } = functionSettings({ ROLECALL_DEVELOPMENT: "true" }, endpoint);
    expect(on(given)(undefined)).toBe(LOCAL_ADMIN);
    expect(given({ ...BOARD, name: "other", isDefault: false })(undefined)).toBe(ANONYMOUS);
  });

  it.each([
    [undefined],
    ["https://dynamodb.eu-central-1.amazonaws.com"],
    ["10.0.0.7:8080"],
    [""],
    ["bad host:x"],
    ["http://127.0.0.1.example.com"],
  ])("refuse development over %s", (endpoint) => {
    expect(errorOf(() => functionSettings({ ROLECALL_DEVELOPMENT: "true" }, endpoint))).toMatchObject({
      code: "invalid_parameter",
      message: expect.stringContaining("ROLECALL_DEVELOPMENT"),
    });
  });

  it("take only the word true for development", () => {
    const { authentication: given } = functionSettings({ ROLECALL_DEVELOPMENT: "1" }, "http://127.0.0.1:8000");
    expect(on(given)(undefined)).toBe(ANONYMOUS);
  });
});
