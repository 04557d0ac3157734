import { describe, expect, it, onTestFinished } from "vitest";
import type { RunningEmulator, Service } from "../../infra/emulators/emulator.ts";
import { type Answer, banner, type Coordinator, startCoordinator } from "../support/emulator-coordinator.ts";

/** A coordinator over emulators that are only names; `starts` and `stops` note what became of them. */
async function coordinated(missing: readonly Service[] = []) {
  const [starts, stops]: [Service[], Service[]] = [[], []];
  const coordinator = await startCoordinator(async (service): Promise<RunningEmulator> => {
    starts.push(service);
    if (missing.includes(service)) throw new Error(`${service} is missing; do this`);
    const stop = async () => void stops.push(service);
    return {
      service,
      source: "native",
      endpoint: "http://here",
      env: {},
      name: "n",
      ended: new Promise(() => {}),
      stop,
    };
  });
  let isOver = false;
  const stop = async () => {
    if (!isOver) await coordinator.stop();
    isOver = true;
  };
  onTestFinished(stop);
  return { coordinator, starts, stops, stop };
}

async function ask({ address }: Coordinator, service: string, file = "test/a.test.ts"): Promise<Answer> {
  return (await (await fetch(`${address}/${service}?file=${file}`)).json()) as Answer;
}

describe("the coordinator of a run's emulators", () => {
  it("starts an emulator on first need, once for all who ask, and stops it at the end", async () => {
    const { coordinator, starts, stops, stop } = await coordinated();
    expect(starts).toEqual([]);
    const answers = await Promise.all([ask(coordinator, "s3"), ask(coordinator, "s3"), ask(coordinator, "gcs")]);
    expect(answers[0]).toEqual({ emulator: { service: "s3", endpoint: "http://here", env: {}, name: "n" } });
    expect(answers[1]).toEqual(answers[0]);
    expect(starts.toSorted()).toEqual(["gcs", "s3"]);
    expect(stops).toEqual([]);
    await stop();
    expect(stops.toSorted()).toEqual(["gcs", "s3"]);
    await expect(fetch(coordinator.address)).rejects.toThrow();
  });

  it("a missing one is told to each who asks, with its reason, and noted", async () => {
    const { coordinator, starts } = await coordinated(["s3"]);
    expect(await ask(coordinator, "s3", "test/a.test.ts")).toEqual({ reason: "s3 is missing; do this" });
    expect(await ask(coordinator, "s3", "test/b.test.ts")).toEqual({ reason: "s3 is missing; do this" });
    expect(starts).toEqual(["s3"]);
    expect(coordinator.notRun.map(({ service, file }) => [service, file])).toEqual([
      ["s3", "test/a.test.ts"],
      ["s3", "test/b.test.ts"],
    ]);
  });

  it("knows four services and no other", async () => {
    const { coordinator } = await coordinated();
    expect((await fetch(`${coordinator.address}/sqs`)).status).toBe(404);
  });
});

describe("the banner at the end of a run", () => {
  it("is empty when every suite was run", () => {
    expect(banner([])).toBe("");
  });

  it("names each missing service once, with reason and command, and the files that were left out", () => {
    const reason = "MinIO: it is not there; npm run emulators -- --install s3";
    const text = banner([
      { service: "s3", file: "test/b.test.ts", reason },
      { service: "s3", file: "test/a.test.ts", reason },
      { service: "s3", file: "test/a.test.ts", reason },
      { service: "dynamodb", file: "test/b.test.ts", reason: "no Java" },
    ]);
    expect(text.split("\n").filter((line) => !/^=*$/.test(line))).toEqual([
      "NOT RUN, for want of an emulator:",
      "dynamodb: no Java",
      "    test/b.test.ts",
      `s3: ${reason}`,
      "    test/a.test.ts",
      "    test/b.test.ts",
    ]);
  });
});
