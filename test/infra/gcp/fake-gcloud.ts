/**
 * The fake as a `gcloud` on the PATH. The program is a few lines of shell that hand their words to this process through named
 * pipes: a deployment calls gcloud some fifty times, and as many starts of Node take a minute on a busy machine.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/command-line.ts";
import { type CloudState, fakeGcloud } from "./fake-cloud.ts";

export interface FakeGcloud {
  /** For a process that is to find the fake. */
  readonly env: { readonly PATH: string };
  /** Every call so far. */
  readonly calls: readonly (readonly string[])[];
  /** Something to deploy. */
  readonly source: readonly string[];
}

/** Takes one call at a time, until the test is over. */
export function fakeGcloudOnPath(state: CloudState): FakeGcloud {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/bin`);
  mkdirSync(`${folder}/bundle`);
  writeFileSync(`${folder}/bundle/index.cjs`, "");
  writeFileSync(`${folder}/bin/gcloud`, program(folder), { mode: 0o755 });
  execFileSync("mkfifo", [`${folder}/request`, `${folder}/response`]);
  const calls: string[][] = [];
  const answering = answer(folder, state, calls);
  onTestFinished(() => stopped(answering, `${folder}/request`));
  return { env: { PATH: `${folder}/bin:/usr/bin:/bin` }, calls, source: ["--source", `${folder}/bundle`] };
}

/** No word of a call holds a line break. The first line that comes back is the status. */
function program(folder: string): string {
  return `#!/bin/sh
printf '%s\\n' "$@" > '${folder}/request'
exec 3< '${folder}/response'
read -r status <&3
if [ "$status" = 0 ]; then cat <&3; else cat <&3 >&2; fi
exit "$status"
`;
}

async function answer(folder: string, state: CloudState, calls: string[][]): Promise<void> {
  for (;;) {
    const request = await readFile(`${folder}/request`, "utf8");
    if (request === "") return;
    const argv = request.split("\n").slice(0, -1);
    calls.push(argv);
    const { status, out, err } = fakeGcloud(state, argv);
    await writeFile(`${folder}/response`, `${status}\n${status === 0 ? out : err}`);
  }
}

/**
 * A pipe that is opened and closed with nothing written ends the wait for a call. Said until it is heard: it may be said just
 * before the wait begins. `r+` does not wait for a reader itself.
 */
async function stopped(answering: Promise<void>, pipe: string): Promise<void> {
  let isOver = false;
  const over = answering.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await (await open(pipe, "r+")).close();
    await wait(10);
  }
  await over;
}
