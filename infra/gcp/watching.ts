/** What tells the owner that something is wrong: a metric out of the log, and alert policies. */
import type { Parameters } from "./parameters.ts";
import type { Step } from "./step.ts";

/** Relative to the root of the repository, where the commands run. */
const FOLDER = "infra/gcp/alerts";

/** Files in `alerts/`, with the display name inside each. */
export const ALERT_POLICIES: readonly (readonly [file: string, displayName: string])[] = [
  ["errors.json", "Rolecall: server errors"],
  ["throttles.json", "Rolecall: requests refused for want of instances"],
  ["schedule.json", "Rolecall: scheduled maintenance fails"],
  ["index-age.json", "Rolecall: index too old"],
];

/** One set for all stages of a project. Logs are kept 30 days, as the project's `_Default` bucket has it. */
export function watchingSteps({ notificationChannel }: Parameters): Step[] {
  const channel = notificationChannel === undefined ? [] : [`--notification-channels=${notificationChannel}`];
  return [
    {
      id: "index-age",
      title: "The age of the index as a metric, out of the log",
      probe: { argv: ["logging", "metrics", "list", "--format=value(name)"], lines: ["rolecall-index-age"] },
      create: [
        "logging",
        "metrics",
        "create",
        "rolecall-index-age",
        `--config-from-file=${FOLDER}/index-age-metric.json`,
      ],
      update: [
        "logging",
        "metrics",
        "update",
        "rolecall-index-age",
        `--config-from-file=${FOLDER}/index-age-metric.json`,
      ],
    },
    ...ALERT_POLICIES.map(([file, displayName]): Step => {
      // Made once and left alone: replacing a policy would drop the channels and limits that its owner gave it.
      return {
        id: `alert-${file.replace(".json", "")}`,
        title: `The alert "${displayName}"`,
        probe: {
          argv: ["alpha", "monitoring", "policies", "list", "--format=value(displayName)"],
          lines: [displayName],
        },
        create: ["alpha", "monitoring", "policies", "create", `--policy-from-file=${FOLDER}/${file}`, ...channel],
      };
    }),
  ];
}
