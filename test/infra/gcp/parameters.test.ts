import { describe, expect, it } from "vitest";
import { readDeployOptions } from "../../../infra/gcp/parameters.ts";

const PLACE = ["--project", "my-project", "--region", "europe-west1"];
const read = (args: readonly string[], environment = {}) => readDeployOptions(args, environment);

describe("the parameters of a deployment", () => {
  it("have defaults for all but the project and the region", () => {
    expect(read(PLACE)).toEqual({
      parameters: {
        project: "my-project",
        region: "europe-west1",
        prefix: "rolecall",
        database: "rolecall",
        databaseLocation: "europe-west1",
        bucket: "my-project-rolecall",
        board: "default",
        memory: "512Mi",
        maintenanceMemory: "2Gi",
        cpu: 1,
        concurrency: 80,
        maxInstances: 10,
        isPrivate: false,
        source: "infra/gcp/dist",
      },
      isDryRun: false,
      bundles: true,
      wantsNewAdminKey: false,
    });
  });

  it("take the project and the region of gcloud's own variables, when no flag names them", () => {
    const environment = { CLOUDSDK_CORE_PROJECT: "their-project", CLOUDSDK_RUN_REGION: "us-central1" };
    expect(read([], environment).parameters).toMatchObject({ project: "their-project", region: "us-central1" });
    expect(read(PLACE, environment).parameters).toMatchObject({ project: "my-project", region: "europe-west1" });
  });

  it("name everything after the stage, within the longest names the services take", () => {
    const longest = [
      "--project",
      `p${"0".repeat(29)}`,
      "--region",
      "northamerica-northeast1",
      "--stage",
      "a23456789012",
    ];
    const { prefix, database, bucket } = read(longest).parameters;
    expect({ prefix, database }).toEqual({ prefix: "rolecall-a23456789012", database: "rolecall-a23456789012" });
    expect(`${prefix}-runtime`.length).toBeLessThanOrEqual(30);
    expect(`${prefix}-maintenance`.length).toBeLessThanOrEqual(49);
    expect(bucket.length).toBeLessThanOrEqual(63);
  });

  it.each([
    [[], /^no project: pass --project ID$/],
    [["--project", "my-project"], /^no region: pass --region, for example/],
    [["--project", ""], /^no project/],
    [["--project", "My Project", "--region", "europe-west1"], /^--project "My Project" must be a project's id: /],
    [
      ["--project", "my-project", "--region", "Frankfurt"],
      /^--region "Frankfurt" must be a region such as europe-west1$/,
    ],
    [[...PLACE, "--stage", "Prod"], /^--stage "Prod" must be 1 to 12 of/],
    [[...PLACE, "--stage", "a234567890123"], /^--stage "a234567890123" must be 1 to 12 of/],
    [[...PLACE, "--stage", "prod-"], /^--stage "prod-" must be/],
    [[...PLACE, "--bucket", "my_google_bucket"], /^--bucket "my_google_bucket" must be .*without google/],
    [[...PLACE, "--bucket", "goog-x"], /^--bucket "goog-x" must be/],
    [[...PLACE, "--bucket", "Jobs"], /^--bucket "Jobs" must be/],
    [[...PLACE, "--bucket", "jobs.example.com"], /^--bucket "jobs.example.com" must be/],
    [[...PLACE, "--bucket", "x".repeat(64)], /^--bucket "x+" must be/],
    [[...PLACE, "--database", "db"], /^--database "db" must be \(default\), or 4 to 63/],
    [[...PLACE, "--database-location", "Europe"], /^--database-location "Europe" must be/],
    [[...PLACE, "--board", "a,b"], /^--board "a,b" must be/],
    [[...PLACE, "--memory", "512"], /^--memory "512" must be an amount such as 512Mi/],
    [[...PLACE, "--maintenance-memory", "2G"], /^--maintenance-memory "2G" must be an amount such as 512Mi/],
    [[...PLACE, "--cpu", "0.5"], /^--cpu "0.5" must be 1, 2, 4 or 8/],
    [[...PLACE, "--concurrency", "0"], /^--concurrency "0" must be a whole number from 1 to 1000$/],
    [[...PLACE, "--concurrency", "1001"], /^--concurrency "1001" must be/],
    [[...PLACE, "--max-instances", "many"], /^--max-instances "many" must be/],
    [[...PLACE, "--admin-key-sha256", "secret"], /^--admin-key-sha256 must be 64 hexadecimal digits/],
    [[...PLACE, "--notification-channel", "me@example.com"], /^--notification-channel "me@example.com" must be/],
    [[...PLACE, "--new-admin-key", "--no-admin-key"], /^--new-admin-key and --no-admin-key exclude each other$/],
    [[...PLACE, "--admin-key-sha256", "ab".repeat(32), "--new-admin-key"], /exclude each other$/],
    [[...PLACE, "--concurrency"], /argument missing/],
    [[...PLACE, "more"], /Unexpected argument 'more'/],
  ] as const)("%j are refused in one line", (args, line) => {
    const refused = expect.objectContaining({ code: "invalid_parameter", message: expect.stringMatching(line) });
    expect(() => read(args)).toThrow(refused);
    expect(() => read(args)).not.toThrow(/\n/);
  });
});
