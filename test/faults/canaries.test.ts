/** T25: keys, tokens, people, bodies and query texts that are planted in requests over all routes are in no log, metric or error. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { listingKey } from "../../core/store/keys.ts";
import { temporaryFolder } from "../support/command-line.ts";
import { startNodeServer } from "./node-server.ts";

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

const WELL_KNOWN_ID = "0123456789abcdefghjkmnpqrs";

interface Asked {
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
function requestsFor(paths: Readonly<Record<string, object>>, id: string): Asked[] {
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

it("what was said in confidence is in no line of the log, no metric and no error answer", {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const hash = createHash("sha256").update(SECRETS.operatorKey).digest("hex");
  const server = await startNodeServer({
    folder,
    env: { ROLECALL_ADMIN_KEY_SHA256: hash, HOST: "127.0.0.1", ROLECALL_TRUSTED_PROXIES: "1" },
  });
  const told: string[] = [];
  let errors = 0;
  try {
    const send = async ({ method, path, headers, body }: Asked) => {
      const answer = await fetch(server.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
      const sent = `${decodeURIComponent(path)} ${JSON.stringify(headers)} ${body ?? ""}`;
      for (const [name, secret] of Object.entries(SECRETS)) {
        if (text.includes(secret)) told.push(`${name} in the answer to ${method} ${path}`);
      }
      if (answer.status < 400) return text;
      errors += 1;
      for (const [name, word] of Object.entries(CONFIDED)) {
        if (text.includes(word) && !sent.includes(word)) told.push(`${name} in the error for ${method} ${path}`);
      }
      return text;
    };
    const headers = { Authorization: `Bearer ${SECRETS.operatorKey}`, "Content-Type": "application/json" };
    const created = await send({ method: "POST", path: "/v1/listings", headers, body: JSON.stringify(LISTING) });
    const [, id = ""] = /"id":"([0-9a-z]{26})"/.exec(created) ?? [];
    await poison(folder);
    const { paths } = JSON.parse(await (await fetch(`${server.url}/openapi.json`)).text());
    const requests = requestsFor(paths, id);
    expect(requests.length).toBeGreaterThan(300);
    for (const asked of requests) await send(asked);

    const metrics = await (await fetch(`${server.url}/metrics`, { headers })).text();
    expect(metrics).toContain("rolecall_requests_total");
    const log = server.printed();
    for (const [name, word] of Object.entries({ ...SECRETS, ...CONFIDED })) {
      if (metrics.includes(word)) told.push(`${name} in the metrics`);
      const line = log.split("\n").find((each) => each.includes(word));
      if (line !== undefined) told.push(`${name} in the log: ${line.slice(0, 300)}`);
    }
    expect(told).toEqual([]);
    // There was something to look through: a line for each request, and the damaged record is named.
    expect(log.split("\n").length).toBeGreaterThan(requests.length);
    expect(log).toContain("record_unreadable");
    expect(errors).toBeGreaterThan(100);
  } finally {
    await server.kill();
  }
});

/** A record that cannot be read, with something in it that its reader's error could repeat. */
async function poison(folder: string): Promise<void> {
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  const body = `{"${CONFIDED.damaged}`;
  try {
    await space.commit("default", [{ key: listingKey(WELL_KNOWN_ID), value: { kind: "listing", body } }]);
  } finally {
    await space.close();
  }
}
