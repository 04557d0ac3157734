/** A deployment as a POSIX shell script: to be read, and to be run where this program cannot be. */
import type { Argv, EnsureStep, Step } from "./step.ts";

const PREAMBLE = `#!/bin/sh
# Run it in the root of the repository. It may be run again at any time: what is there stays, or is set as it should be.
# A new account takes a minute or two until every service knows it: when one is said not to exist, run it again.
set -eu

# Whether each argument is a line of what the last list printed.
has() {
  for line; do printf '%s\\n' "$found" | grep -qxFe "$line" || return 1; done
}
`;

/** @param before a line of shell that runs first, such as the one that bundles. */
export function shellScript(steps: readonly Step[], before: readonly string[]): string {
  return [PREAMBLE, ...before.map((line) => `${line}\n`), ...steps.map(block)].join("\n").trimEnd();
}

/** `gcloud run deploy …`, quoted so that a shell reads the same words. */
function shellCommand(argv: Argv): string {
  return ["gcloud", ...argv.map(word)].join(" ");
}

function block(step: Step, index: number): string {
  const title = `# ${index + 1}. ${step.title}`;
  if ("read" in step) return `${title}\n${step.as}=$(${shellCommand(step.read)})\n`;
  return `${title}\n${ensure(step)}\n`;
}

function ensure({ probe, create, update }: EnsureStep): string {
  const making = create === undefined ? ":" : shellCommand(create);
  if (probe === undefined) return making;
  const list = `found=$(${shellCommand(probe.argv)})`;
  const condition = `has ${probe.lines.map(quoted).join(" ")}`;
  if (update === undefined) return `${list}\n${condition} ||\n  ${making}`;
  return `${list}\nif ${condition}; then\n  ${shellCommand(update)}\nelse\n  ${making}\nfi`;
}

function word(argument: Argv[number]): string {
  return typeof argument === "string" ? quoted(argument) : `${argument.flag}"$${argument.kept}"`;
}

/** Left bare only when no shell gives any of it a meaning. */
function quoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
