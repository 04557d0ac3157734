/**
 * One process that writes to a board over SQLite and a folder of blobs: `node disk-child.ts <folder> <writes>`. Says of every write what
 * came of it, in a line that leaves the process in a system call of its own, so that a trace shows what was on the disk by then.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { fileBlobStore } from "../../adapters/file/blob-store.ts";
import { sqliteKeySpace } from "../../adapters/sqlite/key-space.ts";
import { isAppError } from "../../core/errors.ts";
import { publish } from "../../core/index/publish.ts";
import { parseListing } from "../../core/listing/parse.ts";
import { type Board, openBoard } from "../../core/store/board.ts";
import { nodeEnv } from "../../functions/node-env.ts";

/** Writes between two snapshots. */
const WRITES_PER_SNAPSHOT = 12;
/** Each takes seconds, for it is tried again and again: a disk that has refused so many stays as it is. */
const MOST_REFUSED = 1;

const [folder = "", writes = "0"] = process.argv.slice(2);
const env = nodeEnv({ log: () => undefined });
const blobs = fileBlobStore({ folder: join(folder, "blobs") });

function say(words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(" ")}\n`);
}

/** The code of an error that the contract has; of any other all that it says, which its reader does not let pass. */
function wordOf(error: unknown): string {
  return isAppError(error) ? error.code : String(error).replaceAll(/\s+/g, "_");
}

async function write(board: Board): Promise<void> {
  let refused = 0;
  for (let n = 1; n <= Number(writes) && refused < MOST_REFUSED; n++) {
    const input = parseListing({
      title: `Listing ${n}`,
      company: { name: "Acme" },
      description: { format: "text", value: `${n} ${"x".repeat(8_000)}` },
    });
    await board.create(input).then(
      ({ stored }) => say(["acknowledged", n, stored.id]),
      (error: unknown) => {
        refused += 1;
        say([wordOf(error), n]);
      },
    );
    if (n % WRITES_PER_SNAPSHOT !== 0) continue;
    await publish({ board, blobs, env }).then(
      () => say(["published", n]),
      (error: unknown) => say([wordOf(error), n]),
    );
  }
}

try {
  const space = sqliteKeySpace({ path: join(folder, "board.db") });
  try {
    await write(await openBoard({ space, env, name: "default" }));
  } finally {
    // Closing writes, too: what fails there was told nobody.
    await space.close().catch(() => undefined);
  }
} catch (error) {
  // A disk that fails so early lets nobody open a board.
  say([wordOf(error), 0]);
}
