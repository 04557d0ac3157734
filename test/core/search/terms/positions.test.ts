import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Uint16List } from "../../../../core/search/growable.ts";
import { SCOPES } from "../../../../core/search/query/query.ts";
import {
  byPosition,
  LAST,
  laterRun,
  POSITION,
  pushRun,
  runMeets,
  scopeEnd,
  scopeStart,
} from "../../../../core/search/terms/positions.ts";

const run = fc
  .array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: scopeEnd("location") - 1 })), { minLength: 1, maxLength: 200 })
  .map((positions) => positions.sort((a, b) => a - b));

function written(runs: readonly (readonly number[])[]): { units: Uint16Array; starts: number[] } {
  const list = new Uint16List(1);
  const starts = runs.map((positions) => {
    const start = list.length;
    pushRun(list, Int32Array.from([...positions, 7, 7]), positions.length);
    return start;
  });
  return { units: list.filled.slice(), starts };
}

describe("runs of positions", () => {
  it("hold each position once, the last one marked, one run behind the other", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 10 }), (runs) => {
        const { units, starts } = written(runs);
        for (const [i, positions] of runs.entries()) {
          const own = [...units.subarray(starts[i] ?? 0, starts[i + 1])];
          expect(own.map((unit) => unit & POSITION)).toEqual([...new Set(positions)]);
          expect(own.findIndex((unit) => unit >= LAST)).toBe(own.length - 1);
        }
      }),
    );
  });

  it("are passed over, however many", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), (runs, a, b) => {
        const { units, starts } = written(runs);
        const [from = 0, to = 0] = [a % (runs.length + 1), b % (runs.length + 1)].sort((x, y) => x - y);
        const startOf = (i: number) => starts[i] ?? units.length;
        expect(laterRun(units, startOf(from), to - from)).toBe(startOf(to));
      }),
    );
  });

  it("say whether they meet a scope", () => {
    fc.assert(
      fc.property(run, fc.constantFrom(...SCOPES), (positions, scope) => {
        const { units } = written([positions]);
        const [start, end] = [scopeStart(scope), scopeEnd(scope)];
        expect(runMeets(units, 0, start, end)).toBe(positions.some((position) => position >= start && position < end));
      }),
    );
  });
});

describe("scopes", () => {
  it("have ranges of their own, which fill all positions", () => {
    const ranges = SCOPES.map((scope) => [scopeStart(scope), scopeEnd(scope)] as const).sort((a, b) => a[0] - b[0]);
    for (const [i, [start, end]] of ranges.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBe(ranges[i - 1]?.[1] ?? 0);
    }
    expect(ranges.at(-1)?.[1]).toBe(POSITION + 1);
  });

  it("are told by a position", () => {
    const numberAt = byPosition((scope) => SCOPES.indexOf(scope));
    for (const [i, scope] of SCOPES.entries()) {
      expect(numberAt(scopeStart(scope))).toBe(i);
      expect(numberAt(scopeEnd(scope) - 1)).toBe(i);
    }
  });
});
