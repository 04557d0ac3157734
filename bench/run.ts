/** `npm run bench -- NAME [OPTIONS]` runs `bench/NAME.ts`. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [name = "", ...rest] = process.argv.slice(2);
const folder = fileURLToPath(new URL(".", import.meta.url));

if (!/^[a-z-]+$/.test(name) || name === "run" || !existsSync(`${folder}${name}.ts`)) {
  const names = readdirSync(folder).flatMap((file) =>
    file.endsWith(".ts") && file !== "run.ts" ? [file.slice(0, -3)] : [],
  );
  console.error(`usage: npm run bench -- ${names.join(" | ")}`);
  process.exitCode = 2;
} else {
  const { run }: { run: (args: readonly string[]) => Promise<void> } = await import(`./${name}.ts`);
  await run(rest);
}
