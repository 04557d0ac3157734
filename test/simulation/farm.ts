/** Simulations in processes of their own, one for each core. */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleSimulation, type Edit } from "./bundle.ts";
import type { Done, Task } from "./worker.ts";

export interface Farm {
  /** One after the other on each worker, in the order of the tasks; `onDone` may end it by answering false. */
  run(tasks: Iterable<Task>, onDone: (done: Done) => boolean | undefined): Promise<void>;
  close(): void;
}

/** @param edits rules that are bent, see `bundle.ts`. */
export async function farm(workers: number, edits: readonly Edit[] = []): Promise<Farm> {
  const folder = mkdtempSync(join(tmpdir(), "rolecall-simulation-"));
  const file = join(folder, "worker.mjs");
  await bundleSimulation(file, edits);
  const children = Array.from({ length: workers }, () =>
    fork(file, { execArgv: ["--enable-source-maps"], serialization: "advanced" }),
  );
  return {
    async run(tasks, onDone) {
      const left = tasks[Symbol.iterator]();
      let isOver = false;
      const work = async (child: ChildProcess) => {
        for (let next = left.next(); next.done !== true && !isOver; next = left.next()) {
          if (onDone(await answered(child, next.value)) === false) isOver = true;
        }
      };
      await Promise.all(children.map(work));
    },
    close() {
      for (const child of children) child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answered(child: ChildProcess, task: Task): Promise<Done> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`the simulation of seed ${task.seed} ended without an answer`));
    child.once("exit", ended);
    child.once("message", (done: Done) => {
      child.off("exit", ended);
      resolve(done);
    });
    child.send(task);
  });
}
