/** One process over a folder of blobs: `node file-child.ts <folder> <count> <bytes>`. Prints what each put answered. */
import { writeSync } from "node:fs";
import { fileBlobStore } from "../../adapters/file/blob-store.ts";
import { isAppError } from "../../core/errors.ts";

const [folder = "", count = "0", bytes = "0"] = process.argv.slice(2);
const blobs = fileBlobStore({ folder });
for (let n = 0; n < Number(count); n++) {
  const answer: unknown = await blobs.put(`blob/${n}`, new Uint8Array(Number(bytes)).fill(n)).catch((e: unknown) => e);
  // Straight to the descriptor: a line in a stream's buffer would be lost with the process.
  writeSync(1, `${n} ${isAppError(answer) ? answer.code : "stored"}\n`);
}
