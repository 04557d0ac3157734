/** What the documents say of the repository is so: links, file names, scripts, dependencies. And nothing names this machine. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Each adds to what a cold start loads and to what has to be watched; the reasons are in docs/architecture.md. */
const PRODUCTION_DEPENDENCIES = [
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-s3",
  "@hono/node-server",
  "@smithy/signature-v4",
  "fflate",
  "google-auth-library",
  "hono",
  "jose",
  "markdown-it",
  "yaml",
  "zod",
];

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const documents = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith(".md"),
);
const manifest = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
/** Not every checkout has its history: an unpacked archive is listed as if all of it were tracked. */
const tracked = existsSync(join(ROOT, ".git"))
  ? execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
      .split("\0")
      .filter((path) => path !== "")
  : readdirSync(ROOT, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));

/** What stands in code: between backticks in a line, and the lines of fenced blocks. */
function codeIn(text: string): string {
  const blocks = text.match(/^```[\s\S]*?^```/gm) ?? [];
  const spans = text.replace(/^```[\s\S]*?^```/gm, "").match(/`[^`\n]+`/g) ?? [];
  return [...blocks, ...spans].join("\n");
}

/** Targets of links and images that are neither on the web nor in the same document. */
function linksIn(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = ""]) => target);
  return targets.filter((target) => !/^([a-z]+:|#)/i.test(target)).map((target) => target.replace(/#.*$/, ""));
}

const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["node_modules", "data"].includes(entry.name))
  .map(({ name }) => name);

/** Paths of this repository as code names them: `core/store/board.ts`, `functions/cli/`; patterns are left alone. */
function pathsIn(text: string): string[] {
  const code = codeIn(text);
  const words = code.match(/(?<![\w./:@~-])\.?[\w.-]+(?:\/[\w.@-]+)*\/?/g) ?? [];
  return words.filter((word) => FOLDERS.includes(word.split("/")[0] ?? "") && word.includes("/"));
}

/** Files that are named alone, such as `schema.ts`, are somewhere. */
function fileNamesIn(text: string): string[] {
  return codeIn(text).match(/(?<=`)[\w-]+(?:\.test)?\.ts(?=`)/g) ?? [];
}

describe.each(["README.md", "docs/architecture.md", "CHANGELOG.md"])("%s", (path) => {
  it("is there, and says something", () => {
    expect(read(path).length).toBeGreaterThan(100);
  });
});

describe.each(documents)("%s", (path) => {
  it("links only to what is there", () => {
    const missing = linksIn(read(path)).filter((link) => !existsSync(join(ROOT, normalize(join(dirname(path), link)))));
    expect(missing).toEqual([]);
  });

  it("names only files and folders that are there", () => {
    expect(pathsIn(read(path)).filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const names = new Set(tracked.map((file) => file.slice(file.lastIndexOf("/") + 1)));
    expect(fileNamesIn(read(path)).filter((name) => !names.has(name))).toEqual([]);
  });

  it("names only scripts that package.json has", () => {
    const named = [...read(path).matchAll(/\bnpm run (?:-\S+ )*([\w:-]+)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !Object.hasOwn(manifest.scripts, script))).toEqual([]);
  });
});

describe("the readers above", () => {
  const text = [
    "See `core/ports.ts`, `no/such.ts` and [a](docs/x.md#part), [b](https://example.com), [c](#d), `schema.ts`.",
    "```sh",
    "node functions/cli.ts --x ./bench/run.ts",
    "```",
  ].join("\n");

  it("find links, paths and file names, so that an empty finding means something", () => {
    expect(linksIn(text)).toEqual(["docs/x.md"]);
    expect(pathsIn(text)).toEqual(["functions/cli.ts", "core/ports.ts"]);
    expect(fileNamesIn(text)).toEqual(["schema.ts"]);
    expect(pathsIn(read("docs/architecture.md")).length).toBeGreaterThan(10);
  });
});

describe("the production dependencies", () => {
  it("are these and no others", () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(PRODUCTION_DEPENDENCIES);
  });

  it.each(PRODUCTION_DEPENDENCIES)("%s has its reason in docs/architecture.md", (name) => {
    const line = read("docs/architecture.md")
      .split("\n")
      .find((text) => text.includes(`\`${name}\``) && text.length > name.length + 20);
    expect(line).toBeDefined();
  });
});

describe("the files of the repository", () => {
  // Written in parts, so that this file does not hold what it looks for.
  const folders = ["work", "home", "Users", "root"].map((name) => `/${name}/`);
  const hosts = ["registry.npm", "npm.pkg", "artifactory", "codeartifact", "verdaccio"];

  it("hold no path of the machine they were written on", () => {
    const path = new RegExp(`(?<![\\w.:/-])(?:${folders.join("|")})[\\w.-]+|/tmp/[\\w.-]+/[\\w./-]+`);
    expect(offenders(path)).toEqual([]);
  });

  it("hold no host of a package registry", () => {
    const host = new RegExp(`(?:${hosts.map((name) => name.replace(".", "\\.")).join("|")})[\\w.-]*\\.\\w+`);
    expect(offenders(host)).toEqual([]);
  });

  it("hold a lock file that names no host either, and every package with its hash", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as {
      readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
    };
    const installed = Object.entries(packages).filter(([name]) => name !== "");
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([name]) => name)).toEqual([]);
    expect(tracked).toContain("package-lock.json");
  });

  function offenders(pattern: RegExp): string[] {
    // A file that is tracked may be gone from the working tree.
    const files = tracked.filter((path) => existsSync(join(ROOT, path)));
    expect(files.length).toBeGreaterThan(50);
    return files.flatMap((path) => {
      const match = pattern.exec(readFileSync(join(ROOT, path), "utf8"));
      return match === null ? [] : [`${path}: ${match[0]}`];
    });
  }
});
