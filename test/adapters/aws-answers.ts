/** What DynamoDB and S3 answer when something is wrong, in their own words, and a server that says it. */
import { afterAll, beforeAll } from "vitest";
import { send, type WireAnswer, type WireRequest, wireServer } from "../support/fault-proxy.ts";

export function dynamodbRefusal(status: number, type: string, message: string, rest: object = {}): WireAnswer {
  return dynamodbAnswer({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...rest }, status);
}

export function dynamodbAnswer(body: object, status = 200): WireAnswer {
  return { status, headers: { "content-type": "application/x-amz-json-1.0" }, body: JSON.stringify(body) };
}

export function s3Refusal(status: number, code: string, message: string, rest = ""): WireAnswer {
  return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message>${rest}</Error>`);
}

export function xml(status: number, body: string, headers: WireAnswer["headers"] = {}): WireAnswer {
  const type = { "content-type": "application/xml" };
  return { status, headers: { ...type, ...headers }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

/** Answers of somebody between, who may have passed the request on; the last three in the services' own form. */
export const GIVEN_UP_BETWEEN: readonly WireAnswer[] = [
  ...[301, 302, 307, 308, 408, 499].map((status) => ({ status })),
  ...[307, 408, 499].map((status) => ({ status, body: "<html>given up</html>" })),
  dynamodbAnswer({ message: "given up" }, 408),
  dynamodbAnswer({ message: "given up" }, 307),
  s3Refusal(408, "RequestTimeout", "given up"),
];

export interface ScriptedService {
  url(): string;
  /** Answers the next requests so, in order, and forgets what was asked before. One more request loses its connection. */
  will(...answers: readonly WireAnswer[]): void;
  asked(): readonly WireRequest[];
}

/** A service that says what a test has it say. */
export function scriptedService(): ScriptedService {
  let server: { readonly url: string; stop(): Promise<void> };
  let script: WireAnswer[] = [];
  let asked: WireRequest[] = [];
  beforeAll(async () => {
    server = await wireServer(async (request, outgoing) => {
      asked.push(request);
      const answer = script.shift();
      if (answer === undefined) throw new Error("nothing more in the script");
      send(answer, outgoing);
    });
  });
  afterAll(() => server.stop());
  return {
    url: () => server.url,
    will(...answers) {
      script = [...answers];
      asked = [];
    },
    asked: () => asked,
  };
}

/** As the SDK words it when its chain finds none. */
export async function noCredentials(): Promise<never> {
  const error = new Error("Could not load credentials from any providers");
  error.name = "CredentialsProviderError";
  throw error;
}

/** As Node words it; no test asks a name server. */
export const NAME_NOT_FOUND = Object.assign(new Error("getaddrinfo ENOTFOUND nowhere.invalid"), {
  code: "ENOTFOUND",
  syscall: "getaddrinfo",
});
