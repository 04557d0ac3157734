/** What a failed call through an AWS SDK says, whatever the service: whether it can have had an effect, and what to do about it. */

/** Names under which the services refuse a call for its rate; S3 does so with a 503, the others with a 400. */
const THROTTLED = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/**
 * Whether the failure promises that nothing was applied: the call was throttled, refused, or never left this machine. A
 * connection that broke, a timeout, an abort, a 5xx or an answer that makes no sense promises nothing.
 */
export function wasNotApplied(error: unknown): boolean {
  return isThrottled(error) || isRefusal(error) || wasNeverSent(error);
}

/** Request Timeout and nginx's Client Closed Request: whoever says so has given up waiting, perhaps behind the service's back. */
const GIVEN_UP = new Set<unknown>([408, 499]);

/** The SDK calls all below 500 the client's fault. Of 3xx that is so for the one with which S3 itself turns a call away. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  if (field(error, "$fault") !== "client" || GIVEN_UP.has(status)) return false;
  return !(typeof status === "number" && status < 400) || nameOf(error) === "PermanentRedirect";
}

export function isThrottled(error: unknown): boolean {
  return THROTTLED.has(nameOf(error)) || statusOf(error) === 429;
}

/** The service's name of an error, or the SDK's or Node's class of it. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

export function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What a service refuses a request with, with the fields that the SDK gives it. */
export function serviceError(
  name: string,
  message: string,
  { statusCode = 0, headers }: { readonly statusCode?: number | undefined; readonly headers: object },
): Error {
  return Object.assign(namedError(name, message), {
    $fault: statusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode: statusCode },
    $response: { headers },
  });
}

export function statusOf(error: unknown): unknown {
  return field(field(error, "$metadata"), "httpStatusCode");
}

/** A property of an error whose class the SDK does not tell apart. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The first line: the SDK appends advice on its hidden fields. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? "";
}

function wasNeverSent(error: unknown): boolean {
  // Several addresses of one name were tried.
  if (error instanceof AggregateError) return error.errors.every(wasNeverSent);
  const syscall = field(error, "syscall");
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    isConnectTimeout(error) ||
    isWithoutRegion(error) ||
    nameOf(error) === "CredentialsProviderError"
  );
}

// The SDK gives these two no name of their own.
function isConnectTimeout(error: unknown): boolean {
  return nameOf(error) === "TimeoutError" && messageOf(error).includes("did not establish a connection");
}

function isWithoutRegion(error: unknown): boolean {
  return messageOf(error) === "Region is missing";
}

/**
 * A fault of how this machine, its credentials or its network are set up, as a sentence that says what to do; `undefined`
 * for all that is the service's own.
 */
export function setUpFault(error: unknown): string | undefined {
  if (isWithoutRegion(error)) return "no region is set: set AWS_REGION";
  return credentialsFault(error) ?? networkFault(error);
}

function credentialsFault(error: unknown): string | undefined {
  const message = messageOf(error);
  switch (nameOf(error)) {
    case "CredentialsProviderError":
      return `no AWS credentials were found (${message}): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE`;
    case "ExpiredToken":
    case "ExpiredTokenException":
      return "the AWS credentials have expired: get new ones (log in again, or restart so that they are read anew)";
    case "InvalidAccessKeyId":
    case "InvalidClientTokenId":
    case "UnrecognizedClientException":
      return `AWS does not know these credentials: check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN (${message})`;
    case "RequestTimeTooSkewed":
    case "RequestExpired":
      return clockFault(message);
    case "InvalidSignatureException":
    case "SignatureDoesNotMatch":
      // Without the message: it repeats the headers that were signed, the session token among them.
      return /^signature (?:expired|not yet current)/i.test(message)
        ? clockFault(message)
        : "the signature does not fit: check AWS_SECRET_ACCESS_KEY";
    case "AccessDenied":
    case "AccessDeniedException":
      return `these credentials are not allowed to do this${deniedAction(message)}`;
    default:
      return undefined;
  }
}

/** Without the rest of the message: callers get to see it, and it names the account, the role and the resource. */
function deniedAction(message: string): string {
  const [, action] = /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message) ?? [];
  return action === undefined ? "" : `: ${action}`;
}

function clockFault(message: string): string {
  return `AWS refuses the time of the signature: set the clock of this machine, now ${new Date().toISOString()} (${message})`;
}

function networkFault(error: unknown): string | undefined {
  const message = messageOf(error);
  switch (field(error, "code")) {
    case "ECONNREFUSED":
      return `nothing listens there (${message || "ECONNREFUSED"}): check the endpoint, or start the emulators with \`npm run emulators\``;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the name of the endpoint was not found (${message}): check the region, the endpoint and the network`;
    default:
      return isConnectTimeout(error) ? "no connection in time: check the endpoint and the network" : undefined;
  }
}
