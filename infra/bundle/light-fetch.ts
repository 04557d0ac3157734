/** Puts the light fetch classes in the place of Node's own, for one bundle. */
import { join } from "node:path";
import { build } from "esbuild";
import type { PackOptions } from "./pack.ts";

const NAMES = ["Headers", "Request", "Response"];

/** Not esbuild's `inject`: it would make each file of the bundle wait for the classes, their own files included. */
export async function lightFetchScope(root: string): Promise<NonNullable<PackOptions["scope"]>> {
  const { outputFiles } = await build({
    stdin: {
      contents: NAMES.map((name) => `export { ${name} } from "./${name.toLowerCase()}.ts";`).join(""),
      resolveDir: join(root, "functions/light-fetch"),
      loader: "ts",
    },
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    globalName: "lightFetch",
    target: "node24",
  });
  const [{ text } = { text: "" }] = outputFiles;
  return { script: `${text.trim()}const{${NAMES}}=lightFetch;`, names: NAMES };
}
