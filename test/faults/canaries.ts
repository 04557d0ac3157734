/** Words that nobody else uses, planted in requests over all routes, and who repeats them. */
import { createHash } from "node:crypto";
import { listingKey } from "../../core/store/keys.ts";

/** Never to be told to anybody, not even to who sent them. */
const SECRETS = {
  operatorKey: "canary-operator-key-5d1c9f",
  wrongKey: "canary-wrong-key-77aa01",
  token: "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canarysignature88c1",
  cookie: "canarycookie31f0",
};

/** Told to who sent them, if need be; never written down. */
const CONFIDED = {
  email: "canary.person@example.com",
  body: "canarybody9b3e",
  extra: "canaryextra0c55",
  hub: "canaryhub4411",
  query: "canaryquery6f20",
  address: "203.0.113.201",
  repetition: "canaryrepetition7e7e",
  damaged: "canarydamaged1234",
};

export const WELL_KNOWN_ID = "0123456789abcdefghjkmnpqrs";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const LISTING = {
  title: `Keeper ${CONFIDED.body}`,
  company: { name: "Acme" },
  description: { format: "text", value: CONFIDED.body },
  apply: { email: CONFIDED.email },
  source: { name: "feed", externalId: CONFIDED.body, hubUrl: `https://example.com/${CONFIDED.hub}` },
  extra: { note: CONFIDED.extra },
};

const MEDIA_TYPES = [
  "application/json",
  "text/plain",
  "application/x-ndjson",
  "text/markdown",
  "application/merge-patch+json",
];

/** Every operation that the service itself describes, with and without good credentials, well and badly formed. */
export function requestsFor(paths: Readonly<Record<string, object>>, id: string): Asked[] {
  const asked: Asked[] = [];
  for (const [pattern, operations] of Object.entries(paths)) {
    for (const given of [id, WELL_KNOWN_ID]) {
      const path = pattern.replace("{board}", "default").replace(/\{[^}]+\}/g, given);
      for (const method of Object.keys(operations).map((name) => name.toUpperCase())) {
        if (!["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method)) continue;
        for (const Authorization of [SECRETS.operatorKey, SECRETS.wrongKey, SECRETS.token].map(
          (key) => `Bearer ${key}`,
        )) {
          asked.push(...variants({ method, path, headers: { Authorization, ...PRIVATE_HEADERS } }));
        }
      }
    }
  }
  return asked;
}

const PRIVATE_HEADERS = {
  Cookie: `session=${SECRETS.cookie}`,
  "X-Forwarded-For": CONFIDED.address,
  "Idempotency-Key": CONFIDED.repetition,
  "If-Match": `"${CONFIDED.repetition}"`,
};

function variants(plain: Asked): Asked[] {
  const query = `?q=${CONFIDED.query}&externalId=${CONFIDED.query}`;
  const queried = ["", query, `${query}&${CONFIDED.query}=1`].map((end) => ({ ...plain, path: plain.path + end }));
  if (plain.method === "GET" || plain.method === "DELETE") return queried;
  const bodies = [JSON.stringify(LISTING), JSON.stringify({ ...LISTING, [CONFIDED.body]: 1 }), `{"${CONFIDED.body}`];
  return queried.flatMap((each) =>
    MEDIA_TYPES.flatMap((type) =>
      bodies.map((body) => ({ ...each, headers: { ...each.headers, "Content-Type": type }, body })),
    ),
  );
}

/** A record that cannot be read, with something in it that its reader's error could repeat. */
export const POISON = {
  key: listingKey(WELL_KNOWN_ID),
  value: { kind: "listing", body: `{"${CONFIDED.damaged}` },
} as const;

export interface Heard {
  /** What was told to whom. */
  readonly told: string[];
  /** Answers of 400 and above. */
  errors: number;
  /** Of 500 and above. */
  failures: number;
}

/** The digest under which a service knows its operator's key. */
export const OPERATOR_HASH = createHash("sha256").update(SECRETS.operatorKey).digest("hex");
const OPERATOR = { Authorization: `Bearer ${SECRETS.operatorKey}`, "Content-Type": "application/json" } as const;

export const CREATE: Asked = { method: "POST", path: "/v1/listings", headers: OPERATOR, body: JSON.stringify(LISTING) };
export const METRICS: Asked = { method: "GET", path: "/metrics", headers: OPERATOR };

/** Asks, and listens to the answer. Answers its text with its headers. @param secrets beside `SECRETS`, of the service's own. */
export async function send(
  url: string,
  { method, path, headers, body }: Asked,
  heard: Heard,
  secrets: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  const sent = `${decodeURIComponent(path)} ${JSON.stringify(headers)} ${body ?? ""}`;
  for (const [name, secret] of Object.entries({ ...SECRETS, ...secrets })) {
    if (text.includes(secret)) heard.told.push(`${name} in the answer to ${method} ${path}`);
  }
  if (answer.status < 400) return text;
  heard.errors += 1;
  if (answer.status >= 500) heard.failures += 1;
  for (const [name, word] of Object.entries(CONFIDED)) {
    if (text.includes(word) && !sent.includes(word)) heard.told.push(`${name} in the error for ${method} ${path}`);
  }
  return text;
}

/** What is in a text that nobody in confidence was to see, with the line. */
export function overheard(where: string, text: string, secrets: Readonly<Record<string, string>> = {}): string[] {
  const lines = text.split("\n");
  return Object.entries({ ...SECRETS, ...CONFIDED, ...secrets }).flatMap(([name, word]) => {
    const line = lines.find((each) => each.includes(word));
    return line === undefined ? [] : [`${name} in ${where}: ${line.slice(0, 300)}`];
  });
}

/** The id of a listing that was created. */
export function createdId(answer: string): string {
  return /"id":"([0-9a-z]{26})"/.exec(answer)?.[1] ?? "";
}
