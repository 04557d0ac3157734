import { AppError } from "../../core/errors.ts";
import { type ApiError, apiError, errorOfValue } from "../google/api-error.ts";
import { type Authorization, defaultAuthorization, fixedAuthorization } from "../google/authorization.ts";
import { httpClient } from "../google/http-client.ts";

export interface FirestoreClientOptions {
  readonly projectId: string;
  readonly databaseId: string;
  readonly emulatorHost: string | undefined;
  readonly timeoutMs: number;
  readonly authorization: Authorization | undefined;
}

export interface FirestoreClient {
  /** `projects/P/databases/D/documents`, which every document's name begins with. */
  readonly root: string;
  /** Calls a method that answers with a list of results. @throws ApiError, HttpFailure. */
  list(method: "batchGet" | "runQuery", body: unknown, call: CallOptions): Promise<readonly unknown[]>;
  commit(body: unknown, call: CallOptions): Promise<void>;
  close(): void;
}

export interface CallOptions {
  readonly signal: AbortSignal | undefined;
  /** A longer answer fails. */
  readonly maxBytes?: number;
}

const SERVICE = "https://firestore.googleapis.com";

/**
 * Firestore's JSON interface, three methods of it, instead of `@google-cloud/firestore`. Measured (`docs/operations.md`): a
 * tenth of its CPU before the first read, a third per call. And it repeats nothing by itself, where the library repeats
 * reads and commits in three layers of which two cannot be turned off, takes no deadline and no signal.
 */
export function firestoreClient(options: FirestoreClientOptions): FirestoreClient {
  const { projectId, databaseId, emulatorHost, timeoutMs } = options;
  const root = `projects/${checked("project", projectId)}/databases/${checked("database", databaseId)}/documents`;
  const http = httpClient({
    endpoint: emulatorHost === undefined ? SERVICE : `http://${emulatorHost}`,
    timeoutMs,
    authorization: options.authorization ?? (emulatorHost === undefined ? defaultAuthorization() : EMULATOR_OWNER),
  });

  async function call(method: string, body: unknown, { signal, maxBytes }: CallOptions): Promise<unknown> {
    const answer = await http.send(
      {
        method: "POST",
        path: `/v1/${root}:${method}`,
        headers: { "content-type": "application/json" },
        body: [Buffer.from(JSON.stringify(body))],
        ...(maxBytes === undefined ? {} : { maxBytes }),
      },
      signal,
    );
    if (answer.status !== 200) throw apiError(answer);
    return JSON.parse(Buffer.from(answer.body.buffer).toString());
  }

  return {
    root,
    async list(method, body, callOptions) {
      const answer = await call(method, body, callOptions);
      if (!Array.isArray(answer)) throw new Error("the answer is no list");
      // An error in mid-stream is the list's last element.
      const error = answer.map((result) => errorOfValue(200, result)).find((found): found is ApiError => !!found);
      if (error !== undefined) throw error;
      return answer;
    },
    async commit(body, callOptions) {
      await call("commit", body, callOptions);
    },
    close: () => http.close(),
  };
}

/** The emulator takes this for an administrator, whom no security rules hold back. */
const EMULATOR_OWNER = fixedAuthorization({ authorization: "Bearer owner" });

/** The names go into a path as they are. Projects may have a domain in front (`example.com:jobs`). */
const NAME = /^([a-z0-9][a-z0-9.:-]*|\(default\))$/;

function checked(what: string, name: string): string {
  if (NAME.test(name)) return name;
  throw new AppError("invalid_parameter", `firestore: ${JSON.stringify(name)} is no name of a ${what}`);
}
