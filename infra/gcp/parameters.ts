/** What a deployment to Google Cloud is told, read from the command line and checked before anything is asked of the cloud. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { AppError } from "../../core/errors.ts";

export interface Parameters {
  readonly project: string;
  readonly region: string;
  /** What every name begins with: `rolecall`, or `rolecall-STAGE`. */
  readonly prefix: string;
  readonly database: string;
  /** A region, or a multi-region such as `eur3`; it cannot be changed later. */
  readonly databaseLocation: string;
  readonly bucket: string;
  readonly board: string;
  readonly memory: string;
  /** Of the service that builds snapshots, which holds a whole index. */
  readonly maintenanceMemory: string;
  readonly cpu: number;
  /** Requests that one instance answers at once. */
  readonly concurrency: number;
  readonly maxInstances: number;
  /** Absent: what an earlier deployment set stays. Empty: nobody may write. */
  readonly adminKeySha256?: string;
  /** Only callers with `roles/run.invoker` reach the API. */
  readonly isPrivate: boolean;
  /** `projects/P/notificationChannels/N`: where new alert policies report. */
  readonly notificationChannel?: string;
  /** The folder with the bundle, from the root of the repository. */
  readonly source: string;
}

export interface DeployOptions {
  readonly parameters: Parameters;
  readonly isDryRun: boolean;
  /** Bundle first; else what lies in the source folder is deployed. */
  readonly bundles: boolean;
  readonly wantsNewAdminKey: boolean;
}

