import type { AppError } from "../../core/errors.ts";
import type { Write } from "../../core/ports.ts";
import { ApiError, type Effect, toAppError } from "../google/api-error.ts";
import { type HttpFailure, isUnreachable } from "../google/http-client.ts";

/** Where a call went, for sentences. */
export interface FirestoreTarget {
  readonly projectId: string;
  readonly databaseId: string;
  readonly emulatorHost: string | undefined;
}

/**
 * Whether a commit failed because of its conditions or of another commit at the same time. The service does not say which
 * write it was, but it always names its code: a page with 404 or 409 is of somebody who knows nothing of conditions.
 */
export function isConflict(error: unknown, writes: readonly Write[]): boolean {
  if (!(error instanceof ApiError && error.isNamed)) return false;
  switch (error.code) {
    case "ABORTED":
      return true;
    case "ALREADY_EXISTS":
      return writes.some(({ condition }) => condition === "absent");
    // Also what a database says that is missing or in the wrong mode, to any commit.
    case "FAILED_PRECONDITION":
    case "NOT_FOUND":
      return writes.some(({ condition }) => condition !== undefined) && !isAboutDatabase(error);
    default:
      return false;
  }
}

/** "The database (default) does not exist for project P", "The project P does not exist or …", "… in Datastore Mode …". */
function isAboutDatabase({ message }: ApiError): boolean {
  return /(database|project) \S+ does not exist|datastore (mode|project)/i.test(message);
}

export function firestoreError(target: FirestoreTarget, effect: Effect, cause: unknown): AppError {
  return toAppError("firestore", effect, cause, (error) =>
    error instanceof ApiError ? adviceOnAnswer(target, error) : adviceOnFailure(target, error),
  );
}

function adviceOnAnswer({ projectId, databaseId }: FirestoreTarget, error: ApiError): string | undefined {
  const database = `database ${databaseId} of project ${projectId}`;
  switch (error.code) {
    case "UNAUTHENTICATED":
      return "the credentials are not accepted: run `gcloud auth application-default login`, or replace the key";
    case "PERMISSION_DENIED":
      return /has not been used|is disabled/i.test(error.message)
        ? `run \`gcloud services enable firestore.googleapis.com --project ${projectId}\``
        : `give this account the role roles/datastore.user in project ${projectId}`;
    case "NOT_FOUND":
      return `there is no ${database}: check the names, or deploy (\`npm run deploy:gcp -- --project ${projectId}\`)`;
    case "FAILED_PRECONDITION":
      return isAboutDatabase(error) ? `${database} is in Datastore mode: make another in Native mode` : undefined;
    case "RESOURCE_EXHAUSTED":
      return "the quota is used up or the load grows too fast: try again later";
    default:
      return undefined;
  }
}

function adviceOnFailure({ emulatorHost }: FirestoreTarget, failure: HttpFailure): string | undefined {
  if (!isUnreachable(failure)) return undefined;
  return emulatorHost === undefined
    ? "check this machine's network and name resolution"
    : `nothing answers at ${emulatorHost}: start the emulators with \`npm run emulators\`, or unset FIRESTORE_EMULATOR_HOST`;
}
