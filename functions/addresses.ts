/**
 * Where a board lives, as an address: `sqlite:./data/board.db`, `file:./data/blobs`, `memory:`, `dynamodb:TABLE`, `s3:BUCKET`,
 * `firestore:PROJECT/DATABASE`, `gs:BUCKET`. Only the adapter that is named is loaded.
 */
import { AppError } from "../core/errors.ts";
import type { BlobStore, KeySpace } from "../core/ports.ts";
import { awsEndpoint, firestoreEmulator, storageEmulator } from "./endpoint.ts";

export const DEFAULT_STORE = "sqlite:./data/board.db";
export const DEFAULT_BLOBS = "file:./data/blobs";

const ADDRESS = /^([a-z0-9]+):(.*)$/s;

type Adapters<Port> = Readonly<Record<string, (place: string) => Promise<Port>>>;

const KEY_SPACES: Adapters<KeySpace> = {
  async sqlite(place) {
    const { sqliteKeySpace } = await import("../adapters/sqlite/key-space.ts");
    return sqliteKeySpace({ path: required(place, "sqlite", "a file", "./data/board.db") });
  },
  async dynamodb(place) {
    const table = required(place, "dynamodb", "a table", "rolecall");
    const { dynamodbKeySpace } = await import("../adapters/dynamodb/key-space.ts");
    return dynamodbKeySpace({ table, ...awsPlace("AWS_ENDPOINT_URL_DYNAMODB") });
  },
  async firestore(place) {
    const [projectId = "", databaseId, ...rest] = required(
      place,
      "firestore",
      "a project",
      "my-project/rolecall",
    ).split("/");
    if (projectId === "" || databaseId === "" || rest.length > 0)
      throw new AppError(
        "invalid_parameter",
        `the address firestore:${place} must be firestore:PROJECT or firestore:PROJECT/DATABASE`,
      );
    const { firestoreKeySpace } = await import("../adapters/firestore/key-space.ts");
    return firestoreKeySpace({
      projectId,
      ...(databaseId === undefined ? {} : { databaseId }),
      ...firestoreEmulator(process.env),
    });
  },
  async memory() {
    const { memoryKeySpace } = await import("../adapters/memory/key-space.ts");
    return memoryKeySpace();
  },
};

const BLOB_STORES: Adapters<BlobStore> = {
  async file(place) {
    const { fileBlobStore } = await import("../adapters/file/blob-store.ts");
    return fileBlobStore({ folder: required(place, "file", "a folder", "./data/blobs") });
  },
  async s3(place) {
    const bucket = bucketName(place, "s3");
    const { s3BlobStore } = await import("../adapters/s3/blob-store.ts");
    return s3BlobStore({ bucket, ...awsPlace("AWS_ENDPOINT_URL_S3") });
  },
  async gs(place) {
    const bucket = bucketName(place, "gs");
    const { gcsBlobStore } = await import("../adapters/gcs/blob-store.ts");
    return gcsBlobStore({ bucket, ...storageEmulator(process.env) });
  },
  async memory() {
    const { memoryBlobStore } = await import("../adapters/memory/blob-store.ts");
    return memoryBlobStore();
  },
};

/**
 * @param from what the address was given as, for whoever gave a wrong one.
 * @throws AppError `invalid_parameter` for an address of no known kind; what the adapter throws when it cannot open.
 */
export function openKeySpace(address: string, from = "ROLECALL_STORE"): Promise<KeySpace> {
  return open(from, address, KEY_SPACES);
}

/** Throws as `openKeySpace`. */
export function openBlobStore(address: string): Promise<BlobStore> {
  return open("ROLECALL_BLOBS", address, BLOB_STORES);
}

async function open<Port>(variable: string, address: string, adapters: Adapters<Port>): Promise<Port> {
  const [, kind = "", place = ""] = ADDRESS.exec(address) ?? [];
  const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined;
  if (adapter === undefined) {
    const known = Object.keys(adapters).map((name) => `${name}:`);
    throw new AppError("invalid_parameter", `${variable}=${address} must start with one of ${known.join(", ")}`);
  }
  return adapter(place);
}

function required(place: string, kind: string, what: string, example: string): string {
  if (place === "")
    throw new AppError("invalid_parameter", `the address ${kind}: must name ${what}, such as ${kind}:${example}`);
  return place;
}

/** `s3:bucket`, and `s3://bucket` as other tools write it. */
function bucketName(place: string, kind: string): string {
  const bucket = required(place.replace(/^\/\//, "").replace(/\/$/, ""), kind, "a bucket", "my-bucket");
  if (!bucket.includes("/")) return bucket;
  throw new AppError("invalid_parameter", `the address ${kind}:${place} must name a bucket and no folder in it`);
}

/** Region and endpoint by the names that every AWS tool reads. */
function awsPlace(endpointVariable: string): { region: string; endpoint?: string } {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = AWS_REGION || AWS_DEFAULT_REGION;
  if (!region) throw new AppError("invalid_parameter", "AWS_REGION is not set: name the region, such as eu-central-1");
  return { region, ...awsEndpoint(process.env, endpointVariable) };
}
