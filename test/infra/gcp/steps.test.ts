import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toDocumentWrite } from "../../../adapters/firestore/document.ts";
import { ROOT } from "../../../infra/gcp/gcloud.ts";
import { type Parameters, readDeployOptions } from "../../../infra/gcp/parameters.ts";
import type { Argv, Step } from "../../../infra/gcp/step.ts";
import { deploymentSteps } from "../../../infra/gcp/steps.ts";
import { ALERT_POLICIES } from "../../../infra/gcp/watching.ts";
import { installedCommandTree, refusals } from "./gcloud-flags.ts";

const SHA256 = "0".repeat(64);
const CHANNEL = "projects/my-project/notificationChannels/7";

function parameters(...more: readonly string[]): Parameters {
  return readDeployOptions(["--project", "my-project", "--region", "europe-west1", ...more], {}).parameters;
}

/** Every command that a choice of parameters can bring about. */
function everyCommand(): string[][] {
  const choices = [
    [],
    ["--private"],
    ["--stage", "test", "--admin-key-sha256", SHA256, "--notification-channel", CHANNEL],
    ["--database", "(default)", "--no-admin-key"],
  ];
  return choices.flatMap((choice) =>
    deploymentSteps(parameters(...choice))
      .flatMap(commandsOf)
      .map(words),
  );
}

function commandsOf(step: Step): Argv[] {
  if ("read" in step) return [step.read];
  return [step.probe?.argv, step.create, step.update].filter((argv) => argv !== undefined);
}

function words(argv: Argv): string[] {
  return argv.map((word) => (typeof word === "string" ? word : `${word.flag}https://x.a.run.app`));
}

function valuesOf(flag: string, commands: readonly (readonly string[])[]): string[] {
  return commands.flatMap((argv) =>
    argv.filter((word) => word.startsWith(`${flag}=`)).map((word) => word.slice(flag.length + 1)),
  );
}

