/** A folder for as long as a part of `npm run faults` needs it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function inFolder<T>(work: (folder: string) => Promise<T>, where: string = tmpdir()): Promise<T> {
  const folder = mkdtempSync(join(where, "rolecall-faults-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
