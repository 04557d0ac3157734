/** `rolecall copy --from ADDRESS --to ADDRESS`: a board to another store, the same in every number; `--seal` moves it there. */
import { AppError } from "../../core/errors.ts";
import type { KeySpace } from "../../core/ports.ts";
import { type CopyProgress, type CopyReport, copyBoard } from "../../core/store/copy.ts";
import { openKeySpace } from "../addresses.ts";
import { configuration } from "../configuration.ts";
import { nodeEnv } from "../node-env.ts";
import { type Command, readArguments, UsageError } from "./command.ts";
import { printJson, printLine, progress } from "./output.ts";

export const copy: Command = async (args) => {
  const { values, positionals } = readArguments(args, {
    from: { type: "string" },
    to: { type: "string" },
    board: { type: "string" },
    seal: { type: "boolean" },
  });
  const { from, to, board: name = configuration().board } = values;
  if (from === undefined || to === undefined || positionals.length > 0)
    throw new UsageError("say where the board is and where it goes: --from ADDRESS --to ADDRESS");
  if (from === to) throw new AppError("invalid_parameter", `source and target are the same place: ${from}`);
  for (const address of [from, to]) {
    if (!/^memory:/.test(address)) continue;
    throw new AppError(
      "invalid_parameter",
      `${address} is gone with this command: nothing can be copied from or to it`,
    );
  }
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort(new Error("interrupted")));
  const seal = values.seal === true ? { movedTo: to } : undefined;
  const report = await withBoth(from, to, async (source, target) => {
    const shown = follower();
    try {
      const options = { name, seal, env: nodeEnv(), signal: stop.signal, onProgress: shown.report };
      return await copyBoard({ ...options, from: source, to: target });
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      throw new AppError("unavailable", "stopped: run the same copy again to go on from here", { cause: error });
    } finally {
      shown.end();
    }
  });
  if (values.json === true) printJson(report);
  else tell(report);
  return report.isEqual ? 0 : 1;
};

async function withBoth<T>(from: string, to: string, work: (source: KeySpace, target: KeySpace) => Promise<T>) {
  const source = await openKeySpace(from, "--from");
  try {
    const target = await openKeySpace(to, "--to");
    try {
      return await work(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** One line for each phase, the second starting from nothing. */
function follower() {
  const lines = { copying: progress("copied"), comparing: progress("compared") };
  const end = () => {
    lines.copying.end();
    lines.comparing.end();
  };
  return { report: ({ phase, read }: CopyProgress) => lines[phase].report(read), end };
}

function tell({ isEqual, wasComplete, written, listings, digest, position, differing, differences }: CopyReport): void {
  printLine(wasComplete ? "complete already: nothing was copied" : `${written} records written`);
  if (isEqual) {
    printLine(`equal: ${listings} listings, digest ${digest}, position ${position}`);
    return;
  }
  for (const { id, difference } of differences) printLine(`${id}: ${difference}`);
  if (differing > differences.length) printLine(`… and ${differing - differences.length} more`);
  const state = wasComplete
    ? "the copy was finished and is open: since then records were changed past its log or its source's, which the same copy again does not mend"
    : "the copy stays closed: run the same copy again";
  printLine(`different: ${differing} listings; ${state}`);
}
