/** An identity provider on this machine: keys of each kind, the address that publishes them, and tokens of any make. */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { JwtSettings } from "../../functions/auth/jwt-settings.ts";

export const ISSUER = "https://issuer.example/";
export const AUDIENCE = "https://board.example";

export interface Pair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pair = (kid: string, keys: { privateKey: KeyObject; publicKey: KeyObject }): Pair => ({ kid, ...keys });

export const newRsa = (kid: string) => pair(kid, generateKeyPairSync("rsa", { modulusLength: 2_048 }));
export const newEc = (kid: string) => pair(kid, generateKeyPairSync("ec", { namedCurve: "P-256" }));
export const newEd = (kid: string) => pair(kid, generateKeyPairSync("ed25519"));

const encoded = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

export interface TokenParts {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Default: the right one. */
  readonly signature?: string;
}

/** A token of any header and claims under a right signature, unless told otherwise. */
export function signed(key: Pair, alg: string, { header = {}, claims = {}, signature }: TokenParts): string {
  const text = `${encoded({ alg, kid: key.kid, ...header })}.${encoded(claims)}`;
  return `${text}.${signature ?? signatureOf(key, alg, text)}`;
}

function signatureOf({ privateKey }: Pair, alg: string, text: string): string {
  const bytes = Buffer.from(text);
  if (alg === "EdDSA") return sign(null, bytes, privateKey).toString("base64url");
  if (alg === "ES256") {
    return sign("sha256", bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url");
  }
  return sign("sha256", bytes, privateKey).toString("base64url");
}

export interface Issuer {
  readonly settings: JwtSettings;
  /** Paths that were asked for, oldest first. */
  readonly asked: readonly string[];
  /** What it publishes from now on. */
  publish(pairs: readonly Pair[]): void;
  /** How it answers from now on; `silent` never does. */
  become(state: "well" | "failing" | "garbled" | "silent" | "huge"): void;
}

/** Listens until the test, or the file, is over. */
export async function issuer(
  pairs: readonly Pair[],
  onEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<Issuer> {
  let published = pairs;
  let state: Parameters<Issuer["become"]>[0] = "well";
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (state === "silent") return;
    const keys = published.map(({ kid, publicKey }) => ({ ...publicKey.export({ format: "jwk" }), kid, use: "sig" }));
    response.statusCode = state === "failing" ? 500 : 200;
    response.setHeader("Content-Type", "application/json");
    const filler = state === "huge" ? { filler: "x".repeat(1024 * 1024) } : {};
    response.end(state === "garbled" ? '{"keys":' : JSON.stringify({ keys, ...filler }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUrl: `http://127.0.0.1:${port}/keys.json`,
      algorithms: ["RS256", "ES256", "EdDSA"],
      boardClaim: "rolecall_board",
    },
    asked,
    publish(next) {
      published = next;
    },
    become(next) {
      state = next;
    },
  };
}
