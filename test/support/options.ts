/** Options of the commands under test/: what is not one is answered with the usage, and nothing is begun. */
import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** A number that an option may be. */
export interface Range {
  readonly isWhole: boolean;
  /** What it is to be, in words. */
  readonly words: string;
}

export const COUNT: Range = { isWhole: true, words: "a whole number from 1 on" };
export const POSITIVE: Range = { isWhole: false, words: "a number above 0" };

/** A command line that cannot be run, or asks for help only. */
export class UsageError extends Error {
  /** 0 for who asked for help. */
  readonly exitCode: 0 | 2;

  constructor(message: string, exitCode: 0 | 2 = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** @throws UsageError for what is no option of these, and for `--help`. */
export function optionsFrom<const Given extends Options>(args: readonly string[], options: Given) {
  const config = { args: [...args], options: { ...options, help: { type: "boolean" } } } as const;
  // Asked for help beside whatever else: help is the answer.
  if (args.includes("--help")) throw new UsageError("", 0);
  try {
    return parseArgs(config).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `undefined` for an option that is not given. @throws UsageError naming the option and the range. */
export function numberFrom(option: string, given: string | undefined, { isWhole, words }: Range): number | undefined {
  if (given === undefined) return undefined;
  const number = given.trim() === "" ? Number.NaN : Number(given);
  const isInRange = Number.isFinite(number) && number > 0 && (!isWhole || Number.isSafeInteger(number));
  if (!isInRange) throw new UsageError(`--${option} is ${JSON.stringify(given)}, and has to be ${words}`);
  return number;
}

/** What `read` makes of the command line; where it cannot, says why, and how the command is used, and ends the process. */
export function orUsage<Read>(usage: string, read: (args: readonly string[]) => Read): Read {
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.exitCode === 0) process.stdout.write(`${usage}\n`);
    else process.stderr.write(`${error.message}\n${usage}\n`);
    process.exit(error.exitCode);
  }
}
