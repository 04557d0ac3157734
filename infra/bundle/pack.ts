/**
 * A program whose parts are read and compiled when they are first needed. V8 reads through every function of a script before it runs
 * the first line: 50 ms of CPU for 900 KB, most of them for what a request does not use. So the script is no more than what finds
 * the parts, which are one file beside it: a file for each would be 3 ms more of a start, a comment at the end of the script 6 (medians of
 * `/health` on Lambda's handler, a run of each in turn; `npm run bench -- cold` has whole starts).
 *
 * What is a part is esbuild's own code splitting: whatever the sources load by `import()`, and what such parts share.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type BuildOptions, build, type Metafile, type OutputFile, transform } from "esbuild";

export interface PackOptions {
  readonly root: string;
  /** From the root. */
  readonly entry: string;
  readonly plugins?: BuildOptions["plugins"];
  /** Script that declares variables, and their names: every part meets them before the globals of the same names. */
  readonly scope?: { readonly script: string; readonly names: readonly string[] } | undefined;
}

export interface Packed {
  /** CommonJS, to stand beside the file of the parts. */
  readonly code: string;
  readonly parts: PartsFile;
  /** A source map for each part, by the name that it has in a stack. */
  readonly maps: ReadonlyMap<string, string>;
  readonly metafile: Metafile;
}

const TARGET = "node24";

export async function pack({ root, entry, plugins = [], scope }: PackOptions): Promise<Packed> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: "parts",
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    // Inline, for the second step alone: esbuild follows it to the sources.
    sourcemap: "inline",
    minify: true,
    legalComments: "none",
    platform: "node",
    format: "esm",
    target: TARGET,
    // Packages as ES modules, of which only what is used is taken: half of the AWS SDK, and half of the time it takes to load.
    mainFields: ["module", "main"],
    plugins,
    logLevel: "silent",
  });
  const parts = await Promise.all(outputFiles.map(partOf));
  const main = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (main === undefined) throw new Error(`the build gave nothing for ${entry}`);
  const [path, { exports }] = main;
  const text = parts.map((part) => part.text).join("");
  const file = { name: `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.parts`, text };
  const code = programOf(parts, { entry: basename(path), exports, scope, file: file.name });
  return { code, parts: file, metafile, maps: new Map(parts.map(({ name, map }) => [`${name}.map`, map])) };
}

export interface PartsFile {
  /** Of its text: a program finds its own parts, whatever else is built meanwhile. */
  readonly name: string;
  readonly text: string;
}

interface Part {
  readonly name: string;
  readonly text: string;
  readonly map: string;
}

async function partOf({ path, text }: OutputFile): Promise<Part> {
  const name = basename(path);
  const { code, map } = await transform(text, {
    // ES modules read every export of `node:http`, one of which loads undici: 30 to 40 ms on Node 24 that `require` does not.
    format: "cjs",
    // The same for `import("node:http")` inside the AWS SDK.
    supported: { "dynamic-import": false },
    platform: "node",
    target: TARGET,
    minify: true,
    sourcemap: "external",
    sourcefile: name,
  });
  return { name, text: code, map };
}

interface ProgramOptions {
  readonly entry: string;
  readonly exports: readonly string[];
  readonly scope: PackOptions["scope"];
  /** Of the parts. */
  readonly file: string;
}

function programOf(parts: readonly Part[], { entry, exports, scope, file }: ProgramOptions): string {
  const names = scope?.names ?? [];
  const places = new Map<string, readonly [start: number, end: number]>();
  let end = 0;
  for (const { name, text } of parts) {
    const start = end;
    end += Buffer.byteLength(text);
    places.set(`./${name}`, [start, end]);
  }
  return `"use strict";
${scope?.script.trim() ?? ""}
const scope=[${names.map((name) => JSON.stringify(name))}],given=[${names}];
const places=${JSON.stringify(Object.fromEntries(places))};
const {readFileSync}=require("node:fs"),{join}=require("node:path"),{compileFunction}=require("node:vm");
const file=readFileSync(join(__dirname,${JSON.stringify(file)}));
${LOADER.trim()}
module.exports=load(${JSON.stringify(`./${entry}`)});
0&&(module.exports={${exports}});
`;
}

/** Gives a part as `require` gives a module. The last statement above only tells Node what there is when the program is imported. */
const LOADER = `
const parameters=["exports","require","module","__filename","__dirname",...scope];
const loaded=new Map();
function load(name){
  const place=places[name];
  if(place===undefined)return require(name);
  const known=loaded.get(name);
  if(known!==undefined)return known.exports;
  const part={exports:{}};
  loaded.set(name,part);
  try{
    const run=compileFunction(file.toString("utf8",...place),parameters,{filename:join(__dirname,name)});
    run(part.exports,load,part,__filename,__dirname,...given);
  }catch(error){
    loaded.delete(name);
    throw error;
  }
  return part.exports;
}`;
