/** A board on a database file behind HTTP, whose clock is that of the events played on it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { serve } from "@hono/node-server";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import type { Env } from "../../core/env.ts";
import { type Follower, follower } from "../../core/index/follower.ts";
import type { StoredListing } from "../../core/listing/record.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { scanPages } from "../../core/store/scan.ts";
import { createApp } from "../../functions/http/app.ts";
import { nodeEnv } from "../../functions/node-env.ts";

/** A line of the file. */
export interface Event {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly op: "put" | "delete";
  readonly file: string;
  readonly markdown?: string;
}

export interface Service {
  readonly board: Board;
  readonly follower: Follower;
  /** `now` is the instant of the last event. */
  readonly env: Env;
  /** Sets the clock to the event's and answers the status. */
  play(event: Event): Promise<number>;
}

export function readEvents(file: string): Event[] {
  return gunzipSync(readFileSync(file))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

export async function withService<T>(work: (service: Service) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-replay-"));
  let clock = 0;
  const env = { ...nodeEnv(), now: () => clock };
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  const board = await openBoard({ space, env, name: "default" });
  const index = follower({ board, env });
  const app = createApp({ board, blobs: memoryBlobStore(), follower: index, env });
  // A comparison keeps the process busy for seconds: a connection that ended meanwhile would look like a failed event.
  const serverOptions = { keepAliveTimeout: 600_000 };
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0, serverOptions });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const play = async ({ at, op, file, markdown = "" }: Event) => {
    clock = Math.max(clock, at);
    const url = `http://127.0.0.1:${port}/v1/sources/replay/listing?externalId=${encodeURIComponent(file)}`;
    const put = { method: "PUT", headers: { "Content-Type": "text/markdown" }, body: markdown };
    const answer = await fetch(url, op === "put" ? put : { method: "DELETE" });
    await answer.arrayBuffer();
    return answer.status;
  };
  try {
    return await work({ board, follower: index, env, play });
  } finally {
    await new Promise((resolve) => server.close(resolve));
    await space.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function allStored(board: Board): Promise<StoredListing[]> {
  const stored: StoredListing[] = [];
  for await (const page of scanPages(board, 500)) stored.push(...page);
  return stored;
}