describe("steps", () => {
  const commands = everyCommand();

  it("have names of their own, and read a value before they use it", () => {
    const steps = deploymentSteps(parameters());
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    const read = new Set<string>();
    for (const step of steps) {
      for (const word of commandsOf(step).flat()) {
        if (typeof word !== "string") expect(read, step.id).toContain(word.kept);
      }
      if ("read" in step) read.add(step.as);
    }
    expect([...read].sort()).toEqual(["API_URL", "MAINTENANCE_URL"]);
  });

  it("name the project in every command and have gcloud ask nothing", () => {
    for (const argv of commands) expect(argv).toEqual(expect.arrayContaining(["--project=my-project", "--quiet"]));
  });

  it("look by lists alone: a describe that fails cannot be told from a thing that is absent", () => {
    const probes = deploymentSteps(parameters()).flatMap((step) =>
      "read" in step || !step.probe ? [] : [words(step.probe.argv)],
    );
    for (const argv of probes) expect(argv.join(" ")).toMatch(/^\S+( \S+)* (list|get-iam-policy)( |$)/);
  });

  it("grant these roles and no others", () => {
    const grants = commands.filter((argv) => argv.includes("add-iam-policy-binding"));
    const said = grants.map((argv) => {
      const resource = argv[argv.indexOf("add-iam-policy-binding") + 1];
      return [resource, ...["--role", "--member", "--condition"].flatMap((flag) => valuesOf(flag, [argv]))].join(" ");
    });
    const account = (name: string) => `serviceAccount:rolecall-${name}@my-project.iam.gserviceaccount.com`;
    const condition = (database: string) => `expression=resource.name=="projects/my-project/databases/${database}"`;
    expect([...new Set(said)].sort()).toEqual(
      [
        `my-project roles/run.builder ${account("builder")} None`,
        `my-project roles/run.builder ${account("test-builder")} None`,
        `my-project roles/datastore.user ${account("runtime")} ${condition("rolecall")},title=rolecall-database`,
        `my-project roles/datastore.user ${account("runtime")} ${condition("(default)")},title=rolecall-database`,
        `my-project roles/datastore.user ${account("test-runtime")} ${condition("rolecall-test")},title=rolecall-test-database`,
        `gs://my-project-rolecall roles/storage.objectUser ${account("runtime")} None`,
        `gs://my-project-rolecall-test roles/storage.objectUser ${account("test-runtime")} None`,
        `rolecall-maintenance roles/run.invoker ${account("invoker")} None`,
        `rolecall-test-maintenance roles/run.invoker ${account("test-invoker")} None`,
        "rolecall-api roles/run.invoker allUsers None",
        "rolecall-test-api roles/run.invoker allUsers None",
      ].sort(),
    );
  });

  it("open the API to everyone only without --private, and close it again with it", () => {
    const named = (id: string, ...more: string[]) =>
      deploymentSteps(parameters(...more)).find((step) => step.id === id);
    expect(named("public")).toMatchObject({ create: expect.arrayContaining(["--member=allUsers"]) });
    expect(named("public", "--private")).toBeUndefined();
    expect(named("private", "--private")).toMatchObject({
      update: expect.arrayContaining(["remove-iam-policy-binding", "--member=allUsers"]),
    });
    const maintenance = commandsOf(named("maintenance") ?? { id: "", title: "" });
    expect(maintenance).toEqual([expect.arrayContaining(["--no-allow-unauthenticated"])]);
  });

  it("give the services these variables, and none that makes every caller an administrator", () => {
    const given = valuesOf("--update-env-vars", commands).map((list) =>
      list.split(",").map((pair) => pair.split("=")[0]),
    );
    const always = [
      "NODE_ENV",
      "ROLECALL_ENTRY",
      "GOOGLE_CLOUD_PROJECT",
      "ROLECALL_DATABASE",
      "ROLECALL_BUCKET",
      "ROLECALL_BOARD",
    ];
    expect(new Set(given.map((names) => names.join(" ")))).toEqual(
      new Set([always.join(" "), [...always, "ROLECALL_ADMIN_KEY_SHA256"].join(" ")]),
    );
    expect(valuesOf("--set-env-vars", commands)).toEqual([]);
  });

  it("answer more than one request at once in an instance of the API, and one in one of maintenance", () => {
    const sizes = ["--memory", "1Gi", "--maintenance-memory", "4Gi"];
    const steps = deploymentSteps(parameters("--concurrency", "40", "--max-instances", "3", ...sizes));
    const deploys = steps
      .flatMap(commandsOf)
      .map(words)
      .filter((argv) => argv[1] === "deploy");
    const limits = (name: string) =>
      new Set(
        deploys
          .filter((argv) => argv[2] === name)
          .map((argv) => argv.filter((word) => /^--(concurrency|max-instances|memory)=/.test(word)).join(" ")),
      );
    expect(limits("rolecall-api")).toEqual(new Set(["--memory=1Gi --concurrency=40 --max-instances=3"]));
    expect(limits("rolecall-maintenance")).toEqual(new Set(["--memory=4Gi --concurrency=1 --max-instances=1"]));
  });

  it("leave no field of a document indexed", () => {
    const value = { kind: "listing", id: "i", revision: 1, body: "{}" };
    const write = toDocumentWrite("n", { key: "k", value }, "nonce") as { update: { fields: object } };
    const exempt = deploymentSteps(parameters()).flatMap(({ id }) => (id.startsWith("no-index-") ? [id.slice(9)] : []));
    expect(exempt.sort()).toEqual(Object.keys(write.update.fields).sort());
  });
});