const OPTIONS = {
  project: { type: "string" },
  region: { type: "string" },
  stage: { type: "string" },
  database: { type: "string" },
  "database-location": { type: "string" },
  bucket: { type: "string" },
  board: { type: "string", default: "default" },
  memory: { type: "string", default: "512Mi" },
  "maintenance-memory": { type: "string", default: "2Gi" },
  cpu: { type: "string", default: "1" },
  concurrency: { type: "string", default: "80" },
  "max-instances": { type: "string", default: "10" },
  "admin-key-sha256": { type: "string" },
  "new-admin-key": { type: "boolean", default: false },
  "no-admin-key": { type: "boolean", default: false },
  "notification-channel": { type: "string" },
  private: { type: "boolean", default: false },
  "no-bundle": { type: "boolean", default: false },
  source: { type: "string" },
  "dry-run": { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

export const USAGE = `npm run deploy:gcp -- --project ID --region REGION [options]

  --stage NAME               a deployment of its own beside others: names begin with rolecall-NAME
  --dry-run                  print every command, run none
  --new-admin-key            make the key that may write, show it once, deploy its SHA-256
  --admin-key-sha256 HEX     the same with a key of yours
  --no-admin-key             nobody may write from now on; without these three the deployed key stays
  --private                  only callers with roles/run.invoker reach the API
  --database ID              default: rolecall, or rolecall-STAGE
  --database-location PLACE  default: the region; cannot be changed later
  --bucket NAME              default: PROJECT-rolecall, or PROJECT-rolecall-STAGE
  --board NAME               default: default
  --memory 512Mi  --cpu 1  --concurrency 80  --max-instances 10
  --maintenance-memory 2Gi   what a whole build of the search index may take
  --notification-channel projects/ID/notificationChannels/N
  --no-bundle                deploy what lies in infra/gcp/dist, or in --source FOLDER

The project and the region may also come from CLOUDSDK_CORE_PROJECT and CLOUDSDK_RUN_REGION.`;

const AMOUNT = [/^\d{1,6}(Mi|Gi)$/, "must be an amount such as 512Mi or 1Gi"] as const;

/** Each form, and the sentence for what does not have it. */
const FORMS = {
  // https://cloud.google.com/resource-manager/docs/creating-managing-projects
  project: [
    /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    "must be a project's id: 6 to 30 of a-z, 0-9 and -, beginning with a letter",
  ],
  region: [/^[a-z]+-[a-z]+\d{1,2}$/, "must be a region such as europe-west1"],
  // With `rolecall-` before and `-runtime` behind it, an account's id has at most 30 characters.
  stage: [/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/, "must be 1 to 12 of a-z, 0-9 and -, beginning with a letter"],
  database: [
    /^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/,
    "must be (default), or 4 to 63 of a-z, 0-9 and -, beginning with a letter",
  ],
  "database-location": [
    /^([a-z]+-[a-z]+\d{1,2}|[a-z]{3,4}\d)$/,
    "must be a region, or a multi-region such as eur3 or nam5",
  ],
  // https://cloud.google.com/storage/docs/buckets#naming; a name with a dot would have to be a domain of the caller's.
  bucket: [
    /^(?!goog)(?!.*google)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
    "must be 3 to 63 of a-z, 0-9, - and _, without google, beginning and ending with a letter or digit",
  ],
  board: [/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1 to 63 of a-z, 0-9 and -"],
  memory: AMOUNT,
  "maintenance-memory": AMOUNT,
  cpu: [/^[1248]$/, "must be 1, 2, 4 or 8: less than 1 allows no more than one request at once"],
  concurrency: [/^([1-9]\d{0,2}|1000)$/, "must be a whole number from 1 to 1000"],
  "max-instances": [/^[1-9]\d{0,3}$/, "must be a whole number from 1 to 9999"],
  "admin-key-sha256": [
    /^[0-9a-f]{64}$/i,
    "must be 64 hexadecimal digits, the SHA-256 of the key; --new-admin-key makes one",
  ],
  "notification-channel": [
    /^projects\/[^/,]+\/notificationChannels\/\d+$/,
    "must be projects/ID/notificationChannels/N",
  ],
} as const satisfies Record<string, readonly [RegExp, string]>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param environment for the project and the region, under gcloud's own names.
 * @throws AppError `invalid_parameter`: one sentence that says what is missing or wrong.
 */
export function readDeployOptions(args: readonly string[], environment: Environment): DeployOptions {
  const given = parsed(args);
  const keys = ["--new-admin-key", "--admin-key-sha256", "--no-admin-key"].filter((_, at) => keyChoices(given)[at]);
  if (keys.length > 1) throw refusal(`${keys.join(" and ")} exclude each other`);
  return {
    parameters: parametersOf(given, environment),
    isDryRun: given["dry-run"],
    bundles: !given["no-bundle"] && given.source === undefined,
    wantsNewAdminKey: given["new-admin-key"],
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (cause) {
    throw refusal(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

type Given = ReturnType<typeof parsed>;

function keyChoices(given: Given): boolean[] {
  return [given["new-admin-key"], given["admin-key-sha256"] !== undefined, given["no-admin-key"]];
}

function parametersOf(given: Given, environment: Environment): Parameters {
  const project = formed(
    "project",
    given.project ?? environment.CLOUDSDK_CORE_PROJECT,
    "no project: pass --project ID",
  );
  const region = formed(
    "region",
    given.region ?? environment.CLOUDSDK_RUN_REGION,
    "no region: pass --region, for example --region europe-west1; where the data lies cannot be changed later",
  );
  const stage = given.stage === undefined ? undefined : formed("stage", given.stage);
  const prefix = stage === undefined ? "rolecall" : `rolecall-${stage}`;
  const notificationChannel = given["notification-channel"];
  return {
    project,
    region,
    prefix,
    database: formed("database", given.database ?? prefix),
    databaseLocation: formed("database-location", given["database-location"] ?? region),
    bucket: formed("bucket", given.bucket ?? `${project}-${prefix}`),
    board: formed("board", given.board),
    memory: formed("memory", given.memory),
    maintenanceMemory: formed("maintenance-memory", given["maintenance-memory"]),
    cpu: Number(formed("cpu", given.cpu)),
    concurrency: Number(formed("concurrency", given.concurrency)),
    maxInstances: Number(formed("max-instances", given["max-instances"])),
    isPrivate: given.private,
    ...adminKey(given),
    ...(notificationChannel === undefined
      ? {}
      : { notificationChannel: formed("notification-channel", notificationChannel) }),
    source: given.source ?? "infra/gcp/dist",
  };
}

function adminKey(given: Given): Pick<Parameters, "adminKeySha256"> {
  if (given["no-admin-key"]) return { adminKeySha256: "" };
  const sha256 = given["admin-key-sha256"];
  return sha256 === undefined ? {} : { adminKeySha256: formed("admin-key-sha256", sha256).toLowerCase() };
}

function formed(name: keyof typeof FORMS, value: string | undefined, missing = ""): string {
  if (value === undefined || value === "") throw refusal(missing || `--${name} is empty`);
  const [form, rule] = FORMS[name];
  if (form.test(value)) return value;
  // What someone gives for a hash may be the key itself, and must not end up in a log.
  throw refusal(name === "admin-key-sha256" ? `--${name} ${rule}` : `--${name} ${JSON.stringify(value)} ${rule}`);
}

function refusal(message: string, cause?: unknown): AppError {
  return new AppError("invalid_parameter", message, { cause });
}
