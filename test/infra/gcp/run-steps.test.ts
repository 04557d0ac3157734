import { describe, expect, it } from "vitest";
import { readDeployOptions } from "../../../infra/gcp/parameters.ts";
import { type Kept, type Ran, runSteps } from "../../../infra/gcp/run-steps.ts";
import { deploymentSteps } from "../../../infra/gcp/steps.ts";
import { type CloudState, fakeGcloud } from "./fake-cloud.ts";

const PLACE = ["--project", "my-project", "--region", "europe-west1"];
const SHA256 = "ab".repeat(32);

interface Outcome {
  readonly kept: Kept | undefined;
  readonly error: unknown;
  readonly calls: readonly (readonly string[])[];
  readonly waits: readonly number[];
  readonly said: readonly string[];
}

interface DeployTestOptions {
  readonly args?: readonly string[];
  /** Answers instead of the cloud when it returns something. */
  readonly intercept?: (argv: readonly string[], step: number) => Ran | undefined;
}

/** A deployment within this process. */
async function deploy(state: CloudState, { args = [], intercept }: DeployTestOptions = {}): Promise<Outcome> {
  const { parameters } = readDeployOptions([...PLACE, ...args], {});
  const calls: (readonly string[])[] = [];
  const waits: number[] = [];
  const said: string[] = [];
  const options = {
    gcloud: async (argv: readonly string[]) => {
      calls.push(argv);
      return intercept?.(argv, stepOf(said)) ?? fakeGcloud(state, argv);
    },
    wait: async (ms: number) => void waits.push(ms),
    say: (line: string) => void said.push(line),
  };
  const outcome = await runSteps(deploymentSteps(parameters), options).then(
    (kept) => ({ kept, error: undefined }),
    (error: unknown) => ({ kept: undefined, error }),
  );
  return { ...outcome, calls, waits, said };
}

/** The number, from 0, of the step that was announced last. */
function stepOf(said: readonly string[]): number {
  return said.filter((line) => line.startsWith("[")).length - 1;
}

const failed = (err: string): Ran => ({ status: 1, out: "", err });
const isList = (argv: readonly string[]) => argv.some((word) => ["list", "get-iam-policy", "describe"].includes(word));
const changes = ({ calls }: Outcome) => calls.filter((argv) => !isList(argv)).map((argv) => argv.slice(0, 4).join(" "));

