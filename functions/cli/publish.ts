/** `rolecall publish`: brings the published search index to the end of the log; what a schedule does elsewhere. */
import { publish } from "../../core/index/publish.ts";
import { encodePosition } from "../../core/store/position.ts";
import { openBlobStore } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { type Command, readArguments, UsageError, withBoard } from "./command.ts";
import { printJson, printLine } from "./output.ts";

export const publishIndex: Command = async (args) => {
  const { values, positionals } = readArguments(args, { rebuild: { type: "boolean" } });
  if (positionals.length > 0) throw new UsageError("takes no words");
  return withBoard(async ({ board, env }) => {
    const blobs = await openBlobStore(configuration().blobs);
    try {
      const { outcome, built, offered } = await publish({ board, blobs, env, isRebuild: values.rebuild });
      const [newest] = offered;
      const snapshot = newest && { ...newest, position: encodePosition(board.incarnation, { seq: newest.position }) };
      if (values.json === true) printJson({ outcome, built, snapshot });
      else if (snapshot === undefined) printLine("the board is empty: there is nothing to publish");
      else printLine(`${MEANING[outcome]}: ${snapshot.name}, ${snapshot.listings} listings, ${snapshot.bytes} bytes`);
      return 0;
    } finally {
      await blobs.close();
    }
  });
};

const MEANING = {
  current: "nothing has changed since",
  published: "published",
  lost: "another process has published meanwhile",
} as const;
