import { describe, expect, it } from "vitest";
import { grantedActions } from "../../../infra/aws/iam-grants.ts";
import type { Template } from "../../../infra/aws/template.ts";

describe("grantedActions", () => {
  it("says so when there is no such function", () => {
    expect(() => grantedActions({ Outputs: {}, Resources: {} }, "reports")).toThrow(
      expect.objectContaining({ code: "not_found" }),
    );
  });

  it("does not count what is denied, and refuses policies that it cannot see", () => {
    const of = (Properties: Record<string, unknown>): Template => ({
      Outputs: {},
      Resources: {
        F: {
          Type: "AWS::Lambda::Function",
          Properties: { Handler: "dist/index.api", Role: { "Fn::GetAtt": ["R", "Arn"] } },
        },
        R: { Type: "AWS::IAM::Role", Properties },
      },
    });
    const Statement = [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "a" },
      { Effect: "Deny", Action: ["s3:PutObject"], Resource: "a" },
    ];
    const Policies = [{ PolicyName: "p", PolicyDocument: { Statement } }];
    expect(grantedActions(of({ Policies }), "api")).toEqual(new Set(["s3:GetObject"]));
    expect(() => grantedActions(of({ Policies, ManagedPolicyArns: ["a"] }), "api")).toThrow(/ManagedPolicyArns/);
  });
});
