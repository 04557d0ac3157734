import { expect, it } from "vitest";
import { cloudSuites } from "../../support/emulators.ts";

await cloudSuites(["s3", "gcs"], () => {
  it("is never declared", () => expect.fail("a suite ran without its emulators"));
});
