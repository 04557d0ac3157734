import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each layer may import; the first folder that matches a file decides. */
const LAYERS: readonly { readonly folder: string; readonly may: readonly RegExp[] }[] = [
  { folder: "core/convert", may: [/^core\//, /^zod$/, /^yaml$/, /^fflate$/, /^markdown-it$/] },
  { folder: "core", may: [/^core\/(?!convert\/)/, /^zod$/] },
  { folder: "adapters/sqlite", may: [/^adapters\/sqlite\//, /^core\/(ports|errors|recent-map)\.ts$/, /^node:/] },
  { folder: "adapters/file", may: [/^adapters\/file\//, /^core\/(ports|errors)\.ts$/, /^node:/] },
  { folder: "adapters/memory", may: [/^adapters\/memory\//, /^core\/(ports|errors)\.ts$/] },
  { folder: "adapters/aws", may: [/^adapters\/aws\//, /^core\/errors\.ts$/, /^node:/, /^@smithy\/signature-v4$/] },
  {
    folder: "adapters/dynamodb",
    may: [/^adapters\/(aws|dynamodb)\//, /^core\/(ports|errors)\.ts$/, /^node:/, /^@aws-sdk\/client-dynamodb$/],
  },
  {
    folder: "adapters/s3",
    may: [/^adapters\/(aws|s3)\//, /^core\/(ports|errors)\.ts$/, /^node:/, /^@aws-sdk\/client-s3$/],
  },
  {
    folder: "adapters/google",
    may: [/^adapters\/google\//, /^core\/errors\.ts$/, /^node:/, /^google-auth-library$/],
  },
  { folder: "adapters/firestore", may: [/^adapters\/(google|firestore)\//, /^core\/(ports|errors)\.ts$/, /^node:/] },
  { folder: "adapters/gcs", may: [/^adapters\/(google|gcs)\//, /^core\/(ports|errors)\.ts$/, /^node:/] },
  { folder: "functions", may: [/^(functions|adapters|core)\//, /^node:/, /^(hono|@hono|jose|prom-client|zod)(\/|$)/] },
];

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const specifiers = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*["']([^"']+)["']/g)];
  const bare = [...text.matchAll(/(?:^|\n)\s*import\s*["']([^"']+)["']/g)];
  const dynamic = [...text.matchAll(/\bimport\(\s*["']([^"']+)["']/g)];
  return [...specifiers, ...bare, ...dynamic].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)) : specifier,
  );
}

function upwardImports(file: string): string[] {
  const layer = LAYERS.find(({ folder }) => file.startsWith(`${folder}/`));
  if (layer === undefined) return [`${file} is in no layer`];
  return importsOf(file)
    .filter((target) => !layer.may.some((allowed) => allowed.test(target)))
    .map((target) => `${file} -> ${target}`);
}

describe("layers", () => {
  it("every file imports only what lies below it", () => {
    const files = ["core", "adapters", "functions"].flatMap(sourceFiles);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(upwardImports)).toEqual([]);
  });
});
