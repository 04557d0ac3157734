/** `rolecall verify`: whether index and store say the same; `--rebuild`: and whether both ways to a snapshot give the same bytes. */
import { type BuildComparison, compareBuilds } from "../../core/index/compare-builds.ts";
import { follower } from "../../core/index/follower.ts";
import { verify } from "../../core/index/verify.ts";
import { encodePosition } from "../../core/store/position.ts";
import { openBlobStore } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { printJson, printLine } from "./output.ts";

/** Exit status 1 when anything differs, or the last snapshot cannot be read. */
export const verifyIndex: Command = async (args) => {
  const { values, positionals } = readArguments(args, { rebuild: { type: "boolean" } });
  if (positionals.length > 0) throw new UsageError("takes no words");
  return withBoard(async ({ board, env }) => {
    const blobs = await openBlobStore(configuration().blobs);
    const token = (seq: number) => encodePosition(board.incarnation, { seq });
    try {
      const verified = await verify({ board, env, follower: follower({ board, blobs, env }) });
      const rebuilt = values.rebuild === true ? await compareBuilds({ board, blobs, env }) : undefined;
      if (values.json === true) {
        const builds = rebuilt && { builds: { ...rebuilt, position: token(rebuilt.position) } };
        printJson({ ...verified, position: token(verified.position), ...builds });
      } else {
        const { listings, storeDigest, indexDigest, differing = [] } = verified;
        printLine(`${listings} listings at position ${token(verified.position)}`);
        printLine(`store ${storeDigest}\nindex ${indexDigest}`);
        for (const id of differing) printLine(`differs: ${id}`);
        if (rebuilt !== undefined) printBuilds(rebuilt);
      }
      return verified.equal && rebuilt?.equal !== false && rebuilt?.lost === undefined ? 0 : 1;
    } finally {
      await blobs.close();
    }
  });
};

function printBuilds({ equal, differing = [], lost = [], bytes }: BuildComparison): void {
  for (const name of lost) printLine(`cannot be read: ${name}`);
  const both = equal ? "the same bytes" : `other bytes in ${differing.join(", ")}`;
  printLine(`a scan and the log behind the last snapshot give ${both} (${bytes} bytes)`);
}
