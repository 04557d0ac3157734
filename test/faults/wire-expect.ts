/** What both clouds' bundles have to hold while the connections to their stores are harmed. */
import { expect } from "vitest";
import { isProgram } from "../../infra/emulators/parts.ts";
import { startToxiproxy, type Toxiproxy, toxiproxyPath } from "../../infra/emulators/toxiproxy.ts";
import { wireRounds } from "./wire.ts";
import { WIRE_FAULTS, type WireFault } from "./wire-faults.ts";
import type { WiredTarget } from "./wire-targets.ts";

/** What brings Toxiproxy, where it is missing. */
export async function missingToxiproxy(): Promise<string | undefined> {
  if (await isProgram(toxiproxyPath(process.env))) return undefined;
  return "there is no Toxiproxy; npm run emulators -- --install toxiproxy";
}

/** Every fault once, briefly, and those of the target's own behind them. */
export async function expectWholeUnderFaults(
  wired: (toxiproxy: Toxiproxy) => Promise<WiredTarget>,
  ownFaults: readonly WireFault[] = [],
): Promise<void> {
  const toxiproxy = await startToxiproxy();
  try {
    const target = await wired(toxiproxy);
    const faults = [...WIRE_FAULTS, ...ownFaults];
    const options = {
      target,
      faults,
      goesOn: (pass: number) => pass < 1,
      onMs: 400,
      clients: 6,
      seed: 77,
    };
    const { rows, findings, hasRefused } = await wireRounds(options);
    expect(findings).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
    expect(rows.map(({ fault }) => fault)).toEqual(faults.map(({ name }) => name));
    // Otherwise the clients did nothing, and the test with them; or the faults did nothing.
    expect(findings.acknowledged).toBeGreaterThan(30);
    expect(findings.searches).toBeGreaterThan(3);
    expect(hasRefused).toBe(true);
  } finally {
    await toxiproxy.stop();
  }
}
