/** The CloudFormation template that the framework makes, as far as we look into it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const RESOURCE = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

const TEMPLATE = z.looseObject({
  Resources: z.record(z.string(), RESOURCE),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});

export type Resource = z.infer<typeof RESOURCE>;
export type Template = z.infer<typeof TEMPLATE>;

/** @param folder where `packageService` left it. */
export async function readTemplate(folder: string): Promise<Template> {
  const text = await readFile(join(folder, "cloudformation-template-update-stack.json"), "utf8");
  return TEMPLATE.parse(JSON.parse(text));
}
