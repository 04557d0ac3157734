/** Where native parts are looked for: the user's cache folder, and programs on the PATH. */
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "./emulator.ts";

/** `$XDG_CACHE_HOME/rolecall`, or `~/.cache/rolecall` (https://specifications.freedesktop.org/basedir-spec/latest/). */
export function cacheFolder(env: Environment): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "rolecall");
}

/** The first program of that name on the PATH; undefined when there is none. */
export async function findProgram(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    if (folder !== "" && (await isProgram(join(folder, name)))) return join(folder, name);
  }
  return undefined;
}

/** What to say of a service whose emulator is a Java program. */
export const NO_JAVA = {
  missing: "there is no Java (17 or newer) on the PATH",
  remedy: "install one, e.g. sudo apt-get install openjdk-17-jre-headless",
} as const;

/** Java, as its own tools look for it: `$JAVA_HOME` before the PATH. */
export async function findJava(env: Environment): Promise<string | undefined> {
  const own = env.JAVA_HOME === undefined ? undefined : join(env.JAVA_HOME, "bin", "java");
  return own !== undefined && (await isProgram(own)) ? own : findProgram("java", env);
}

export function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
