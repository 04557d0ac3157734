import { describe, expect, it } from "vitest";
import { specificationFaults } from "./specification.ts";

const table = (Properties: Record<string, unknown>) => ({
  Resources: { T: { Type: "AWS::DynamoDB::Table", Properties } },
});
const KeySchema = [{ AttributeName: "pk", KeyType: "HASH" }];

describe("specificationFaults", () => {
  it("finds nothing where nothing is wrong, and leaves references alone", async () => {
    expect(await specificationFaults(table({ KeySchema, TableName: { Ref: "Name" } }))).toEqual([]);
  });

  it("finds unknown types, and unknown and missing properties at any depth", async () => {
    const nothing = { Resources: { T: { Type: "AWS::DynamoDB::Chair", Properties: {} } } };
    expect(await specificationFaults(nothing)).toEqual(["T: no resource has the type AWS::DynamoDB::Chair"]);
    expect(await specificationFaults(table({ TableNam: "x" }))).toEqual([
      "T.KeySchema: is missing",
      "T.TableNam: is not known",
    ]);
    expect(await specificationFaults(table({ KeySchema: [{ AttributeName: "pk", Kind: "HASH" }] }))).toEqual([
      "T.KeySchema[0].KeyType: is missing",
      "T.KeySchema[0].Kind: is not known",
    ]);
  });

  it("finds values of the wrong shape", async () => {
    expect(await specificationFaults(table({ KeySchema, TableName: ["x"] }))).toEqual(["T.TableName: is no string"]);
    expect(await specificationFaults(table({ KeySchema, AttributeDefinitions: "x" }))).toEqual([
      "T.AttributeDefinitions: is no list",
    ]);
    expect(await specificationFaults(table({ KeySchema, SSESpecification: true }))).toEqual([
      "T.SSESpecification: is no object",
    ]);
  });
});
