import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { lineWriter } from "../../functions/line-writer.ts";

function scene() {
  const written: string[] = [];
  const turns: (() => void)[] = [];
  const exits: (() => void)[] = [];
  const log = lineWriter({
    write: (text) => written.push(text),
    afterTurn: (then) => turns.push(then),
    atExit: (then) => exits.push(then),
  });
  const end = (list: (() => void)[]) => {
    for (const then of list.splice(0)) then();
  };
  return { log, written, endTurn: () => end(turns), exit: () => end(exits), turns };
}

describe("lines of a log", () => {
  it("are written together when the turn ends, in order", () => {
    const { log, written, endTurn } = scene();
    for (const line of ["a", "b", "c"]) log(line);
    expect(written).toEqual([]);
    endTurn();
    log("d");
    endTurn();
    expect(written).toEqual(["a\nb\nc\n", "d\n"]);
  });

  it("ask for the end of a turn once", () => {
    const { log, turns } = scene();
    for (const line of ["a", "b", "c"]) log(line);
    expect(turns).toHaveLength(1);
  });

  it("that are still there when the process exits are written then, and once", () => {
    const { log, written, endTurn, exit } = scene();
    log("a");
    exit();
    endTurn();
    expect(written).toEqual(["a\n"]);
  });

  it("do not wait for the end of a long turn", () => {
    const { log, written, endTurn } = scene();
    for (let i = 0; i < 3; i++) log("x".repeat(40_000));
    expect(written.join("")).toHaveLength(2 * 40_001);
    endTurn();
    expect(written.join("")).toHaveLength(3 * 40_001);
  });

  it("are all there of a process that an error ended, or that ended itself", () => {
    const module = JSON.stringify(new URL("../../functions/line-writer.ts", import.meta.url).href);
    for (const end of ["throw new Error('gone')", "process.exit(3)"]) {
      const program = `import { lineWriter } from ${module};
        const log = lineWriter({ write: (text) => process.stdout.write(text) });
        log("first"); log("last"); ${end};`;
      const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
        encoding: "utf8",
      });
      expect(status).not.toBe(0);
      expect(stdout).toBe("first\nlast\n");
    }
  });

  it("go on behind a write that failed", () => {
    const written: string[] = [];
    const turns: (() => void)[] = [];
    let isBroken = true;
    const log = lineWriter({
      write(text) {
        if (isBroken) throw new Error("EPIPE");
        written.push(text);
      },
      afterTurn: (then) => turns.push(then),
      atExit: () => undefined,
    });
    log("a");
    expect(() => turns.shift()?.()).toThrow("EPIPE");
    isBroken = false;
    log("b");
    turns.shift()?.();
    expect(written).toEqual(["b\n"]);
  });
});
