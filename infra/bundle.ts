/**
 * `npm run bundle [-- aws | gcp | node ...]`: each entry point as a program with everything it needs, and nothing of another
 * cloud, and a file of its parts beside it. Source maps stay in a folder beside it, not in what is deployed, and no bundle names one: a start that reads maps is
 * a slower start, so the lines of a stack are looked up afterwards.
 */
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Metafile } from "esbuild";
import { lighterAwsSdk } from "./bundle/aws-sdk.ts";
import { lightFetchScope } from "./bundle/light-fetch.ts";
import { type PackOptions, pack } from "./bundle/pack.ts";

export const TARGETS = ["aws", "gcp", "node"] as const;

export type Target = (typeof TARGETS)[number];

export interface Bundled {
  readonly target: Target;
  /** Absolute path of the file that runs. */
  readonly file: string;
  /** Absolute path of the file that it reads its parts from, in the same folder. */
  readonly parts: string;
  /** Of both. */
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Files that something of is in the bundle, from the root of the repository. */
  readonly sources: readonly string[];
}

interface Recipe {
  readonly entry: string;
  readonly file: string;
  /**
   * About 5 % above what it has: a dependency that grows, or one more, is to be noticed. 180 KB of each are the search engine,
   * its snapshots and its words for skills, synonyms and regions, in parts that only a search loads; 100 KB what renders
   * Markdown, in a part that only feeds, pages and JobPostings load; 110 KB the OpenAPI document, its examples and its page, in
   * a part that only they load.
   */
  readonly maxBytes: number;
  /** What must not be in it. */
  readonly strangers: readonly RegExp[];
  readonly options?: () => Promise<Pick<PackOptions, "plugins" | "scope">>;
  /** Files beside it, by their names. */
  readonly beside?: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KB = 1_000;

const AWS_SDK = /node_modules\/@(?:aws-sdk|smithy|aws-crypto)\//;
const GOOGLE_SDK = /node_modules\/(?:@google-cloud|@grpc|google-gax|google-auth-library|gaxios|protobufjs)\//;
/** `import { z } from "zod"` brings every language of its messages: 370 KB and 16 ms of a start. English is the one it needs. */
const ZOD_LOCALES = /node_modules\/zod\/.*\/locales\/(?!en\.)/;
/** Loads all of Node's undici when it is loaded itself, which the function for Lambda can do without. */
const NODE_SERVER = /node_modules\/@hono\/node-server\//;
const DEVELOPMENT = /node_modules\/(?:vitest|fast-check|esbuild|typescript|aws-lambda-ric)\//;

const RECIPES: Readonly<Record<Target, Recipe>> = {
  aws: {
    entry: "functions/aws.ts",
    file: "infra/aws/dist/index.cjs",
    maxBytes: 1_480 * KB,
    strangers: [GOOGLE_SDK, NODE_SERVER, /adapters\/(?:firestore|gcs|sqlite|file|memory)\//],
    options: async () => ({ plugins: [lighterAwsSdk()], scope: await lightFetchScope(ROOT) }),
  },
  gcp: {
    entry: "functions/gcp.ts",
    file: "infra/gcp/dist/index.cjs",
    maxBytes: 1_410 * KB,
    strangers: [AWS_SDK, /adapters\/(?:dynamodb|s3|sqlite|file|memory)\//],
    beside: {
      // Nothing to install; what the build of a Node service starts (a Procfile, so that SIGTERM meets no npm in between).
      "package.json": `${JSON.stringify({ private: true, main: "index.cjs", scripts: { start: "node serve.cjs" } }, undefined, 2)}\n`,
      Procfile: "web: node serve.cjs\n",
      "serve.cjs": 'require("./index.cjs").serve();\n',
    },
  },
  node: {
    entry: "functions/node.ts",
    file: "infra/node/dist/server.cjs",
    // Metrics are among them, which no function has.
    maxBytes: 2_060 * KB,
    strangers: [],
  },
};

/**
 * Writes the bundle, so that whoever starts it meanwhile finds the old one or the new one whole.
 * @throws Error for a bundle over its budget, or with something in it that does not belong there.
 */
export async function bundle(target: Target): Promise<Bundled> {
  const { entry, file, options, beside = {} } = RECIPES[target];
  const { code, parts, maps, metafile } = await pack({ root: ROOT, entry, ...(await options?.()) });
  const out = join(ROOT, file);
  const folder = dirname(out);
  const sizes = sizesOf([code, parts.text]);
  const bundled = { target, file: out, parts: join(folder, parts.name), ...sizes, sources: sourcesOf(metafile) };
  const faults = faultsOf(bundled, externalsOf(metafile));
  if (faults.length > 0) throw new Error(`the bundle for ${target} ${faults.join("; ")}`);
  const built = join(dirname(folder), "build");
  await replaceFolder(built, new Map([...maps, ["meta.json", JSON.stringify(metafile)]]));
  for (const [name, content] of Object.entries(beside)) await replaceFile(join(folder, name), content);
  await replaceFile(bundled.parts, parts.text);
  await replaceFile(out, code);
  const old = (await readdir(folder)).filter((name) => name.endsWith(".parts") && name !== parts.name);
  for (const name of old) await rm(join(folder, name), { force: true });
  return bundled;
}

function sizesOf(texts: readonly string[]): Pick<Bundled, "bytes" | "gzipBytes"> {
  const all = Buffer.from(texts.join(""));
  return { bytes: all.length, gzipBytes: gzipSync(all).length };
}

function sourcesOf({ outputs }: Metafile): string[] {
  const parts = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return [...new Set(parts.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])))].sort();
}

/** What the parts take from outside of the bundle. */
function externalsOf({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  return imports.flatMap(({ external, path }) => (external === true ? [path] : []));
}

/** All that can be wrong with a bundle that was built. */
export function faultsOf({ target, bytes, sources }: Bundled, externals: readonly string[]): string[] {
  const { maxBytes, strangers } = RECIPES[target];
  const budget = bytes > maxBytes ? [`has ${bytes} bytes, the budget is ${maxBytes}`] : [];
  const found = [...strangers, ZOD_LOCALES, DEVELOPMENT].flatMap((stranger) => {
    const first = sources.find((source) => stranger.test(source));
    return first === undefined ? [] : [`contains ${first}, which does not belong there`];
  });
  const missing = externals.filter((name) => !isBuiltin(name)).map((name) => `needs ${name}, which is not in it`);
  return [...budget, ...found, ...missing];
}

/** Other builds of the same sources may do the same at the same time: what only they have is left for the next one. */
async function replaceFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const before = await readdir(folder).catch(() => []);
  for (const [name, content] of files) await replaceFile(join(folder, name), content);
  const old = before.filter((name) => !files.has(name) && !name.endsWith(".tmp"));
  for (const name of old) await rm(join(folder, name), { force: true });
}

async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

function isTarget(name: string): name is Target {
  return (TARGETS as readonly string[]).includes(name);
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !isTarget(name));
  if (unknown !== undefined) {
    process.stderr.write(
      `there is no bundle ${JSON.stringify(unknown)}; usage: npm run bundle [-- aws | gcp | node]\n`,
    );
    return 2;
  }
  for (const target of names.length === 0 ? TARGETS : names.filter(isTarget)) {
    const { file, bytes, gzipBytes } = await bundle(target);
    const kb = (size: number) => `${(size / KB).toFixed(0)} KB`;
    process.stdout.write(`${file.slice(ROOT.length)}: ${kb(bytes)}, ${kb(gzipBytes)} as gzip\n`);
  }
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
