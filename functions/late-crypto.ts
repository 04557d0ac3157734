let crypto: typeof import("node:crypto") | undefined;

/** Node's cryptography costs 7 ms of a start, which an answer that needs neither chance nor a hash does not wait for. */
export function lateCrypto(): typeof import("node:crypto") {
  crypto ??= process.getBuiltinModule("node:crypto");
  return crypto;
}
