/** The two services, who may call them, and the schedule. */
import { account, binding } from "./accounts.ts";
import type { Parameters } from "./parameters.ts";
import type { Argv, Probe, Step } from "./step.ts";

/** The service that maintains the board, open to the scheduler alone. */
export function maintenanceSteps(parameters: Parameters): Step[] {
  const { project, prefix, region } = parameters;
  const name = `${prefix}-maintenance`;
  const invoker = account(project, prefix, "invoker");
  return [
    {
      id: "maintenance",
      title: `The service ${name}`,
      // No probe: it is never open to everyone, so that a binding someone added goes.
      create: [
        ...deployment(name, "maintenance", parameters),
        // One at a time: two publishers would do the same work twice. Of 540 s the work itself may take 500.
        ...["--concurrency=1", "--max-instances=1", "--timeout=540", "--no-allow-unauthenticated"],
      ],
    },
    {
      id: "maintenance-role",
      title: "The scheduler's account may call maintenance, and nothing else",
      probe: binding(["run", "services", "get-iam-policy", name, `--region=${region}`], "roles/run.invoker", invoker),
      create: [
        ...["run", "services", "add-iam-policy-binding", name, `--region=${region}`],
        ...["--role=roles/run.invoker", `--member=serviceAccount:${invoker}`, "--condition=None"],
      ],
    },
    { id: "maintenance-url", title: "Where maintenance is", read: urlOf(name, region), as: "MAINTENANCE_URL" },
    scheduleStep(name, region, invoker),
  ];
}

function scheduleStep(name: string, region: string, invoker: string): Step {
  const settings: Argv = [
    ...[name, `--location=${region}`, "--schedule=*/5 * * * *", "--time-zone=Etc/UTC", "--http-method=post"],
    { flag: "--uri=", kept: "MAINTENANCE_URL" },
    { flag: "--oidc-token-audience=", kept: "MAINTENANCE_URL" },
    `--oidc-service-account-email=${invoker}`,
    // Longer than the service may run; one more try, for the next run does the same work anyway.
    ...["--attempt-deadline=570s", "--max-retry-attempts=1", "--min-backoff=30s"],
  ];
  return {
    id: "schedule",
    title: "Maintenance every 5 minutes",
    probe: {
      argv: ["scheduler", "jobs", "list", `--location=${region}`, "--format=value(name.basename())"],
      lines: [name],
    },
    create: ["scheduler", "jobs", "create", "http", ...settings],
    update: ["scheduler", "jobs", "update", "http", ...settings],
  };
}

/** The service that answers requests. */
export function apiSteps(parameters: Parameters): Step[] {
  const { prefix, region, concurrency, maxInstances, isPrivate } = parameters;
  const name = `${prefix}-api`;
  const deploy = [
    ...deployment(name, "api", parameters),
    ...[`--concurrency=${concurrency}`, `--max-instances=${maxInstances}`, "--timeout=30", "--cpu-boost"],
  ];
  return [
    {
      id: "api",
      title: `The service ${name}`,
      probe: {
        argv: ["run", "services", "list", `--region=${region}`, "--format=value(metadata.name)"],
        lines: [name],
      },
      create: [...deploy, "--no-allow-unauthenticated"],
      // Said again, that flag would close the API to everyone until the next step.
      update: deploy,
    },
    isPrivate ? closedStep(name, region) : openStep(name, region),
    { id: "api-url", title: "Where the API is", read: urlOf(name, region), as: "API_URL" },
  ];
}

/** Reading is public by the contract; writing asks for the key. */
function openStep(name: string, region: string): Step {
  return {
    id: "public",
    title: "Everyone may call the API (leave out with --private)",
    probe: everyone(name, region),
    create: ["run", "services", "add-iam-policy-binding", name, ...EVERYONE, `--region=${region}`],
  };
}

function closedStep(name: string, region: string): Step {
  return {
    id: "private",
    title: "Only callers with roles/run.invoker reach the API",
    probe: everyone(name, region),
    update: ["run", "services", "remove-iam-policy-binding", name, ...EVERYONE, `--region=${region}`],
  };
}

const EVERYONE = ["--member=allUsers", "--role=roles/run.invoker", "--condition=None"];

function everyone(name: string, region: string): Probe {
  const { argv } = binding(["run", "services", "get-iam-policy", name, `--region=${region}`], "", "");
  return { argv, lines: ["roles/run.invoker allUsers"] };
}

function deployment(name: string, entry: "api" | "maintenance", parameters: Parameters): string[] {
  const { project, prefix, region, source, cpu } = parameters;
  const memory = entry === "maintenance" ? parameters.maintenanceMemory : parameters.memory;
  const builder = account(project, prefix, "builder");
  return [
    ...["run", "deploy", name, `--source=${source}`, "--base-image=nodejs24"],
    ...[`--region=${region}`, `--service-account=${account(project, prefix, "runtime")}`],
    `--build-service-account=projects/${project}/serviceAccounts/${builder}`,
    ...[`--memory=${memory}`, `--cpu=${cpu}`, `--update-env-vars=${environment(entry, parameters)}`],
  ];
}

/** Updated, not set: without a new key the one of an earlier deployment stays. None of the values can hold a comma. */
function environment(entry: string, { project, database, bucket, board, adminKeySha256 }: Parameters): string {
  const variables = {
    NODE_ENV: "production",
    // Both come from one source; this is which of them a service is.
    ROLECALL_ENTRY: entry,
    GOOGLE_CLOUD_PROJECT: project,
    ROLECALL_DATABASE: database,
    ROLECALL_BUCKET: bucket,
    ROLECALL_BOARD: board,
    ...(adminKeySha256 === undefined ? {} : { ROLECALL_ADMIN_KEY_SHA256: adminKeySha256 }),
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

function urlOf(name: string, region: string): Argv {
  return ["run", "services", "describe", name, `--region=${region}`, "--format=value(status.url)"];
}
