/** `rolecall boards list`: which boards the store has. */
import { boardNames } from "../../core/store/board-list.ts";
import { openKeySpace } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { printJson, printLine } from "./output.ts";

export const boards: Command = async (args) => {
  const { values, positionals } = readArguments(args, {});
  if (positionals.length !== 1 || positionals[0] !== "list") throw new UsageError("use: boards list");
  const space = await openKeySpace(configuration().store);
  try {
    const names = await boardNames({ space, env: nodeEnv() });
    if (values.json === true) printJson({ items: names.map((board) => ({ board })) });
    else for (const name of names) printLine(name);
    return 0;
  } finally {
    await space.close();
  }
};
