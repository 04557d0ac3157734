/** `rolecall restore`: makes a board whole that came back from a backup, perhaps in part. */
import { instantMs } from "../../core/listing/time.ts";
import { restoreBoard } from "../../core/store/restore.ts";
import { openKeySpace } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { printJson, printLine } from "./output.ts";

export const restore: Command = async (args) => {
  const { values, positionals } = readArguments(args, { yes: { type: "boolean" }, "taken-at": { type: "string" } });
  if (positionals.length > 0) throw new UsageError("takes no words");
  const env = nodeEnv();
  const takenAt = values["taken-at"] === undefined ? undefined : pastInstant(values["taken-at"], env.now());
  const { store, board } = configuration();
  if (values.yes !== true) {
    process.stderr.write(`${announcement(board, store)}\n`);
    return 2;
  }
  const space = await openKeySpace(store);
  try {
    const report = await restoreBoard({ space, env, board, takenAt });
    if (values.json === true) {
      printJson(report);
      return 0;
    }
    printLine(`${report.listings} listings, ${report.repaired} put back from the log`);
    printLine(`the log begins anew at position ${report.position}; ${report.entries} older entries are gone`);
    if (report.settings === "lost") printLine("the settings were lost: set them again with `rolecall board set`");
    return 0;
  } finally {
    await space.close();
  }
};

function pastInstant(text: string, now: number): number {
  const at = instantMs(text);
  if (at === undefined) throw new UsageError(`--taken-at ${text} must be an instant like 2026-03-01T04:00:00Z`);
  if (at > now) throw new UsageError(`--taken-at ${text} is in the future`);
  return at;
}

function announcement(board: string, store: string): string {
  return [
    `This makes board ${board} in ${store} whole after a backup was restored there:`,
    "- listings that the log knows newer are put back from it;",
    "- the log begins anew, above every number in the backup, and its older entries go;",
    "- positions and cursors that were handed out before expire: whoever follows the board starts from an export.",
    "If nobody had written to it for two weeks when the backup was taken, say when that was: --taken-at 2026-03-01T04:00:00Z.",
    "Stop everything that writes to it, then run: rolecall restore --yes",
  ].join("\n");
}
