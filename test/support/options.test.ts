import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { COUNT, numberFrom, optionsFrom, POSITIVE } from "./options.ts";

describe("a number given to a command", () => {
  it.each(["0", "-1", "0.01", "abc", "", " ", "Infinity", "1e300"])("%j is no count", (given) => {
    expect(() => numberFrom("rounds", given, COUNT)).toThrow(
      /^--rounds is .*, and has to be a whole number from 1 on$/,
    );
  });

  it.each(["0", "-1", "abc", "", "Infinity", "NaN"])("%j is not above 0", (given) => {
    expect(() => numberFrom("minutes", given, POSITIVE)).toThrow("--minutes is");
  });

  it("is itself where it is in the range, and nothing where none is given", () => {
    const numbers = [numberFrom("rounds", "3", COUNT), numberFrom("minutes", "0.5", POSITIVE)];
    expect([...numbers, numberFrom("seed", undefined, COUNT)]).toEqual([3, 0.5, undefined]);
  });
});

describe("a command line", () => {
  const options = { seed: { type: "string" } } as const;

  it.each([[["--sed", "1"]], [["kills"]], [["--seed"]], [["--seed", "-1"]]])("%j is refused", (args) => {
    expect(() => optionsFrom(args, options)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it("that asks for help is no fault, whatever else it asks for", () => {
    expect(() => optionsFrom(["--sed", "--help"], options)).toThrow(expect.objectContaining({ exitCode: 0 }));
  });

  it("is read", () => {
    expect(optionsFrom(["--seed", "7"], options)).toMatchObject({ seed: "7" });
  });
});

describe.each(["faults", "soak"])("npm run %s", (name) => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [`test/${name}/run.ts`, ...args], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("says how it is used when it is asked", { timeout: 60_000 }, () => {
    expect(run("--help")).toEqual({ status: 0, stdout: expect.stringContaining(`use: npm run ${name}`), stderr: "" });
  });

  it("begins nothing with a number that it cannot take", { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = run("--minutes", "0");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(new RegExp(`^--minutes is "0", and has to be a number above 0\nuse: npm run ${name} .*\n$`));
  });
});