describe("alerts", () => {
  const folder = join(ROOT, "infra/gcp/alerts");
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));

  it("are the files that are deployed, each under the name that is looked for", () => {
    const files = readdirSync(folder).filter((file) => file !== "index-age-metric.json");
    expect(ALERT_POLICIES.map(([file]) => file).sort()).toEqual(files.sort());
    for (const [file, displayName] of ALERT_POLICIES) expect(read(file).displayName).toBe(displayName);
  });

  it("watch metrics that exist, on the functions of every stage, and say what to do", () => {
    const { name } = read("index-age-metric.json");
    const metrics = new Set(["run.googleapis.com/request_count", `logging.googleapis.com/user/${name}`]);
    for (const [file] of ALERT_POLICIES) {
      const { conditions, documentation, combiner } = read(file);
      expect(combiner).toMatch(conditions.length === 1 ? /^OR$/ : /^(OR|AND_WITH_MATCHING_RESOURCE)$/);
      expect(documentation.content.length).toBeGreaterThan(100);
      const text = JSON.stringify(conditions);
      const watched = [...text.matchAll(/metric\.type = \\"([^\\]+)\\"/g)].map(([, metric = ""]) => metric);
      for (const metric of watched) {
        expect(metrics).toContain(metric);
        expect(documentation.content).toContain(metric);
      }
      expect(watched.length > 0 || text.includes("conditionMatchedLog"), file).toBe(true);
      const names = [...text.matchAll(/rolecall\(-\[a-z0-9-\]\+\)\?-[^\\$"]+/g)].map(
        ([name]) => new RegExp(`^${name}$`),
      );
      // The metric of the index's age is of maintenance alone.
      expect(names.length > 0, file).toBe(file !== "index-age.json");
      for (const form of names) {
        expect("rolecall-maintenance rolecall-api".split(" ").some((each) => form.test(each))).toBe(true);
        expect("rolecall-test-maintenance rolecall-test-api".split(" ").some((each) => form.test(each))).toBe(true);
        expect("another-maintenance another-api".split(" ").some((each) => form.test(each))).toBe(false);
      }
    }
  });

  it("learn the age of the index from the log of maintenance", () => {
    expect(read("index-age-metric.json")).toMatchObject({
      name: "rolecall-index-age",
      filter: expect.stringContaining('jsonPayload.event="index_age"'),
      valueExtractor: "EXTRACT(jsonPayload.seconds)",
    });
    const made = everyCommand().filter((argv) => argv[0] === "logging" && argv[2] !== "list");
    expect(new Set(made.map((argv) => argv[3]))).toEqual(new Set(["rolecall-index-age"]));
  });
});

describe("gcloud's own flags", () => {
  const tree = installedCommandTree();
  if (tree === undefined) {
    const reason = "NOT RUN: no Cloud SDK is installed, so that nothing says which commands and flags gcloud knows";
    if (process.env.CI === "true") it("are there to be checked against", () => expect.fail(reason));
    else it.skip(reason, () => undefined);
    return;
  }

  it("include every command, flag and listed value of every step", () => {
    expect(everyCommand().flatMap((argv) => refusals(argv, tree))).toEqual([]);
  });

  it("are really looked at", () => {
    const bad = (...argv: string[]) => refusals(argv, tree).join("; ");
    expect(bad("run", "deploy", "x", "--oops=1")).toBe("gcloud run deploy: --oops is no flag");
    expect(bad("run", "deploy", "x", "--cpu-boost=1")).toBe("gcloud run deploy: --cpu-boost takes no value");
    expect(bad("run", "deploy", "x", "--memory")).toBe("gcloud run deploy: --memory needs a value");
    expect(bad("run", "deploy", "x", "--no-memory")).toBe("gcloud run deploy: --no-memory is no flag");
    expect(bad("run", "deploy", "x", "--ingress=none")).toContain("--ingress must be one of all, internal");
    expect(bad("monitoring", "policies", "create")).toBe("gcloud monitoring policies is no command");
    expect(bad("run", "services")).toBe("gcloud run services is no command");
    expect(bad("run", "deploy", "x", "--no-allow-unauthenticated", "--quiet", "--memory=1Gi")).toBe("");
  });
});
