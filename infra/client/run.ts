/**
 * `npm run client [-- --out FILE] [--check]`: the types of every request and answer, made from the OpenAPI document by
 * openapi-typescript. `--check` makes nothing and ends with 1 when the file is of another document.
 */
import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { memoryKeySpace } from "../../adapters/memory/key-space.ts";
import { nodeEnv } from "../../functions/node-env.ts";
import { openService } from "../../functions/open-service.ts";

/** It prints types with the compiler's own API, which TypeScript 7 no longer has: so it is fetched with a compiler of its own. */
const GENERATOR = ["--package=openapi-typescript@7.13.0", "--package=typescript@5.9.3"];

const { values } = parseArgs({ options: { out: { type: "string" }, check: { type: "boolean" } } });
const file = values.out ?? fileURLToPath(new URL("schema.ts", import.meta.url));
const document = await documentServed();
const head = `// Made by \`npm run client\` from the OpenAPI document ${hash("sha256", document)}. Do not edit: change the document.\n\n`;
if (values.check !== true) await writeFile(file, head + (await typesOf(document)));
else if (!(await readFile(file, "utf8").catch(() => "")).startsWith(head)) {
  process.stderr.write(`${file} is not of the document that is served: npm run client\n`);
  process.exitCode = 1;
}

async function documentServed(): Promise<string> {
  const stores = { space: memoryKeySpace(), blobs: memoryBlobStore() };
  const { app } = await openService({ ...stores, env: nodeEnv(), name: "default" });
  return (await app.request("/openapi.json")).text();
}

async function typesOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rolecall-client-"));
  try {
    const [from, to] = [join(folder, "openapi.json"), join(folder, "schema.ts")];
    await writeFile(from, text);
    await promisify(execFile)("npm", ["exec", "--yes", ...GENERATOR, "--", "openapi-typescript", from, "--output", to]);
    const types = await readFile(to, "utf8");
    return types.replace(/^\/\*\*[\s\S]*?\*\/\s*/, "");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
