/** `rolecall openapi [--out FILE]`: the document that every service of this version serves as `/openapi.json`. */
import { writeFile } from "node:fs/promises";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { nodeEnv } from "../node-env.ts";
import { openService } from "../open-service.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { printLine } from "./output.ts";

export const writeOpenApi: Command = async (args) => {
  const { values, positionals } = readArguments(args, { out: { type: "string" } });
  if (positionals.length > 0) throw new UsageError("takes no words");
  const document = `${JSON.stringify(await servedDocument(), undefined, 2)}\n`;
  if (values.out === undefined) process.stdout.write(document);
  else await writeFile(values.out, document);
  if (values.out !== undefined && values.json !== true)
    printLine(`${values.out}: OpenAPI, ${document.length} characters`);
  return 0;
};

/** Asked of a service over nothing, so that it is the very document that clients get. */
async function servedDocument(): Promise<unknown> {
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  const { app } = await openService({ ...stores, env: nodeEnv(), name: "default" });
  const answer = await app.request("/openapi.json");
  return answer.json();
}
