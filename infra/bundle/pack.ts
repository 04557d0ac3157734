/**
 * One file whose parts are compiled when they are first needed. V8 reads through every function of a script before it runs the
 * first line: 50 ms of CPU for the 900 KB of the function for AWS, most of them for what a request does not use. In a comment
 * the same text costs 4 ms, in a string 10 (one run of `vm.Script` on each; `npm run bench -- cold` has whole starts).
 *
 * What is a part is esbuild's own code splitting: whatever the sources load by `import()`, and what such parts share.
 */
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
  readonly code: string;
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
  const code = fileOf(parts, { entry: basename(path), exports, scope });
  return { code, metafile, maps: new Map(parts.map(({ name, map }) => [`${name}.map`, map])) };
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

interface FileOptions {
  readonly entry: string;
  readonly exports: readonly string[];
  readonly scope: PackOptions["scope"];
}

function fileOf(parts: readonly Part[], { entry, exports, scope }: FileOptions): string {
  const names = scope?.names ?? [];
  const texts = parts.map(({ name, text }) => [`./${name}`, escaped(text)] as const);
  const places = new Map<string, readonly [start: number, end: number]>();
  let end = 0;
  for (const [name, { length }] of texts) {
    places.set(name, [end, end + length]);
    end += length;
  }
  return `"use strict";
${scope?.script.trim() ?? ""}
const scope=[${names.map((name) => JSON.stringify(name))}],given=[${names}];
const places=${JSON.stringify(Object.fromEntries(places))},size=${end};
${LOADER.trim()}
module.exports=load(${JSON.stringify(`./${entry}`)});
0&&(module.exports={${exports}});
/*${texts.map(([, text]) => text).join("")}*/`;
}

/**
 * What runs of the file itself: reads the parts out of the comment at its end. The last statement above only tells Node what
 * the file exports when it is imported.
 */
const LOADER = `
const {readFileSync}=require("node:fs"),{join}=require("node:path"),{compileFunction}=require("node:vm");
const file=readFileSync(__filename),start=file.length-size-2;
const parameters=["exports","require","module","__filename","__dirname",...scope];
const loaded=new Map();
function textOf([from,to]){
  return file.latin1Slice(start+from,start+to).replace(/~(....)/g,(_,code)=>String.fromCharCode(parseInt(code,16)));
}
function load(name){
  const place=places[name];
  if(place===undefined)return require(name);
  const known=loaded.get(name);
  if(known!==undefined)return known.exports;
  const part={exports:{}};
  loaded.set(name,part);
  try{
    const run=compileFunction(textOf(place),parameters,{filename:join(__dirname,name)});
    run(part.exports,load,part,__filename,__dirname,...given);
  }catch(error){
    loaded.delete(name);
    throw error;
  }
  return part.exports;
}`;

/**
 * Text that can stand in a comment, in ASCII: one other character would make V8 keep the whole file at two bytes for each, and
 * read it at half the speed. What cannot stand there is `~` and its code in four digits.
 */
function escaped(text: string): string {
  return text.replace(/[~\u0080-\uffff]|(?<=\*)\//g, (character) => {
    return `~${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
