/** Schemathesis in a virtual environment of its own, in the user's cache folder: every package pinned by `requirements.txt`. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Environment } from "../emulators/emulator.ts";
import { cacheFolder, exists, findProgram } from "../emulators/parts.ts";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const DIGEST_CHARS = 12;

const execute = promisify(execFile);

/** Path of the program; installs it first when these versions are not there. Throws without Python 3 on the PATH. */
export async function schemathesis(env: Environment, say: (line: string) => void): Promise<string> {
  const versions = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex")
    .slice(0, DIGEST_CHARS);
  const folder = join(cacheFolder(env), `schemathesis-${versions}`);
  const bin = join(folder, "bin");
  // Paths are written into a virtual environment, so it is made in its place: the mark says that it is whole.
  const mark = join(folder, "installed");
  if (!(await exists(mark))) {
    const python = await findProgram("python3", env);
    if (python === undefined)
      throw new Error("there is no python3 on the PATH, which Schemathesis needs (3.10 or newer)");
    say(`installing Schemathesis into ${folder}`);
    await rm(folder, { recursive: true, force: true });
    await execute(python, ["-m", "venv", folder]);
    await execute(join(bin, "pip"), [
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--requirement",
      REQUIREMENTS,
    ]);
    await writeFile(mark, "");
  }
  return join(bin, "schemathesis");
}
