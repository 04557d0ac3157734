/** `rolecall serve`: the API in one process, over one store, with its search index in memory. */
import { readdir, readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { serve as listen, type ServerType } from "@hono/node-server";
import { readMarkdown } from "../../core/convert/markdown.ts";
import { AppError } from "../../core/errors.ts";
import { follower } from "../../core/index/follower.ts";
import { parseListing } from "../../core/listing/parse.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { openBlobStore, openKeySpace } from "../addresses.ts";
import { createApp } from "../http/app.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, configuration, readArguments, UsageError } from "./command.ts";
import { printJson, printLine } from "./output.ts";

const DEFAULT_PORT = 8787;
/** After a signal to stop, requests under way have so long to end. */
const DRAIN_MS = 10_000;
const SAMPLES = new URL("./samples/", import.meta.url);

export const serve: Command = async (args) => {
  const { values, positionals } = readArguments(args, {
    port: { type: "string" },
    host: { type: "string" },
    empty: { type: "boolean" },
  });
  if (positionals.length > 0) throw new UsageError("takes no words");
  const port = portNumber(values.port ?? process.env.PORT);
  const hostname = loopback(values.host ?? process.env.HOST ?? "127.0.0.1");

  const { store, blobs, board: name } = configuration();
  const env = nodeEnv({ log: (line) => process.stderr.write(`${line}\n`) });
  const space = await openKeySpace(store);
  const blobStore = await openBlobStore(blobs);
  const board = await openBoard({ space, env, name });
  const index = follower({ board, env });
  const app = createApp({ board, follower: index, env });
  // Heard from now on: whoever has read that the server is there may tell it to stop.
  const stopped = stopSignal();
  // Before the samples, so that a port that is taken leaves the board as it was.
  const server = await started(app.fetch, hostname, port);
  try {
    const samples = values.empty === true ? 0 : await addSamples(board);
    const { position, index: loaded } = await index.view();
    const address = `http://${isIPv6(hostname) ? `[${hostname}]` : hostname}:${portOf(server)}`;
    const facts = { address, store, blobs, board: name, listings: loaded.listings, position, samples };
    if (values.json === true) printJson(facts);
    else welcome(facts);
    await stopped;
  } finally {
    await drained(server);
    await Promise.all([space.close(), blobStore.close()]);
  }
  return 0;
};

/** Refuses what is no port before anything is opened. */
function portNumber(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new AppError("invalid_parameter", `port ${JSON.stringify(text)} must be a whole number from 0 to 65535`);
}

/** Without keys every caller is an administrator, so nobody else may reach the server. */
function loopback(host: string): string {
  if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return host;
  throw new AppError(
    "forbidden",
    `will not listen on ${host}: without keys every caller could write, so only loopback (127.0.0.1) is served; put a proxy with authentication before it`,
  );
}

/** A dozen listings for a board that has never had one, so that the first search finds something. */
async function addSamples(board: Board): Promise<number> {
  if ((await board.head()) > 0) return 0;
  const files = (await readdir(SAMPLES)).filter((file) => file.endsWith(".md")).sort();
  for (const file of files) {
    const { body, fileName } = readMarkdown(await readFile(new URL(file, SAMPLES), "utf8"), { fileName: file });
    const input = parseListing(body);
    if (input.source !== undefined) await board.upsert({ ...input, source: input.source }, { fileName });
  }
  return files.length;
}

function started(fetch: Parameters<typeof listen>[0]["fetch"], hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname, port }, () => resolve(server));
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === "EADDRINUSE" ? "something else listens there already; choose another PORT" : cause.message;
      reject(new AppError("unavailable", `cannot listen on ${hostname}:${port}: ${reason}`, { cause }));
    });
  });
}

function portOf(server: ServerType): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

interface Facts {
  readonly address: string;
  readonly store: string;
  readonly listings: number;
  readonly samples: number;
}

function welcome({ address, store, listings, samples }: Facts): void {
  if (samples > 0) printLine(`The board was empty: ${samples} sample listings were added (--empty starts without).`);
  printLine(`Rolecall serves ${listings} listings from ${store} at ${address}`);
  printLine();
  printLine("Try:");
  printLine(`  curl '${address}/v1/search?q=typescript&facet=tag&facet=workplaceType'`);
  printLine(
    `  curl -X POST ${address}/v1/listings -H 'Content-Type: application/json' -d '{"title":"Gardener","company":{"name":"Green & Sons"}}'`,
  );
  printLine(`  curl '${address}/v1/changes?limit=5'`);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Takes no new connections, lets requests under way end, then closes what is left. */
function drained(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
