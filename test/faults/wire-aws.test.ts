import { it } from "vitest";
import { cloudSuites, toolSuite } from "../support/emulators.ts";
import { expectWholeUnderFaults, missingToxiproxy } from "./wire-expect.ts";
import { wiredLambda } from "./wire-targets.ts";

const missing = await missingToxiproxy();

await cloudSuites(["dynamodb", "s3"], (emulators) => {
  toolSuite("faults on the wire to DynamoDB and S3", missing, () => {
    it(
      "cut, late, slow, deaf and closed connections to DynamoDB and S3 lose, double and falsify nothing",
      {
        timeout: 240_000,
      },
      () => expectWholeUnderFaults((toxiproxy) => wiredLambda(emulators, toxiproxy)),
    );
  });
});
