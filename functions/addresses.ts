/**
 * Where a board lives, as an address: `sqlite:./data/board.db`, `file:./data/blobs`, `memory:`. Only the adapter that is
 * named is loaded.
 */
import { AppError } from "../core/errors.ts";
import type { BlobStore, KeySpace } from "../core/ports.ts";

export const DEFAULT_STORE = "sqlite:./data/board.db";
export const DEFAULT_BLOBS = "file:./data/blobs";

const ADDRESS = /^([a-z0-9]+):(.*)$/s;

const KEY_SPACES: Readonly<Record<string, (place: string) => Promise<KeySpace>>> = {
  async sqlite(place) {
    const { sqliteKeySpace } = await import("../adapters/sqlite/key-space.ts");
    return sqliteKeySpace({ path: required(place, "sqlite", "a file") });
  },
  async memory() {
    const { memoryKeySpace } = await import("../adapters/memory/key-space.ts");
    return memoryKeySpace();
  },
};

const BLOB_STORES: Readonly<Record<string, (place: string) => Promise<BlobStore>>> = {
  async file(place) {
    const { fileBlobStore } = await import("../adapters/file/blob-store.ts");
    return fileBlobStore({ folder: required(place, "file", "a folder") });
  },
  async memory() {
    const { memoryBlobStore } = await import("../adapters/memory/blob-store.ts");
    return memoryBlobStore();
  },
};

/** @throws AppError `invalid_parameter` for an address of no known kind; what the adapter throws when it cannot open. */
export function openKeySpace(address: string): Promise<KeySpace> {
  return open("ROLECALL_STORE", address, KEY_SPACES);
}

/** Throws as `openKeySpace`. */
export function openBlobStore(address: string): Promise<BlobStore> {
  return open("ROLECALL_BLOBS", address, BLOB_STORES);
}

async function open<T>(
  variable: string,
  address: string,
  adapters: Readonly<Record<string, (place: string) => Promise<T>>>,
): Promise<T> {
  const [, kind = "", place = ""] = ADDRESS.exec(address) ?? [];
  const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined;
  if (adapter === undefined) {
    const known = Object.keys(adapters).map((name) => `${name}:`);
    throw new AppError("invalid_parameter", `${variable}=${address} must start with one of ${known.join(", ")}`);
  }
  return adapter(place);
}

function required(place: string, kind: string, what: string): string {
  if (place === "")
    throw new AppError("invalid_parameter", `the address ${kind}: must name ${what}, such as ${kind}:./data/${kind}`);
  return place;
}
