/** What the template lets a function do. The other half of the comparison is `iam-needs.ts`. */
import * as z from "zod";
import { AppError } from "../../core/errors.ts";
import type { Resource, Template } from "./template.ts";

const ONE_OR_MORE = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const STATEMENT = z.looseObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: ONE_OR_MORE,
  /** An ARN, a reference to one, or several. */
  Resource: z.unknown(),
});

const ROLE = z.looseObject({
  // Policies that lie elsewhere could grant anything.
  ManagedPolicyArns: z.undefined().optional(),
  Policies: z.array(z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(STATEMENT) }) })),
});

const REFERENCE = z.looseObject({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) });

export type Statement = z.infer<typeof STATEMENT>;

/** Lambda itself writes the function's output with the function's role; no code of ours makes these calls. */
export const PLATFORM_ACTIONS: ReadonlySet<string> = new Set(["logs:CreateLogStream", "logs:PutLogEvents"]);

/**
 * Actions such as `dynamodb:GetItem`, those of the platform among them.
 *
 * @param functionName as serverless.yml has it: `api`, `maintenance`.
 * @throws AppError `not_found` when the template has no such function.
 */
export function grantedActions(template: Template, functionName: string): Set<string> {
  const statements = roleStatements(template, functionName);
  return new Set(statements.flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : [])));
}

/** The statements of the function's own role. Throws as `grantedActions`. */
export function roleStatements(template: Template, functionName: string): Statement[] {
  const role = template.Resources[roleName(template, functionName)];
  const { Policies } = ROLE.parse(role?.Properties);
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** The logical id of the function's role. Throws as `grantedActions`. */
export function roleName(template: Template, functionName: string): string {
  const found = Object.values(template.Resources).find((resource) => isFunction(resource, functionName));
  if (found === undefined) throw new AppError("not_found", `the template has no function ${functionName}`);
  return REFERENCE.parse(found.Properties.Role)["Fn::GetAtt"][0];
}

function isFunction({ Type, Properties }: Resource, name: string): boolean {
  return Type === "AWS::Lambda::Function" && Properties.Handler === `dist/index.${name}`;
}
