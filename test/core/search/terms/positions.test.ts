import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteList } from "../../../../core/search/growable.ts";
import { SCOPES } from "../../../../core/search/query/query.ts";
import { pushPosition, Run, runEnd, runMeets, scopeEnd, scopeStart } from "../../../../core/search/terms/positions.ts";

const run = fc
  .array(fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: scopeEnd("location") - 1 })), { minLength: 1, maxLength: 200 })
  .map((positions) => positions.sort((a, b) => a - b));

function written(runs: readonly (readonly number[])[]): { bytes: Uint8Array; starts: number[] } {
  const list = new ByteList(1);
  const starts = runs.map((positions) => {
    const start = list.length;
    for (const [i, position] of positions.entries()) {
      pushPosition(list, position - (positions[i - 1] ?? 0), i === positions.length - 1);
    }
    return start;
  });
  return { bytes: list.filled.slice(), starts };
}

describe("runs of positions", () => {
  it("come back as they were written, one behind the other", () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 10 }), (runs) => {
        const { bytes, starts } = written(runs);
        const read = new Run();
        for (const [i, positions] of runs.entries()) {
          read.read(bytes, starts[i] ?? 0);
          expect([...read.positions.subarray(0, read.count)]).toEqual(positions);
          for (const position of [...positions, ...positions.map((each) => each + 1)].sort((a, b) => a - b)) {
            expect(read.has(position)).toBe(positions.includes(position));
          }
          expect(runEnd(bytes, starts[i] ?? 0)).toBe(starts[i + 1] ?? bytes.length);
        }
      }),
    );
  });

  it("say whether they meet a scope", () => {
    fc.assert(
      fc.property(run, fc.constantFrom(...SCOPES), (positions, scope) => {
        const { bytes } = written([positions]);
        const [start, end] = [scopeStart(scope), scopeEnd(scope)];
        expect(runMeets(bytes, 0, start, end)).toBe(positions.some((position) => position >= start && position < end));
      }),
    );
  });

  it("are copied whole", () => {
    const { bytes } = written([[1, 5, 200_000]]);
    const copy = new ByteList(1);
    copy.copy(bytes, 0, bytes.length);
    expect(copy.filled).toEqual(bytes);
  });
});

describe("scopes", () => {
  it("have ranges of their own", () => {
    const ranges = SCOPES.map((scope) => [scopeStart(scope), scopeEnd(scope)] as const).sort((a, b) => a[0] - b[0]);
    for (const [i, [start, end]] of ranges.entries()) {
      expect(end).toBeGreaterThan(start);
      expect(start).toBeGreaterThanOrEqual(ranges[i - 1]?.[1] ?? 0);
    }
  });
});
