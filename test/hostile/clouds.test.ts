import { cloudSuites } from "../support/emulators.ts";
import { hostileSuite } from "./suite.ts";
import { hostileCloudRun, hostileFramework, hostileLambda } from "./targets.ts";

await cloudSuites(["dynamodb", "s3"], (emulators) => hostileSuite(hostileLambda(emulators)));
await cloudSuites(["firestore", "gcs"], (emulators) => {
  hostileSuite(hostileCloudRun(emulators));
  hostileSuite(hostileFramework(emulators));
});
