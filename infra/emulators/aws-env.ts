/** What the two AWS emulators share: a region and made-up credentials. */
import type { Environment } from "./emulator.ts";

/**
 * MinIO takes these as its root user; DynamoDB Local takes any key id of letters and digits. They open nothing but
 * emulators on this machine.
 */
export const AWS_ENV = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "rolecall",
  AWS_SECRET_ACCESS_KEY: "rolecall-on-loopback",
  // Empty: the token of a user who is signed in would go along with these, and MinIO refuses tokens it did not issue.
  AWS_SESSION_TOKEN: "",
} as const;

/** Options for either SDK client; an emulator of the user's own may want the user's credentials. */
export function clientOptions(endpoint: string, env: Environment) {
  return {
    endpoint,
    region: env.AWS_REGION ?? AWS_ENV.AWS_REGION,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? AWS_ENV.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? AWS_ENV.AWS_SECRET_ACCESS_KEY,
    },
  };
}
