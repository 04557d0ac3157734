/** What Lambda's front end and the functions framework answer in our place, and the limits that each deployment sets. */
import type { FrontEnd, FrontEndCase } from "./front-end.ts";
import type { Entry } from "./transcript.ts";

const MIB = 1024 * 1024;

/** Where the log ended when the series published first, and how many changes it had. */
const PUBLISHED = "<board>-<six rows of florists, of which three say the same>";
const PUBLISHED_CHANGES = 86;

/** The reference is one process from the beginning, whose index never came from a snapshot. */
export const SNAPSHOT_CASES: readonly FrontEndCase[] = [
  {
    step: "a new process is ready, from the snapshot",
    because: "it begins with what was published",
    answer({ status, headers, body }) {
      const told = JSON.parse(body);
      return { status, headers, body: JSON.stringify({ ...told, snapshot: told.position, tail: 0 }) };
    },
  },
  {
    step: "the service is ready, with listings",
    because: "it has the snapshot, and behind it what was written since",
    answer({ status, headers, body }) {
      const told = JSON.parse(body);
      return {
        status,
        headers,
        body: JSON.stringify({ ...told, snapshot: PUBLISHED, tail: told.tail - PUBLISHED_CHANGES }),
      };
    },
  },
];

/**
 * Of a function URL: an invocation takes 6 MB, a body of text arrives as text, whatever its bytes were.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_FRONT_END: FrontEnd = {
  adds: { "x-amzn-requestid": /^[0-9a-f-]{36}$/ },
  completes: { "content-type": "application/json" },
  cases: [
    ...SNAPSHOT_CASES,
    ...["the limits", "an escaped path"].map((step) =>
      limitsCase(step, {
        importBytes: 4 * MIB,
        importDecodedBytes: 64 * MIB,
        importAnswerBytes: 3 * MIB,
        importsAtOnce: 1,
        importTimeoutMs: 20_000,
        importTakingMs: 5_000,
      }),
    ),
    {
      step: "4.4 MB of rows, tried only",
      because: "an import may have 4 MiB there",
      answer: ({ headers }) => tooLarge(headers, "the body has 4400155 bytes or more, the limit is 4194304"),
    },
    {
      step: "7 MB of rows, tried only",
      because: "Lambda takes 6 MB",
      answer: () => ({
        status: 413,
        headers: { "content-type": "application/json" },
        body: '{"message":"Request Entity Too Large"}',
      }),
    },
  ],
};

/** Our own server: nothing is answered before us. */
export const CLOUD_RUN_FRONT_END: FrontEnd = {
  adds: {},
  completes: {},
  cases: [
    ...SNAPSHOT_CASES,
    ...["the limits", "an escaped path"].map((step) =>
      limitsCase(step, {
        importBytes: 30 * MIB,
        importDecodedBytes: 64 * MIB,
        importTimeoutMs: 25_000,
        importTakingMs: 5_000,
      }),
    ),
  ],
};

/**
 * The functions framework reads a body before the function does: what is no JSON (by its own idea: an object or a list), cannot
 * be decompressed or is in another charset never arrives, nor does a path with an escape that is none. Express answers.
 */
export const FRAMEWORK_FRONT_END: FrontEnd = {
  adds: {},
  completes: {},
  cases: [
    ...CLOUD_RUN_FRONT_END.cases,
    ...[
      "an import with another encoding",
      "an import whose gzip is broken",
      "an import whose gzip ends early",
      "an import of JSON that is none",
      "POST search of broken JSON",
      "JSON that ends early",
      "JSON with a comment",
      "JSON in single quotes",
      'a body that is "text"',
      "a body that is null",
      "a body that is 12",
      "a deflated body",
      "an unknown address, with broken JSON",
    ].map((step) => expressCase(step, "the framework reads bodies first", 400, "Bad Request")),
    expressCase("JSON in another charset", "the framework reads bodies first", 415, "Unsupported Media Type"),
    expressCase("an address with a broken escape", "the framework's router decodes paths first", 400, "Bad Request"),
  ],
};

function limitsCase(step: string, limits: Readonly<Record<string, number>>): FrontEndCase {
  return {
    step,
    because: "bytes and times of a request are the deployment's",
    answer({ status, headers, body }) {
      const told = JSON.parse(body);
      return { status, headers, body: JSON.stringify({ ...told, request: { ...told.request, ...limits } }) };
    },
  };
}

function tooLarge(headers: Entry["headers"], detail: string): Pick<Entry, "status" | "headers" | "body"> {
  const problem = { type: "/problems/too_large", title: "Too large", status: 413, detail, code: "too_large" };
  const errors = [{ code: "too_large", detail, pointer: "" }];
  return {
    status: 413,
    headers: { ...headers, "content-type": "application/problem+json" },
    body: JSON.stringify({ ...problem, errors }),
  };
}

/** Express's page for an error, in production: otherwise it would show the stack. */
function expressCase(step: string, because: string, status: number, words: string): FrontEndCase {
  const page = [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    "<title>Error</title>",
    "</head>",
  ];
  const body = [...page, "<body>", `<pre>${words}</pre>`, "</body>", "</html>", ""].join("\n");
  const headers = {
    "content-security-policy": "default-src 'none'",
    "content-type": "text/html; charset=utf-8",
    "x-content-type-options": "nosniff",
  };
  return { step, because, answer: () => ({ status, headers, body }) };
}
