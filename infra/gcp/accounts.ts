/** The accounts of a deployment, one for each duty, and how to see what one of them may do. */
import type { Parameters } from "./parameters.ts";
import type { Probe, Step } from "./step.ts";

/** These come early: it takes a minute or two until every service knows a new account and what it may do. */
export function accountSteps({ project, prefix }: Parameters): Step[] {
  const builder = account(project, prefix, "builder");
  return [
    accountStep(project, prefix, "runtime", "Runs the functions"),
    accountStep(project, prefix, "builder", "Builds the functions"),
    accountStep(project, prefix, "invoker", "Calls maintenance by schedule"),
    // The account that builds by default may do far more, or nothing at all, depending on the age of the project
    // (https://cloud.google.com/run/docs/configuring/services/build-service-account).
    {
      id: "builder-role",
      title: "The builder may build",
      probe: projectBinding(project, "roles/run.builder", builder),
      create: [
        ...["projects", "add-iam-policy-binding", project, "--role=roles/run.builder"],
        ...[`--member=serviceAccount:${builder}`, "--condition=None"],
      ],
    },
  ];
}

type Duty = "runtime" | "builder" | "invoker";

/** The address of an account. */
export function account(project: string, prefix: string, duty: Duty): string {
  return `${prefix}-${duty}@${project}.iam.gserviceaccount.com`;
}

function accountStep(project: string, prefix: string, duty: Duty, does: string): Step {
  return {
    id: `account-${duty}`,
    title: `The account ${prefix}-${duty}`,
    probe: {
      argv: ["iam", "service-accounts", "list", "--format=value(email)"],
      lines: [account(project, prefix, duty)],
    },
    create: ["iam", "service-accounts", "create", `${prefix}-${duty}`, `--display-name=Rolecall: ${does}`],
  };
}

/** Whether a member has a role on the project. */
export function projectBinding(project: string, role: string, member: string, condition?: string): Probe {
  return binding(["projects", "get-iam-policy", project], role, member, condition);
}

/** The lines of a policy: role and member, and the condition when one is asked about. */
export function binding(policy: readonly string[], role: string, member: string, condition?: string): Probe {
  const fields = [
    "bindings.role",
    "bindings.members",
    ...(condition === undefined ? [] : ["bindings.condition.expression"]),
  ];
  return {
    argv: [...policy, "--flatten=bindings[].members", `--format=value[separator=" "](${fields.join(",")})`],
    lines: [[role, `serviceAccount:${member}`, ...(condition === undefined ? [] : [condition])].join(" ")],
  };
}
