/** T25: keys, tokens, people, bodies and query texts that are planted in requests over all routes are in no log, metric or error. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { temporaryFolder } from "../support/command-line.ts";
import {
  CREATE,
  createdId,
  type Heard,
  METRICS,
  OPERATOR_HASH,
  overheard,
  POISON,
  requestsFor,
  send,
} from "./canaries.ts";
import { startNodeServer } from "./node-server.ts";

it("what was said in confidence is in no line of the log, no metric and no error answer", {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const server = await startNodeServer({
    folder,
    env: { ROLECALL_ADMIN_KEY_SHA256: OPERATOR_HASH, HOST: "127.0.0.1", ROLECALL_TRUSTED_PROXIES: "1" },
  });
  const heard: Heard = { told: [], errors: 0, failures: 0 };
  try {
    const id = createdId(await send(server.url, CREATE, heard));
    await poison(folder);
    const { paths } = JSON.parse(await (await fetch(`${server.url}/openapi.json`)).text());
    const requests = requestsFor(paths, id);
    expect(requests.length).toBeGreaterThan(300);
    for (const asked of requests) await send(server.url, asked, heard);

    const metrics = await send(server.url, METRICS, heard);
    expect(metrics).toContain("rolecall_requests_total");
    const log = server.printed();
    expect([...heard.told, ...overheard("the metrics", metrics), ...overheard("the log", log)]).toEqual([]);
    // There was something to look through: a line for each request, and the damaged record is named.
    expect(log.split("\n").length).toBeGreaterThan(requests.length);
    expect(log).toContain("record_unreadable");
    expect(heard.errors).toBeGreaterThan(100);
  } finally {
    await server.kill();
  }
});

async function poison(folder: string): Promise<void> {
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  try {
    await space.commit("default", [POISON]);
  } finally {
    await space.close();
  }
}
