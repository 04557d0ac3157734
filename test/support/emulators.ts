/** Suites that need a cloud's emulator. It is started once for the whole run, by the main process (`emulators-setup.ts`). */
import { relative } from "node:path";
import { describe, expect, inject, it } from "vitest";
import type { Emulator, Service } from "../../infra/emulators/emulator.ts";
import type { Answer } from "./emulator-coordinator.ts";

/**
 * Declares a suite over one service's emulator; a test file awaits it at top level. When there is none, the suite is one
 * failing test with `CI=true`, else one that is reported as not run, here and once more at the end of the run.
 */
export function cloudSuite(service: Service, declare: (emulator: Emulator) => void): Promise<void> {
  return cloudSuites([service], (emulators) => declare(emulators[service]));
}

/** The same over several services: `cloudSuites(["dynamodb", "s3"], ({ dynamodb, s3 }) => …)`. */
export async function cloudSuites<Name extends Service>(
  services: readonly Name[],
  declare: (emulators: Record<Name, Emulator>) => void,
): Promise<void> {
  const answers = await Promise.all(services.map(ask));
  const reasons = answers.flatMap((answer) => ("reason" in answer ? [answer.reason] : []));
  if (reasons.length > 0) return declareNotRun(services, reasons);
  const emulators = answers.flatMap((answer) => ("emulator" in answer ? [answer.emulator] : []));
  declare(Object.fromEntries(emulators.map((emulator) => [emulator.service, emulator])) as Record<Name, Emulator>);
}

async function ask(service: Service): Promise<Answer> {
  const file = relative(process.cwd(), expect.getState().testPath ?? "");
  const response = await fetch(`${inject("emulators")}/${service}?${new URLSearchParams({ file })}`);
  return (await response.json()) as Answer;
}

function declareNotRun(services: readonly Service[], reasons: readonly string[]): void {
  describe(services.join(" and "), () => {
    if (process.env.CI === "true") it("has its emulators", () => expect.fail(reasons.join("\n")));
    else it.skip(`NOT RUN: ${reasons.join("; ")}`, () => undefined);
  });
}

/** The same for a program that a suite needs beside them: `missing` says which and what brings it. */
export function toolSuite(title: string, missing: string | undefined, declare: () => void): void {
  if (missing === undefined) {
    declare();
    return;
  }
  process.stderr.write(`\nNOT RUN: ${title}: ${missing}\n`);
  describe(title, () => {
    if (process.env.CI === "true") it("has its program", () => expect.fail(missing));
    else it.skip(`NOT RUN: ${missing}`, () => undefined);
  });
}
