/** What a deployment may be called, and where it may be. */
import { AppError } from "../../core/errors.ts";

const STAGE = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const MAX_BUCKET_NAME = 63;
const ACCOUNT_DIGITS = 12;

/** @throws AppError `invalid_parameter`. */
export function assertRegion(region: string): void {
  if (REGION.test(region)) return;
  throw new AppError("invalid_parameter", `${JSON.stringify(region)} is no region: they look like eu-central-1`);
}

/** @throws AppError `invalid_parameter`. */
export function assertStage(stage: string): void {
  if (STAGE.test(stage)) return;
  throw new AppError(
    "invalid_parameter",
    `the stage ${JSON.stringify(stage)} must be of a-z, 0-9 and -, begin with a letter and not end with -`,
  );
}

/**
 * A stage's name is part of many; the bucket's is the one that has to be short: resources.yml.
 *
 * @throws AppError `invalid_parameter`.
 */
export function assertStageFits(stage: string, region: string): void {
  const most = MAX_BUCKET_NAME - bucketName("", region).length;
  if (stage.length <= most) return;
  throw new AppError(
    "invalid_parameter",
    `the stage ${JSON.stringify(stage)} has ${stage.length} characters; in ${region} at most ${most} fit into the bucket's name`,
  );
}

function bucketName(stage: string, region: string): string {
  return `rolecall-${stage}-${"0".repeat(ACCOUNT_DIGITS)}-${region}`;
}
