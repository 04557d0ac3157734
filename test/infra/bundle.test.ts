/** The bundles: what is in them, what is not, and that what they leave for later is really not there before. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { lighterAwsSdk } from "../../infra/bundle/aws-sdk.ts";
import { type PackOptions, pack } from "../../infra/bundle/pack.ts";
import { type Bundled, bundle, faultsOf, TARGETS, type Target } from "../../infra/bundle.ts";
import { cloudSuites } from "../support/emulators.ts";

const bundles = new Map<Target, Bundled>();
beforeAll(async () => {
  for (const target of TARGETS) bundles.set(target, await bundle(target));
}, 120_000);

function bundled(target: Target): Bundled {
  const found = bundles.get(target);
  if (found === undefined) throw new Error(`there is no bundle for ${target}`);
  return found;
}

function filesOf({ file, parts }: Pick<Bundled, "file" | "parts">): Record<string, string> {
  return { [basename(file)]: file, [basename(parts)]: parts };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-bundle-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a script in a folder that holds nothing else but files of the given names. */
async function runIn(
  files: Readonly<Record<string, string>>,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const folder = temporaryFolder();
  for (const [name, from] of Object.entries(files)) copyFileSync(from, join(folder, name));
  // Not by `-e`, which loads of Node what a program would not.
  writeFileSync(join(folder, "script.cjs"), script);
  const { stdout } = await promisify(execFile)(process.execPath, ["script.cjs"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n{") + 1));
}

/** Calls the function with one request after the other; `seen` is what Node has loaded by then. */
const CALLS = `
const call = async (method, path, body) => {
  const [rawPath, rawQueryString = ""] = path.split("?");
  const requestContext = { domainName: "a.example", requestId: "0f6c5f4e-1e0b-4c6a-9d4b-8f1a2b3c4d5e", http: { method } };
  const headers = { host: "a.example", "content-type": "application/json" };
  return api({ rawPath, rawQueryString, headers, requestContext, body: body && JSON.stringify(body) });
};
const seen = () => process.moduleLoadList.filter((name) => /undici|NativeModule (?:https?|crypto)$/.test(name));
`;

describe.each(TARGETS)("the bundle for %s", (target) => {
  it("is a small program and its parts, without a word of where its source maps are", () => {
    const { file, parts, bytes } = bundled(target);
    const [program, text] = [readFileSync(file, "utf8"), readFileSync(parts, "utf8")];
    expect(program + text).not.toContain("sourceMappingURL");
    expect(program.length).toBeLessThan(16_000);
    expect(Buffer.byteLength(program + text)).toBe(bytes);
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith(".parts"))).toEqual([basename(parts)]);
  });

  it("has a map to our sources for each of its parts, outside of what is deployed", () => {
    const { file, sources } = bundled(target);
    const folder = join(file, "../../build");
    const { outputs } = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
    const names = Object.keys(outputs).map((path) => path.replace(/^.*\//, ""));
    expect(names).toContain(`${target}.js`);
    for (const name of names) expect(existsSync(join(folder, `${name}.map`))).toBe(true);
    const map = JSON.parse(readFileSync(join(folder, `${target}.js.map`), "utf8"));
    expect(map.sources.join()).toContain(`functions/${target}.ts`);
    expect(sources).toContain(`functions/${target}.ts`);
  });

  it("brings no other language of zod's than English", () => {
    const locales = bundled(target).sources.filter((source) => /\/zod\/.*\/locales\//.test(source));
    expect(locales.filter((source) => !source.endsWith("/en.js"))).toEqual([]);
  });
});

describe("the bundle for a cloud", () => {
  it("has that cloud's adapters and SDK, and nothing of the other's", () => {
    const [aws, gcp] = [bundled("aws").sources.join("\n"), bundled("gcp").sources.join("\n")];
    for (const own of [
      /adapters\/dynamodb\//,
      /adapters\/s3\//,
      /@aws-sdk\/client-dynamodb\//,
      /@aws-sdk\/client-s3\//,
    ]) {
      expect(aws).toMatch(own);
      expect(gcp).not.toMatch(own);
    }
    for (const own of [/adapters\/firestore\//, /adapters\/gcs\//, /@hono\/node-server\//]) {
      expect(gcp).toMatch(own);
      expect(aws).not.toMatch(own);
    }
    expect(aws).not.toMatch(/@google-cloud|google-auth-library/);
    expect(gcp).not.toMatch(/@aws-sdk|@smithy/);
  });

  it("of AWS does not search for credentials", () => {
    expect(bundled("aws").sources.join("\n")).not.toMatch(
      /credential-provider-(?:sso|ini|imds|process)|nested-clients/,
    );
  });

  it("of GCP says what Cloud Run's build has to install", () => {
    const manifest = JSON.parse(readFileSync(join(bundled("gcp").file, "../package.json"), "utf8"));
    expect(manifest.main).toBe("index.cjs");
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.scripts).toEqual({ start: "node serve.cjs" });
  });

  it("of the container has every adapter", () => {
    const sources = bundled("node").sources.join("\n");
    for (const name of ["dynamodb", "s3", "firestore", "gcs", "sqlite", "file", "memory"]) {
      expect(sources).toContain(`adapters/${name}/`);
    }
  });

  it.each<readonly [string, Partial<Bundled>, readonly string[], RegExp]>([
    ["another cloud's SDK", { sources: ["node_modules/@google-cloud/storage/a.js"] }, [], /contains .*storage\/a\.js/],
    ["another cloud's adapter", { sources: ["adapters/gcs/blob-store.ts"] }, [], /contains adapters\/gcs/],
    ["the languages of zod", { sources: ["node_modules/zod/v4/locales/de.js"] }, [], /contains .*de\.js/],
    [
      "the server for Node",
      { sources: ["node_modules/@hono/node-server/dist/index.mjs"] },
      [],
      /contains .*node-server/,
    ],
    ["what only tests need", { sources: ["node_modules/fast-check/lib/a.js"] }, [], /contains .*fast-check/],
    ["more than its budget", { bytes: 100_000_000 }, [], /has 100000000 bytes, the budget is/],
    ["a package left outside", {}, ["node:http", "bson"], /^needs bson, which is not in it$/],
  ])("is refused with %s", (_name, change, externals, fault) => {
    const faults = faultsOf({ ...bundled("aws"), ...change }, externals);
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  it("is accepted as it is", () => {
    for (const target of TARGETS) expect(faultsOf(bundled(target), ["node:http", "fs"])).toEqual([]);
  });
});

describe("the function for AWS", () => {
  const variables = { ROLECALL_TABLE: "none", ROLECALL_BUCKET: "none", AWS_REGION: "eu-central-1" };

  it("exports its handlers to whoever imports it", async () => {
    const script = `import("./index.cjs").then((module) => console.log("\\n" + JSON.stringify({ names: Object.keys(module) })));`;
    const { names } = (await runIn(filesOf(bundled("aws")), script, variables)) as { names: string[] };
    expect(names).toEqual(expect.arrayContaining(["api", "maintenance"]));
  });

  it("answers what needs no store with neither undici nor cryptography nor an SDK loaded, alone in its folder", async () => {
    const script = `const { api } = require("./index.cjs"); ${CALLS}
      (async () => {
        const { statusCode } = await call("GET", "/health");
        const limits = await call("GET", "/v1/limits");
        console.log("\\n" + JSON.stringify({ statuses: [statusCode, limits.statusCode], seen: seen() }));
      })();`;
    expect(await runIn(filesOf(bundled("aws")), script, variables)).toEqual({
      statuses: [200, 200],
      seen: [],
    });
  });
});

await cloudSuites(["dynamodb", "s3"], ({ dynamodb, s3 }) => {
  describe("the function for AWS over its store", () => {
    const env = { ...dynamodb.env, ...s3.env, ROLECALL_TABLE: dynamodb.name, ROLECALL_BUCKET: s3.name };

    it("loads the search engine with the first search, and not to read or write a listing", async () => {
      // Heard before the bundle takes what it compiles its parts with.
      const script = `const vm = require("node:vm"), { basename } = require("node:path"), { compileFunction } = vm;
        const parts = [];
        vm.compileFunction = (text, names, options) => {
          parts.push(basename(options.filename));
          return compileFunction(text, names, options);
        };
        const { api } = require("./index.cjs"); ${CALLS}
        (async () => {
          const { headers } = await call("POST", "/v1/listings", { title: "Gardener", company: { name: "Acme" } });
          const answers = [await call("GET", "/health"), await call("GET", headers.location)];
          const before = [...parts];
          answers.push(await call("GET", "/v1/search?q=gardener"));
          console.log("\\n" + JSON.stringify({ statuses: answers.map(({ statusCode }) => statusCode), before, parts }));
          process.exit();
        })();`;
      const board = { ROLECALL_DEVELOPMENT: "true", ROLECALL_BOARD: `parts-${process.pid}` };
      const { statuses, before, parts } = (await runIn(filesOf(bundled("aws")), script, {
        ...env,
        ...board,
      })) as { statuses: number[]; before: string[]; parts: string[] };
      expect(statuses).toEqual([200, 200, 200]);
      expect(engineIn(before)).toEqual([]);
      expect(engineIn(parts)).toContain("core/search/execute.ts");
    });

    it("creates, reads, lists, searches and imports without undici", async () => {
      const script = `const { api } = require("./index.cjs"); ${CALLS}
        (async () => {
          const listing = { title: "Gardener", company: { name: "Acme" } };
          const created = await call("POST", "/v1/listings", listing);
          const path = created.headers.location;
          const answers = [created, await call("GET", path), await call("GET", path + "/markdown")];
          answers.push(await call("GET", "/v1/search?q=gardener"), await call("POST", "/v1/search", { q: "gardener" }));
          answers.push(await call("GET", "/v1/listings"), await call("GET", "/v1/changes"), await call("GET", "/ready"));
          answers.push(await call("PUT", "/v1/sources/a/listing?externalId=1", listing));
          answers.push(await call("POST", "/v1/imports?source=b", [{ ...listing, source: { externalId: "2" } }]));
          answers.push(await call("GET", "/v1/nothing"), await call("DELETE", path));
          console.log("\\n" + JSON.stringify({ statuses: answers.map(({ statusCode }) => statusCode), seen: seen() }));
          process.exit();
        })();`;
      const board = { ROLECALL_DEVELOPMENT: "true", ROLECALL_BOARD: `bundle-${process.pid}` };
      const { statuses, seen } = (await runIn(filesOf(bundled("aws")), script, { ...env, ...board })) as {
        statuses: number[];
        seen: string[];
      };
      expect(statuses).toEqual([201, 200, 200, 200, 200, 200, 200, 200, 201, 200, 404, 204]);
      expect(seen.filter((name) => name.includes("undici"))).toEqual([]);
      // It did speak to its store.
      expect(seen).toContain("NativeModule http");
    });
  });
});

/** Sources of the engine and of what publishes, in the parts of the function for AWS that were loaded by then. */
function engineIn(parts: readonly string[]): string[] {
  const meta = JSON.parse(readFileSync(join(bundled("aws").file, "../../build/meta.json"), "utf8"));
  const outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> = meta.outputs;
  const loaded = Object.entries(outputs).filter(([path]) => parts.includes(path.replace(/^.*\//, "")));
  const sources = loaded.flatMap(([, { inputs }]) => Object.entries(inputs));
  return sources.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 && ENGINE.test(path) ? [path] : [])).sort();
}

const ENGINE = /^core\/search\/(?:listing-index|execute|matches|compiled-query|(?:terms|values|rank|query)\/.*)\.ts$/;

describe("the server for a container", () => {
  it("answers, alone in its folder, and ends when it is told to", async () => {
    const folder = temporaryFolder();
    for (const [name, from] of Object.entries(filesOf(bundled("node")))) copyFileSync(from, join(folder, name));
    const env = { PATH: process.env.PATH ?? "", PORT: "0", ROLECALL_STORE: "memory:", ROLECALL_BLOBS: "memory:" };
    const server = spawn(process.execPath, ["server.cjs"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void server.kill("SIGKILL"));
    const ended = once(server, "exit");
    const { address } = await firstLine(server.stdout);
    const answer = await fetch(`${address}/v1/search?q=gardener`);
    expect([answer.status, ((await answer.json()) as { total: number }).total]).toEqual([200, 0]);
    server.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });
});

async function firstLine(output: NodeJS.ReadableStream): Promise<{ readonly address: string }> {
  for await (const line of createInterface({ input: output })) return JSON.parse(line);
  throw new Error("it ended without a word");
}

describe("packing", () => {
  /** Packs the given sources, runs a script beside the file, and gives what it printed. */
  async function packed(
    sources: Readonly<Record<string, string>>,
    script: string,
    options: Partial<PackOptions> = {},
  ): Promise<unknown> {
    const root = temporaryFolder();
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(root, name), text);
    const { code, parts } = await pack({ root, entry: "main.ts", ...options });
    mkdirSync(join(root, "out"));
    const [file, partsFile] = [join(root, "out/main.cjs"), join(root, "out", parts.name)];
    writeFileSync(file, code);
    writeFileSync(partsFile, parts.text);
    return runIn(filesOf({ file, parts: partsFile }), script);
  }
  const PRINT = `const print = (value) => console.log("\\n" + JSON.stringify(value));`;

  it("runs a part when it is first imported, and once for all who import it", async () => {
    const sources = {
      "main.ts": `globalThis.ran = [];
        export const a = () => import("./a.ts");
        export const b = () => import("./b.ts");`,
      "a.ts": `import { shared } from "./shared.ts"; globalThis.ran.push("a"); export const value = shared;`,
      "b.ts": `import { shared } from "./shared.ts"; globalThis.ran.push("b"); export const value = shared;`,
      "shared.ts": `globalThis.ran.push("shared"); export const shared = { count: 0 };`,
    };
    const script = `const { a, b } = require("./main.cjs"); ${PRINT}
      (async () => {
        const before = [...ran];
        const [first, again, other] = [await a(), await a(), await b()];
        print({ before, ran, isSame: first.value === again.value && first.value === other.value });
      })();`;
    expect(await packed(sources, script)).toEqual({ before: [], ran: ["shared", "a", "b"], isSame: true });
  });

  it("tries a part again that could not be run", async () => {
    const sources = {
      "main.ts": `export const part = () => import("./part.ts");`,
      "part.ts": `globalThis.tries = (globalThis.tries ?? 0) + 1; if (globalThis.tries === 1) throw new Error("not yet"); export const tries = globalThis.tries;`,
    };
    const script = `const { part } = require("./main.cjs"); ${PRINT}
      (async () => {
        const first = await part().then(() => "ran", (error) => error.message);
        const stack = await part().then(({ tries }) => tries);
        print({ first, second: stack });
      })();`;
    expect(await packed(sources, script)).toEqual({ first: "not yet", second: 2 });
  });

  it("keeps every character", async () => {
    const text = "Gärtner 🌱 ~ */ /* ~0041 \\ ' \" ` $\u007bx} \u2028 \u0000";
    const sources = {
      "main.ts": `export const part = () => import("./part.ts");`,
      "part.ts": `export const text = ${JSON.stringify(text)}; export const pattern = /ä*/.exec("ää")[0] + String.raw\`ß\\u\`; export const star = /a*/g.source;`,
    };
    const script = `const { part } = require("./main.cjs"); ${PRINT} part().then(({ text, pattern, star }) => print({ text, pattern, star }));`;
    expect(await packed(sources, script)).toEqual({ text, pattern: "ääß\\u", star: "a*" });
  });

  it("gives every part the variables of its scope before the globals of the same names", async () => {
    const sources = {
      "main.ts": `export const here = Response.name; export const part = () => import("./part.ts");`,
      "part.ts": `export const there = new Response().kind;`,
    };
    const scope = { script: `class Response { kind = "ours"; }`, names: ["Response"] };
    const script = `const { here, part } = require("./main.cjs"); ${PRINT} part().then(({ there }) => print({ here, there, undici: process.moduleLoadList.some((name) => name.includes("undici")) }));`;
    expect(await packed(sources, script, { scope })).toEqual({ here: "Response", there: "ours", undici: false });
  });

  it("names a part in a stack as its map is named", async () => {
    const sources = {
      "main.ts": `export const part = () => import("./part.ts");`,
      "part.ts": `export const fail = () => new Error("x").stack;`,
    };
    const script = `const { part } = require("./main.cjs"); ${PRINT} part().then(({ fail }) => print({ stack: fail() }));`;
    const { stack } = (await packed(sources, script)) as { stack: string };
    expect(stack).toMatch(/\/part-[A-Z0-9]+\.js:\d+:\d+/);
  });

  it("fails when the AWS SDK has no longer what is replaced in it", async () => {
    const sources = { "main.ts": "export const a = 1;" };
    await expect(packed(sources, "", { plugins: [lighterAwsSdk()] })).rejects.toThrow(
      /the AWS SDK has no credentialSearch/,
    );
  });

  it("fails on code that does not hold together", async () => {
    await expect(packed({ "main.ts": `import "./nowhere.ts";` }, "")).rejects.toThrow(
      /Could not resolve "\.\/nowhere\.ts"/,
    );
  });
});
