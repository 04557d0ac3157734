import { AppError, isAppError } from "../../core/errors.ts";
import { field, isThrottled, messageOf, nameOf, setUpFault, statusOf, wasNotApplied } from "../aws/call-error.ts";
import type { Effect } from "../aws/calls.ts";

export interface CallPlace {
  readonly bucket: string;
  readonly region: string;
}

/**
 * A refused write has stored nothing. That includes 409 ConditionalRequestConflict, another write of the same name under
 * way: "On a 409 failure you should retry the upload" (PutObject, If-None-Match).
 */
export function s3Error(error: unknown, effect: Effect, place: CallPlace): AppError {
  if (isAppError(error)) return error;
  const code = effect === "read" || wasNotApplied(error) ? "unavailable" : "outcome_unknown";
  return new AppError(code, `s3: ${explain(error, effect, place)}`, { cause: error });
}

/** What an error of a read means that is none: there is no such object, or nothing of it in the range. */
export function absence(error: unknown): { readonly bytes: Uint8Array | undefined } | undefined {
  if (nameOf(error) === "NoSuchKey") return { bytes: undefined };
  // 416 is said of an object that is there: of one that is not, NoSuchKey is.
  return statusOf(error) === 416 ? { bytes: new Uint8Array() } : undefined;
}

function explain(error: unknown, effect: Effect, { bucket, region }: CallPlace): string {
  if (nameOf(error) === "NoSuchBucket") {
    return (
      `bucket ${bucket} was not found: check its name and the endpoint, ` +
      "deploy (`npm run deploy:aws`), or start the emulators (`npm run emulators`)"
    );
  }
  const actual = actualRegion(error);
  if (actual !== undefined)
    return `bucket ${bucket} is in region ${actual}, not in ${region}: set AWS_REGION=${actual}`;
  if (isThrottled(error)) return `bucket ${bucket} is throttled: ${messageOf(error)}`;
  const fault = setUpFault(error) ?? `${nameOf(error)}: ${messageOf(error)}`;
  const doubt =
    effect === "read" && nameOf(error) === "AccessDenied"
      ? " (without s3:ListBucket that is also the answer for a blob that does not exist)"
      : "";
  return `bucket ${bucket}: ${fault}${doubt}`;
}

/** Which of the two the service answers depends on the endpoint that was asked. */
function actualRegion(error: unknown): string | undefined {
  if (!["PermanentRedirect", "AuthorizationHeaderMalformed"].includes(nameOf(error))) return undefined;
  const header = field(field(field(error, "$response"), "headers"), "x-amz-bucket-region");
  const region = header ?? field(error, "Region");
  return typeof region === "string" ? region : undefined;
}
