import { defineConfig } from "vitest/config";

/** A run of one suite that a test starts where no emulator can be found. */
export default defineConfig({
  test: {
    root: new URL("../../..", import.meta.url).pathname,
    globalSetup: ["test/support/emulators-setup.ts"],
    include: ["test/infra/missing-emulator/suite.ts"],
  },
});
