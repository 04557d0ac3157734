/** What both clouds' bundles have to hold while the connections to their stores are harmed. */
import { expect } from "vitest";
import { isProgram } from "../../infra/emulators/parts.ts";
import { startToxiproxy, type Toxiproxy, toxiproxyPath } from "../../infra/emulators/toxiproxy.ts";
import { wireRounds } from "./wire.ts";
import { WIRE_FAULTS } from "./wire-faults.ts";
import type { WiredTarget } from "./wire-targets.ts";

/** What brings Toxiproxy, where it is missing. */
export async function missingToxiproxy(): Promise<string | undefined> {
  if (await isProgram(toxiproxyPath(process.env))) return undefined;
  return "there is no Toxiproxy; npm run emulators -- --install toxiproxy";
}

/** Every fault once, briefly. */
export async function expectWholeUnderFaults(wired: (toxiproxy: Toxiproxy) => Promise<WiredTarget>): Promise<void> {
  const toxiproxy = await startToxiproxy();
  try {
    const target = await wired(toxiproxy);
    const options = {
      target,
      faults: WIRE_FAULTS,
      goesOn: (pass: number) => pass < 1,
      onMs: 400,
      clients: 6,
      seed: 77,
    };
    const { rows, findings } = await wireRounds(options);
    expect(findings).toMatchObject({ lost: [], doubled: [], wrong: [], broken: [] });
    expect(rows.map(({ fault }) => fault)).toEqual(WIRE_FAULTS.map(({ name }) => name));
    // Otherwise the clients did nothing, and the test with them; or the faults did nothing.
    expect(findings.acknowledged).toBeGreaterThan(80);
    expect(findings.searches).toBeGreaterThan(10);
    expect(rows.filter(({ statuses }) => statuses.has(503)).length).toBeGreaterThan(0);
  } finally {
    await toxiproxy.stop();
  }
}
