/**
 * A deployment to Google Cloud: every step, in an order in which each finds what it needs. `run-steps.ts` carries them out,
 * `script.ts` prints them; neither knows what a step is about.
 */
import { accountSteps } from "./accounts.ts";
import type { Parameters } from "./parameters.ts";
import { apiSteps, maintenanceSteps } from "./services.ts";
import type { Step } from "./step.ts";
import { bucketSteps, databaseSteps } from "./stores.ts";
import { watchingSteps } from "./watching.ts";

const SERVICES = [
  "artifactregistry.googleapis.com",
  "cloudbuild.googleapis.com",
  "cloudscheduler.googleapis.com",
  "firestore.googleapis.com",
  "iam.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
  "run.googleapis.com",
  "storage.googleapis.com",
];

/** All of a deployment. */
export function deploymentSteps(parameters: Parameters): readonly Step[] {
  return [
    servicesStep(),
    ...accountSteps(parameters),
    ...databaseSteps(parameters),
    ...bucketSteps(parameters),
    ...maintenanceSteps(parameters),
    ...apiSteps(parameters),
    ...watchingSteps(parameters),
  ].map((step) => inProject(step, parameters));
}

function servicesStep(): Step {
  return {
    id: "services",
    title: "The services of the project",
    probe: { argv: ["services", "list", "--enabled", "--format=value(config.name)"], lines: SERVICES },
    create: ["services", "enable", ...SERVICES],
  };
}

/** Names the project in every command, and has gcloud ask nothing. */
function inProject(step: Step, { project }: Parameters): Step {
  const common = [`--project=${project}`, "--quiet"];
  if ("read" in step) return { ...step, read: [...step.read, ...common] };
  const { probe, create, update } = step;
  return {
    ...step,
    ...(probe === undefined ? {} : { probe: { ...probe, argv: [...probe.argv, ...common] } }),
    ...(create === undefined ? {} : { create: [...create, ...common] }),
    ...(update === undefined ? {} : { update: [...update, ...common] }),
  };
}
