import { AppError, isAppError } from "../../core/errors.ts";
import { isThrottled, messageOf, nameOf, setUpFault, wasNotApplied } from "../aws/call-error.ts";
import type { Effect } from "../aws/calls.ts";

export interface CallPlace {
  readonly table: string;
  readonly region: string;
}

export function dynamodbError(error: unknown, effect: Effect, place: CallPlace): AppError {
  if (isAppError(error)) return error;
  const options = { cause: error };
  if (isAboutSize(error)) return new AppError("too_large", `dynamodb: ${messageOf(error)}`, options);
  const isHarmless = wasNotApplied(error) && nameOf(error) !== STILL_RUNNING;
  const code = effect === "read" || isHarmless ? "unavailable" : "outcome_unknown";
  return new AppError(code, `dynamodb: ${explain(error, place)}`, options);
}

/** The one refusal of a request of which another copy is under way. */
const STILL_RUNNING = "TransactionInProgressException";

// "Item size has exceeded the maximum allowed size", "Item size to update has exceeded …", "Collection size exceeded": the
// one name covers every malformed request, so the text decides.
function isAboutSize(error: unknown): boolean {
  return nameOf(error) === "ValidationException" && isSizeMessage(messageOf(error));
}

export function isSizeMessage(message: string): boolean {
  return /size\b.*\bexceed/i.test(message);
}

function explain(error: unknown, { table, region }: CallPlace): string {
  if (nameOf(error) === "ResourceNotFoundException") {
    return (
      `table ${table} was not found in region ${region}: check both names, ` +
      "deploy (`npm run deploy:aws`), or start the emulators (`npm run emulators`)"
    );
  }
  if (isThrottled(error)) return `table ${table} is throttled: ${messageOf(error)}`;
  return `table ${table}: ${setUpFault(error) ?? `${nameOf(error)}: ${messageOf(error)}`}`;
}
