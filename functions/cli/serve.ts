/** `rolecall serve`: the API in one process, over one store, with its search index in memory. */
import { readdir, readFile } from "node:fs/promises";
import { readMarkdown } from "../../core/convert/markdown.ts";
import { PublishNeeded } from "../../core/index/bounds.ts";
import type { Follower, View } from "../../core/index/follower.ts";
import type { Publisher } from "../../core/index/publisher.ts";
import { parseListing } from "../../core/listing/parse.ts";
import type { Board } from "../../core/store/board.ts";
import { openBlobStore, openKeySpace } from "../addresses.ts";
import { localAuthentication } from "../auth/authentication.ts";
import { asksForCredentials, configuredAuthentication } from "../auth/configured.ts";
import { configuration } from "../configuration.ts";
import { doorOf } from "../door.ts";
import { guardedStores } from "../guarded-stores.ts";
import { instanceFrom, trustedProxies } from "../instance-settings.ts";
import { keptAnswers } from "../kept-answers.ts";
import { withMetrics } from "../metrics.ts";
import { nodeEnv } from "../node-env.ts";
import { mostOpenBoards } from "../open-board-limit.ts";
import { openService } from "../open-service.ts";
import { assertLoopback, portNumber, startServer, stopSignal } from "../server.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { printJson, printLine } from "./output.ts";

const DEFAULT_PORT = 8787;
const SAMPLES = new URL("./samples/", import.meta.url);

export const serve: Command = async (args) => {
  const { values, positionals } = readArguments(args, {
    port: { type: "string" },
    host: { type: "string" },
    empty: { type: "boolean" },
    keys: { type: "boolean" },
  });
  if (positionals.length > 0) throw new UsageError("takes no words");
  if (values.port === "") throw new UsageError("--port needs a number, 0 for any that is free");
  const port = portNumber(values.port ?? process.env.PORT, DEFAULT_PORT, values.port === undefined ? "PORT" : "--port");
  const hostname = values.host ?? process.env.HOST ?? "127.0.0.1";
  const isProtected = values.keys === true || asksForCredentials(process.env);
  if (!isProtected) assertLoopback(hostname);

  const { store, blobs, board: name } = configuration();
  const env = nodeEnv({ log: (line) => process.stderr.write(`${line}\n`) });
  const space = await openKeySpace(store);
  const blobStore = await openBlobStore(blobs);
  const instance = instanceFrom(process.env, env);
  const authentication = isProtected ? configuredAuthentication(process.env) : localAuthentication();
  const service = await openService({
    ...{ ...guardedStores({ space, blobs: blobStore }, env, instance), env, name, instance, authentication },
    mostOpenBoards: mostOpenBoards(process.env.ROLECALL_OPEN_BOARDS),
    isLongRunning: true,
  });
  const { board, index, publisher, limits } = service;
  const verify = authentication({ name, isDefault: true, space, env });
  // Heard from now on: whoever has read that the server is there may tell it to stop.
  const stopped = stopSignal();
  // Before the samples, so that a port that is taken leaves the board as it was.
  const server = await startServer({
    fetch: withMetrics(service.fetch, { env, limits, verify, instance }),
    hostname,
    port,
    door: doorOf(instance, env),
    kept: keptAnswers({ env, instance }),
    trustedProxies: trustedProxies(process.env),
  });
  try {
    const samples = values.empty === true ? 0 : await addSamples(board);
    // A log that is too long for a search is published first: nobody else may.
    await publisher.assertRoom();
    const { position, index: loaded } = await firstView(index, publisher);
    const facts = { address: server.address, store, blobs, board: name, listings: loaded.listings, position, samples };
    if (values.json === true) printJson(facts);
    else welcome({ ...facts, isProtected });
    await stopped;
  } finally {
    await server.stop();
    await service.close();
    await Promise.all([space.close(), blobStore.close()]);
  }
  return 0;
};

/** Of a board that is too large to be searched without a snapshot, and has none that can be read: it gets one now. */
async function firstView(index: Follower, publisher: Publisher): Promise<View> {
  try {
    return await index.view();
  } catch (error) {
    if (!(error instanceof PublishNeeded)) throw error;
    printLine("The board has no snapshot that can be read: making one ...");
    await publisher.run();
    return index.view();
  }
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

interface Facts {
  readonly address: string;
  readonly store: string;
  readonly listings: number;
  readonly samples: number;
  readonly isProtected: boolean;
}

function welcome({ address, store, listings, samples, isProtected }: Facts): void {
  if (samples > 0) printLine(`The board was empty: ${samples} sample listings were added (--empty starts without).`);
  printLine(`Rolecall serves ${listings} listings from ${store} at ${address}`);
  printLine();
  const key = isProtected ? ' -H "Authorization: Bearer $KEY"' : "";
  printLine(isProtected ? "Try, with a key of `rolecall keys create` in KEY:" : "Try:");
  printLine(`  curl '${address}/v1/search?q=engineer&facet=country&facet=workplaceType'`);
  printLine(
    `  curl -X POST ${address}/v1/listings${key} -H 'Content-Type: application/json' -d '{"title":"Gardener","company":{"name":"Green & Sons"}}'`,
  );
  printLine(`  curl${key} '${address}/v1/changes?limit=5'`);
}
