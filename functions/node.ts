/**
 * The server for a container or a machine of one's own: the same addresses as the command line, no samples, JSON on standard
 * output. It listens at once; a store that is away makes `/ready` and the rest 503 until it is back.
 */

import { openBlobStore, openKeySpace } from "./addresses.ts";
import { localAuthentication } from "./auth/authentication.ts";
import { asksForCredentials, configuredAuthentication } from "./auth/configured.ts";
import { configuration } from "./configuration.ts";
import { doorOf } from "./door.ts";
import { ANONYMOUS, type Verifier } from "./http/principal.ts";
import { instanceFrom, trustedProxies } from "./instance-settings.ts";
import { keptAnswers } from "./kept-answers.ts";
import { lazyBlobStore } from "./lazy-blob-store.ts";
import { type LazyService, lazyService } from "./lazy-service.ts";
import { lineWriter } from "./line-writer.ts";
import { withMetrics } from "./metrics.ts";
import { nodeEnv } from "./node-env.ts";
import { mostOpenBoards } from "./open-board-limit.ts";
import { DEFAULT_REQUEST_LIMITS as limits } from "./request-limits.ts";
import { plainRequestLog } from "./request-log.ts";
import { assertLoopback, portNumber, runServer } from "./server.ts";

const env = nodeEnv({ log: lineWriter({ write: (text) => process.stdout.write(text) }) });
// Not awaited at the top: the bundle is a CommonJS file. What goes wrong is logged.
void runServer({
  env,
  open() {
    const isProtected = asksForCredentials(process.env);
    const port = portNumber(process.env.PORT, 8787);
    const hostname = process.env.HOST ?? (isProtected ? "0.0.0.0" : "127.0.0.1");
    if (!isProtected) assertLoopback(hostname);

    const { store, blobs: blobsAddress, board: name } = configuration(process.env);
    const authentication = isProtected ? configuredAuthentication(process.env) : localAuthentication();
    const blobs = lazyBlobStore(() => openBlobStore(blobsAddress));
    const openStores = async () => ({ space: await openKeySpace(store), blobs });
    const instance = instanceFrom(process.env, env, plainRequestLog(env));
    const service = lazyService({
      ...{ env, limits, authentication, name, openStores, instance },
      isLongRunning: true,
      mostOpenBoards: mostOpenBoards(process.env.ROLECALL_OPEN_BOARDS),
    });
    // Of `/metrics`, which answers its own machine also while the store is away.
    const verify: Verifier = async (authorization, signal) => {
      if (authorization === undefined) return ANONYMOUS;
      const { space } = await service.opened();
      return authentication({ name, isDefault: true, space, env })(authorization, signal);
    };
    return {
      fetch: withMetrics(service.fetch, { env, limits, verify, instance }),
      hostname,
      port,
      door: doorOf(instance, env),
      kept: keptAnswers({ env, instance }),
      trustedProxies: trustedProxies(process.env),
      facts: { store, blobs: blobsAddress, board: name },
      // Opened and loaded before the first request needs it; a failure is logged here and said by /ready.
      afterStart: () => void loaded(service).catch((error: unknown) => env.log("not_ready", { error: String(error) })),
      close: () => service.close(),
    };
  },
});

/** A log that is too long for a search is published first: nobody else may. */
async function loaded(service: LazyService): Promise<void> {
  const { index, publisher } = await service.opened();
  await publisher.assertRoom();
  await index.view();
}