describe("deploying", () => {
  it("makes everything once, in an order that works, and tells where the API is", async () => {
    const state: CloudState = {};
    const { kept, error } = await deploy(state, { args: ["--admin-key-sha256", SHA256] });
    expect(error).toBeUndefined();
    expect(kept?.get("API_URL")).toBe("https://rolecall-api-x.a.run.app");
    const kinds = Object.keys(state).map((key) => key.split(" ")[0] ?? "");
    expect(
      Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length])),
    ).toEqual({
      service: 9,
      account: 3,
      binding: 5,
      database: 1,
      unindexed: 5,
      bucket: 1,
      function: 2,
      environment: 2,
      job: 1,
      metric: 1,
      alert: 4,
    });
    expect(JSON.parse(state["job rolecall-maintenance"] ?? "")).toMatchObject({
      uri: "https://rolecall-maintenance-x.a.run.app",
      "oidc-token-audience": "https://rolecall-maintenance-x.a.run.app",
      "oidc-service-account-email": "rolecall-invoker@my-project.iam.gserviceaccount.com",
    });
    expect(JSON.parse(state["environment rolecall-api"] ?? "")).toEqual({
      NODE_ENV: "production",
      GOOGLE_CLOUD_PROJECT: "my-project",
      ROLECALL_DATABASE: "rolecall",
      ROLECALL_BUCKET: "my-project-rolecall",
      ROLECALL_BOARD: "default",
      ROLECALL_ADMIN_KEY_SHA256: SHA256,
      ROLECALL_ENTRY: "api",
    });
  });

  it("done again, sets what may be set and makes nothing; the API stays open and keeps its key", async () => {
    const state: CloudState = {};
    await deploy(state, { args: ["--admin-key-sha256", SHA256] });
    const before = structuredClone(state);
    const again = await deploy(state);
    expect(again.error).toBeUndefined();
    expect(state).toEqual(before);
    expect(changes(again)).toEqual([
      "firestore databases update --database=rolecall",
      "storage buckets update gs://my-project-rolecall",
      "run deploy rolecall-maintenance --source=infra/gcp/dist",
      "scheduler jobs update http",
      "run deploy rolecall-api --source=infra/gcp/dist",
      "logging metrics update rolecall-index-age",
    ]);
  });

  it("takes back what an owner changed by hand", async () => {
    const state: CloudState = {};
    await deploy(state);
    const before = structuredClone(state);
    state["binding rolecall-maintenance roles/run.invoker allUsers"] = "{}";
    state["database rolecall"] = "{}";
    delete state["unindexed rolecall/rolecall body"];
    await deploy(state);
    const { "database rolecall": database, ...others } = state;
    const { "database rolecall": _, ...othersBefore } = before;
    expect(others).toEqual(othersBefore);
    expect(JSON.parse(database ?? "")).toMatchObject({ "delete-protection": "", "enable-pitr": "" });
  });

  it("does not take a part for the whole: some of the services, a right on another database", async () => {
    const right =
      "binding my-project roles/datastore.user serviceAccount:rolecall-runtime@my-project.iam.gserviceaccount.com";
    const state: CloudState = {
      "service run.googleapis.com": "{}",
      [right]: "{}",
      [`${right} resource.name=="projects/my-project/databases/other"`]: "{}",
    };
    expect((await deploy(state)).error).toBeUndefined();
    expect(Object.keys(state).filter((key) => key.startsWith("service ")).length).toBe(9);
    expect(state).toHaveProperty([`${right} resource.name=="projects/my-project/databases/rolecall"`]);
  });

  it("leaves alert policies as their owner made them", async () => {
    const state: CloudState = {};
    await deploy(state);
    state["alert Rolecall: server errors"] = "mine";
    await deploy(state);
    expect(state["alert Rolecall: server errors"]).toBe("mine");
  });

  it("closes an API that was open with --private, and opens it again without", async () => {
    const open = "binding rolecall-api roles/run.invoker allUsers";
    const state: CloudState = {};
    expect((await deploy(state, { args: ["--private"] })).error).toBeUndefined();
    expect(state).not.toHaveProperty([open]);
    await deploy(state);
    expect(state).toHaveProperty([open]);
    expect((await deploy(state, { args: ["--private"] })).error).toBeUndefined();
    expect(state).not.toHaveProperty([open]);
  });

  it("keeps stages apart", async () => {
    const state: CloudState = {};
    await deploy(state, { args: ["--stage", "test"] });
    const first = structuredClone(state);
    const second = await deploy(state, { args: ["--stage", "prod"] });
    expect(second.error).toBeUndefined();
    // The metric and the alerts are one set for all.
    expect(state).toMatchObject(first);
    expect(Object.keys(state).filter((key) => key.startsWith("function "))).toEqual([
      "function rolecall-test-maintenance",
      "function rolecall-test-api",
      "function rolecall-prod-maintenance",
      "function rolecall-prod-api",
    ]);
  });

  it("--no-admin-key takes the key away", async () => {
    const state: CloudState = {};
    await deploy(state, { args: ["--admin-key-sha256", SHA256] });
    await deploy(state, { args: ["--no-admin-key"] });
    expect(JSON.parse(state["environment rolecall-api"] ?? "")).toMatchObject({ ROLECALL_ADMIN_KEY_SHA256: "" });
  });

  it.each(deploymentSteps(readDeployOptions(PLACE, {}).parameters).map(({ id }, at) => ({ id, at })))(
    "stops where step $id fails, names it, and goes on from there when it is run again",
    async ({ id, at }) => {
      const whole: CloudState = {};
      await deploy(whole);
      const state: CloudState = {};
      const { error, said } = await deploy(state, {
        intercept: (_, step) => (step === at ? failed("ERROR: (gcloud.x) no rights\nmore") : undefined),
      });
      expect(error).toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(new RegExp(`^step ${id} \\(.*no rights`)),
      });
      expect(said.at(-1)).toMatch(new RegExp(`^\\[${at + 1}/`));
      expect((await deploy(state)).error).toBeUndefined();
      expect(state).toEqual(whole);
    },
  );

  it("does not take a question that failed for an answer: nothing is made on a wrong belief", async () => {
    const state: CloudState = {};
    const { error, calls } = await deploy(state, {
      intercept: (argv) =>
        argv.includes("databases") ? failed("ERROR: (gcloud) PERMISSION_DENIED: no rights") : undefined,
    });
    expect(error).toMatchObject({ message: expect.stringContaining("PERMISSION_DENIED") });
    expect(calls.at(-1)?.slice(0, 3)).toEqual(["firestore", "databases", "list"]);
  });

  it("waits for a new account that a service does not know yet, but not for ever", async () => {
    const err =
      "ERROR: (gcloud.x) INVALID_ARGUMENT: Service account rolecall-builder@my-project.iam.gserviceaccount.com does not exist.";
    let refused = 0;
    const isGrant = (argv: readonly string[]) => argv[0] === "projects" && argv.includes("--role=roles/run.builder");
    const passing = await deploy(
      {},
      { intercept: (argv) => (isGrant(argv) && refused++ < 3 ? failed(err) : undefined) },
    );
    expect(passing.error).toBeUndefined();
    expect(passing.waits).toEqual([10_000, 10_000, 10_000]);
    const lasting = await deploy({}, { intercept: (argv) => (isGrant(argv) ? failed(err) : undefined) });
    expect(lasting.error).toMatchObject({ message: expect.stringContaining("does not exist") });
    expect(lasting.waits.length).toBe(12);
  });
});
