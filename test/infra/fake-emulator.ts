/** A small program in place of fake-gcs-server, as slow, deaf or broken as a test wants it, and a fake `docker`. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fakeGcsPath } from "../../infra/emulators/gcs.ts";
import { temporaryFolder } from "../support/command-line.ts";

/** A machine of a test's own: nothing is on its PATH, in its cache or in its temporary folder but what the test puts there. */
export interface Machine {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** The ids of the processes that fake emulators have started. */
  pids(): number[];
  /** What the fake `docker` was asked. */
  dockerCalls(): string[][];
}

export function machine(): Machine {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  for (const name of ["bin", "cache", "home", "tmp"]) mkdirSync(path(name));
  const lines = (name: string) => (existsSync(path(name)) ? readFileSync(path(name), "utf8").trim().split("\n") : []);
  return {
    folder,
    env: { PATH: path("bin"), XDG_CACHE_HOME: path("cache"), HOME: path("home"), TMPDIR: path("tmp") },
    pids: () => lines("pids").map(Number),
    dockerCalls: () => lines("docker-calls").map((line) => JSON.parse(line)),
  };
}

/** Puts a program into a folder: a Node script, whatever its name is to be. */
export function writeProgram(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
}

/** What the fake does before it serves; it has `fs`, `folder` (the machine's) and `serve()`. */
export const HABITS = {
  sound: "serve();",
  deaf: 'process.on("SIGTERM", () => {}); serve();',
  silent: "setInterval(() => {}, 1000);",
  broken: 'console.error("no space left on device"); process.exit(3);',
  "ends when a file appears": "serve(); fs.watch(folder, (_, name) => name === 'end' && process.exit(7));",
  "finds its first port taken":
    "if (!fs.existsSync(folder + '/tried')) { fs.writeFileSync(folder + '/tried', ''); throw new Error('listen: address already in use'); } serve();",
} as const;

/** Installs a fake-gcs-server in the machine's cache. It starts a child that would outlive it, if it were let. */
export function installFake({ folder, env }: Machine, habit: keyof typeof HABITS = "sound"): void {
  writeProgram(fakeGcsPath(env), fakeServer(folder, "-port", HABITS[habit]));
}

/** The server's script: it listens on the port that follows the flag, alone or behind `127.0.0.1:`. */
function fakeServer(folder: string, flag: string, habit: string): string {
  return `
    const fs = require("node:fs");
    const folder = ${JSON.stringify(folder)};
    const note = (pid) => fs.appendFileSync(folder + "/pids", pid + "\\n");
    note(process.pid);
    function serve() {
      const idle = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      note(idle.pid);
      const port = Number(/^(?:127\\.0\\.0\\.1:)?(\\d+)/.exec(process.argv[process.argv.indexOf(${JSON.stringify(flag)}) + 1])[1]);
      require("node:http").createServer((request, response) => response.end("{}")).listen(port, "127.0.0.1");
    }
    ${habit}`;
}

/** A `docker` whose engine answers, or does not, and whose containers are the same fake server. */
export function installDocker({ folder, env }: Machine, { isRunning }: { isRunning: boolean }): void {
  const calls = JSON.stringify(join(folder, "docker-calls"));
  writeProgram(
    join(env.PATH ?? "", "docker"),
    `require("node:fs").appendFileSync(${calls}, JSON.stringify(process.argv.slice(2)) + "\\n");
    if (process.argv[2] === "info") process.exit(${isRunning ? 0 : 1});
    if (process.argv[2] === "run") { ${fakeServer(folder, "--publish", HABITS.sound)} }`,
  );
}
