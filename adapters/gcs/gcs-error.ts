import type { AppError } from "../../core/errors.ts";
import { ApiError, type Effect, toAppError } from "../google/api-error.ts";
import { type HttpFailure, isUnreachable } from "../google/http-client.ts";

/** Where a call went, for sentences. */
export interface GcsTarget {
  readonly bucket: string;
  readonly projectId: string | undefined;
  /** Of an emulator; the service's own when absent. */
  readonly endpoint: string | undefined;
}

export function gcsError(target: GcsTarget, effect: Effect, cause: unknown): AppError {
  return toAppError("gcs", effect, cause, (error) =>
    error instanceof ApiError ? adviceOnAnswer(target, error) : adviceOnFailure(target, error),
  );
}

function adviceOnAnswer({ bucket, projectId }: GcsTarget, error: ApiError): string | undefined {
  switch (error.status) {
    case 401:
      return "the credentials are not accepted: run `gcloud auth application-default login`, or replace the key";
    case 403:
      return /billing/i.test(error.message)
        ? "enable billing for the project"
        : `give this account the role roles/storage.objectUser on bucket ${bucket}`;
    case 404:
      return `there is no bucket ${bucket}: check the name, or deploy (\`npm run deploy:gcp -- --project ${projectId ?? "ID"}\`)`;
    case 429:
      return "too many requests at once: try again later";
    default:
      return undefined;
  }
}

function adviceOnFailure({ endpoint }: GcsTarget, failure: HttpFailure): string | undefined {
  if (!isUnreachable(failure)) return undefined;
  return endpoint === undefined
    ? "check this machine's network and name resolution"
    : `nothing answers at ${endpoint}: start the emulators with \`npm run emulators\`, or unset STORAGE_EMULATOR_HOST`;
}
