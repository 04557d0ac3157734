/** Tests, and files of tests, that several rows of the fault matrix name. */
import type { NamedTest } from "../support/named-tests.ts";

export const BOARD = "test/core/store/board.test.ts";
export const FOLLOWER = "test/core/index/follower.test.ts";
export const SNAPSHOTS = "test/core/index/follower-snapshots.test.ts";
export const DISK = "test/faults/disk.test.ts";
export const AWAY = "test/functions/degradation/stores-away.test.ts";
export const WIRES = [
  [
    "test/faults/wire-aws.test.ts",
    "cut, late, slow, deaf and closed connections to DynamoDB and S3 lose, double and falsify nothing",
  ],
  [
    "test/faults/wire-gcp.test.ts",
    "cut, late, slow, deaf and closed connections to Firestore and GCS lose, double and falsify nothing",
  ],
] as const satisfies readonly NamedTest[];
export const KILLS = [
  "test/faults/kills.test.ts",
  "a server killed fifteen times while it imports, writes, searches and publishes loses and doubles nothing",
] as const satisfies NamedTest;
export const POISON = "test/faults/poison.test.ts";
export const HOSTILE = [
  "test/hostile/suite.ts",
  `bad input on \${target.name}`,
  "$id, $title",
] as const satisfies NamedTest;
export const FORGOTTEN = "test/core/index/forgotten-deletions.test.ts";
export const VERSIONS = "test/core/index/other-versions.test.ts";
export const CANARIES = "test/faults/canaries-clouds.test.ts";
