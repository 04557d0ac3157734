/**
 * `npm run client [-- --out FILE] [--check]`: the types of every request and answer, made from the OpenAPI document by
 * openapi-typescript. `--check` writes nothing and ends with 1 when the file is not what would be written.
 */
import { readFile, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { memoryBlobStore } from "../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../adapters/memory/key-space.ts";
import { nodeEnv } from "../functions/node-env.ts";
import { openService } from "../functions/open-service.ts";

// openapi-typescript prints types with the compiler's own API, which TypeScript 7 no longer has: it gets version 5.
registerHooks({
  resolve: (specifier, context, next) => next(specifier === "typescript" ? "typescript-5" : specifier, context),
});

const HEAD = "// Made by `npm run client` from the OpenAPI document. Do not edit: change the document.\n\n";

const { values } = parseArgs({ options: { out: { type: "string" }, check: { type: "boolean" } } });
const file = values.out ?? fileURLToPath(new URL("../client/schema.ts", import.meta.url));
const types = await typesOfDocument();
if (values.check !== true) await writeFile(file, types);
else if ((await readFile(file, "utf8").catch(() => "")) !== types) {
  process.stderr.write(`${file} is not what the document says: npm run client\n`);
  process.exitCode = 1;
}

async function typesOfDocument(): Promise<string> {
  const { default: openapiTypescript, astToString } = await import("openapi-typescript");
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  const { app } = await openService({ ...stores, env: nodeEnv(), name: "default" });
  const document = await (await app.request("/openapi.json")).text();
  return HEAD + astToString(await openapiTypescript(document, { alphabetize: false }));
}
