import { it } from "vitest";
import { cloudSuites, toolSuite } from "../support/emulators.ts";
import { expectWholeUnderFaults, missingToxiproxy } from "./wire-expect.ts";
import { wiredCloudRun } from "./wire-targets.ts";

const missing = await missingToxiproxy();

await cloudSuites(["firestore", "gcs"], (emulators) => {
  toolSuite("faults on the wire to Firestore and GCS", missing, () => {
    it(
      "cut, late, slow, deaf and closed connections to Firestore and GCS lose, double and falsify nothing",
      {
        timeout: 240_000,
      },
      () => expectWholeUnderFaults((toxiproxy) => wiredCloudRun(emulators, toxiproxy)),
    );
  });
});
