import { it } from "vitest";
import { cloudSuite, toolSuite } from "../support/emulators.ts";
import { deathOf, missingNative, mortalEmulator } from "./mortal-emulators.ts";
import { expectWholeUnderFaults, missingToxiproxy } from "./wire-expect.ts";
import { wiredLambda } from "./wire-targets.ts";

// A MinIO of its own, which may be killed.
const missing = (await missingToxiproxy()) ?? (await missingNative("s3"));

await cloudSuite("dynamodb", (dynamodb) => {
  toolSuite("faults on the wire to DynamoDB and S3", missing, () => {
    it("cut, late, slow, deaf and closed connections to DynamoDB and S3 lose, double and falsify nothing", {
      timeout: 240_000,
    }, async () => {
      const s3 = await mortalEmulator("s3");
      try {
        await expectWholeUnderFaults((toxiproxy) => wiredLambda({ dynamodb, s3 }, toxiproxy), [deathOf(s3)]);
      } finally {
        await s3.stop();
      }
    });
  });
});
