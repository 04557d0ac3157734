/**
 * What gcloud itself accepts, read from the tree of commands and flags that the Cloud SDK carries for completion. Hidden flags
 * are not in it, and it says nothing of how many names a command takes.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** `value`: takes one; a list: takes one of these; `bool`: takes none, and has a `--no-` form; `dynamic`: takes one. */
type Flag = "bool" | "value" | "dynamic" | readonly string[];

export interface CommandTree {
  readonly commands: Readonly<Record<string, CommandTree>>;
  readonly flags: Readonly<Record<string, Flag>>;
}

const TREE = "data/cli/gcloud_completions.py";

/** Of the Cloud SDK that is installed; without one `undefined`. */
export function installedCommandTree(): CommandTree | undefined {
  const programs = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "gcloud"));
  const own = programs
    .filter((program) => existsSync(program))
    .map((program) => dirname(dirname(realpathSync(program))));
  const file = [...own, "/usr/lib/google-cloud-sdk"].map((root) => join(root, TREE)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, "utf8");
  // A Python literal without anything that JSON lacks.
  return JSON.parse(text.slice(text.indexOf("{", text.indexOf("STATIC_COMPLETION_CLI_TREE"))));
}

/** What gcloud would refuse of a command, one sentence each. */
export function refusals(argv: readonly string[], tree: CommandTree): string[] {
  let node = tree;
  const rest = [...argv];
  const command = ["gcloud"];
  while (rest[0] !== undefined && Object.hasOwn(node.commands, rest[0])) {
    node = node.commands[rest[0]] ?? node;
    command.push(...rest.splice(0, 1));
  }
  if (Object.keys(node.commands).length > 0) return [`${[...command, ...rest.slice(0, 1)].join(" ")} is no command`];
  const flags = { ...tree.flags, ...node.flags };
  const given = rest.filter((word) => word.startsWith("--"));
  return given.flatMap((word) => refusalOf(word, flags).map((why) => `${command.join(" ")}: ${why}`));
}

function refusalOf(word: string, flags: Readonly<Record<string, Flag>>): string[] {
  const [name = "", ...rest] = word.split("=");
  const value = rest.length === 0 ? undefined : rest.join("=");
  const flag = flags[name] ?? (flags[name.replace("--no-", "--")] === "bool" ? "bool" : undefined);
  if (flag === undefined) return [`${name} is no flag`];
  if (flag === "bool") return value === undefined ? [] : [`${name} takes no value`];
  if (value === undefined) return [`${name} needs a value`];
  if (typeof flag !== "string" && !flag.includes(value)) return [`${name} must be one of ${flag.join(", ")}`];
  return [];
}
