/** What CloudFormation would be given, made by the framework itself. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Template } from "../../../infra/aws/template.ts";
import { roleCases } from "./role-cases.ts";
import { copyService, type ServiceCopy } from "./service-copy.ts";
import { specificationFaults } from "./specification.ts";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";

/** The framework takes two seconds, and many more on a busy machine. */
const GENEROUS_MS = 120_000;

/** Every parameter that a stage has. */
const ADJUSTED = {
  apiMemory: 1769,
  maintenanceMemory: 3008,
  apiConcurrency: 20,
  maintenanceConcurrency: 1,
  schedule: "rate(1 hour)",
  logLevel: "DEBUG",
  alarmTopics: [TOPIC],
  indexAgeSeconds: 7200,
  board: "engineering",
};

let service: ServiceCopy;
let template: Template;
let adjusted: Template;

beforeAll(async () => {
  service = await copyService({ adjusted: ADJUSTED });
  const noKey = { ROLECALL_ADMIN_KEY_SHA256: "" };
  [template, adjusted] = await Promise.all([
    service.template(["--stage", "staging"], noKey),
    service.template(["--stage", "adjusted"], noKey),
  ]);
}, GENEROUS_MS);

afterAll(() => service.remove());

function properties(of: Template, id: string) {
  return of.Resources[id]?.Properties;
}

function resourcesOf(type: string) {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

describe("the template", () => {
  it("has these resources and no others", () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    const counts = Object.fromEntries(
      [...new Set(types)].sort().map((type) => [type, types.filter((one) => one === type).length]),
    );
    expect(counts).toEqual({
      "AWS::CloudWatch::Alarm": 7,
      "AWS::DynamoDB::Table": 1,
      "AWS::Events::Rule": 1,
      "AWS::IAM::Role": 2,
      "AWS::Lambda::EventInvokeConfig": 1,
      "AWS::Lambda::Function": 2,
      "AWS::Lambda::Permission": 3,
      "AWS::Lambda::Url": 1,
      "AWS::Logs::LogGroup": 2,
      // The board's, and the one that the framework uploads code to.
      "AWS::S3::Bucket": 2,
      "AWS::S3::BucketPolicy": 2,
    });
  });

  it("says nothing that AWS's specification of these resources does not know, and leaves out nothing that it requires", async () => {
    expect(await specificationFaults(template)).toEqual([]);
    expect(await specificationFaults(adjusted)).toEqual([]);
  });

  it("tells the next deployment which key it has, and where its data lives", async () => {
    expect(template.Outputs.AdminKeySha256?.Condition).toBe("HasAdminKey");
    expect(template.Conditions).toEqual({ HasAdminKey: { "Fn::Not": [{ "Fn::Equals": ["", ""] }] } });
    expect(template.Outputs.TableName?.Value).toEqual({ Ref: "Table" });
    expect(template.Outputs.BucketName?.Value).toEqual({ Ref: "Bucket" });
  });
});

describe("the functions", () => {
  it.each([
    { id: "ApiLambdaFunction", name: "api", timeout: 30, memory: 1024 },
    { id: "MaintenanceLambdaFunction", name: "maintenance", timeout: 900, memory: 2048 },
  ])(
    "$name runs on Node 24 and arm64, with a role, limits and JSON logs of its own",
    ({ id, name, timeout, memory }) => {
      const role = name === "api" ? "ApiRole" : "MaintenanceRole";
      expect(properties(template, id)).toMatchObject({
        FunctionName: `rolecall-staging-${name}`,
        Handler: `dist/index.${name}`,
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Timeout: timeout,
        MemorySize: memory,
        Role: { "Fn::GetAtt": [role, "Arn"] },
        LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "INFO", SystemLogLevel: "INFO" },
        Environment: {
          Variables: {
            ROLECALL_TABLE: { Ref: "Table" },
            ROLECALL_BUCKET: { Ref: "Bucket" },
            ROLECALL_BOARD: "default",
            ROLECALL_ADMIN_KEY_SHA256: "",
          },
        },
      });
    },
  );

  it("have no other variables: none of development, none that Node would read", () => {
    for (const { Properties } of resourcesOf("AWS::Lambda::Function")) {
      const { Variables } = Properties.Environment as { readonly Variables: object };
      expect(Object.keys(Variables)).toEqual([
        "ROLECALL_TABLE",
        "ROLECALL_BUCKET",
        "ROLECALL_BOARD",
        "ROLECALL_PUBLIC_URL",
        "ROLECALL_JWT_ISSUER",
        "ROLECALL_JWT_AUDIENCE",
        "ROLECALL_JWT_JWKS_URL",
        "ROLECALL_JWT_ALGORITHMS",
        "ROLECALL_JWT_BOARD_CLAIM",
        "ROLECALL_ADMIN_KEY_SHA256",
      ]);
    }
  });

  it("reserve no concurrency unless a stage asks: a new account would refuse the first deployment", () => {
    for (const { Properties } of resourcesOf("AWS::Lambda::Function")) {
      expect(Properties).not.toHaveProperty("ReservedConcurrentExecutions");
    }
  });

  it("take memory, concurrency, log level and board from the stage's parameters", () => {
    expect(properties(adjusted, "ApiLambdaFunction")).toMatchObject({
      MemorySize: 1769,
      ReservedConcurrentExecutions: 20,
      LoggingConfig: { ApplicationLogLevel: "DEBUG" },
      Environment: { Variables: { ROLECALL_BOARD: "engineering" } },
    });
    expect(properties(adjusted, "MaintenanceLambdaFunction")).toMatchObject({
      MemorySize: 3008,
      ReservedConcurrentExecutions: 1,
    });
  });

  it("keep their logs for 30 days in groups that the stack makes", () => {
    expect(resourcesOf("AWS::Logs::LogGroup").map(({ Properties }) => Properties)).toEqual([
      { LogGroupName: "/aws/lambda/rolecall-staging-api", RetentionInDays: 30 },
      { LogGroupName: "/aws/lambda/rolecall-staging-maintenance", RetentionInDays: 30 },
    ]);
  });
});

describe("the doors", () => {
  it("the API has one, its function URL, open to all: who may write is the application's decision", () => {
    expect(properties(template, "ApiLambdaFunctionUrl")).toEqual({
      AuthType: "NONE",
      TargetFunctionArn: { "Fn::GetAtt": ["ApiLambdaFunction", "Arn"] },
    });
  });

  it("nobody may call the functions but through that URL and by the schedule", () => {
    const api = { FunctionName: { "Fn::GetAtt": ["ApiLambdaFunction", "Arn"] }, Principal: "*" };
    expect(resourcesOf("AWS::Lambda::Permission").map(({ Properties }) => Properties)).toEqual([
      { ...api, Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" },
      { ...api, Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
      {
        FunctionName: { "Fn::GetAtt": ["MaintenanceLambdaFunction", "Arn"] },
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
        SourceArn: { "Fn::GetAtt": ["MaintenanceEventsRuleSchedule1", "Arn"] },
      },
    ]);
  });

  it("maintenance runs every five minutes or as a stage says, and a run that failed waits for the next", () => {
    expect(properties(template, "MaintenanceEventsRuleSchedule1")).toMatchObject({
      ScheduleExpression: "rate(5 minutes)",
      State: "ENABLED",
      Targets: [{ Arn: { "Fn::GetAtt": ["MaintenanceLambdaFunction", "Arn"] } }],
    });
    expect(properties(adjusted, "MaintenanceEventsRuleSchedule1")).toMatchObject({
      ScheduleExpression: "rate(1 hour)",
    });
    expect(properties(template, "MaintenanceLambdaEvConf")).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 300,
    });
  });
});

describe("the data", () => {
  it("is kept when the stack goes, and when a change would replace what holds it", () => {
    const kept = Object.entries(template.Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === "Retain");
    expect(kept.map(([id]) => id)).toEqual(["Table", "Bucket", "BucketPolicy"]);
    expect(kept.map(([, { UpdateReplacePolicy }]) => UpdateReplacePolicy)).toEqual(["Retain", "Retain", "Retain"]);
  });

  it("the table has two keys, is paid by request, encrypted, backed up continuously and guarded against deletion", () => {
    expect(properties(template, "Table")).toEqual({
      TableName: "rolecall-staging",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      // No time to live, no index, no stream: the key space needs none of them, and each costs.
    });
  });

  it("the bucket is encrypted, private, the account's alone, and lets go of what nobody can see any more", () => {
    expect(properties(template, "Bucket")).toMatchObject({
      BucketName: { "Fn::Sub": `rolecall-staging-\${AWS::AccountId}-\${AWS::Region}` },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      VersioningConfiguration: { Status: "Enabled" },
      LifecycleConfiguration: {
        Rules: [
          { Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          { Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 7 }, ExpiredObjectDeleteMarker: true },
        ],
      },
    });
  });

  it("both buckets block every kind of public access", () => {
    const buckets = resourcesOf("AWS::S3::Bucket");
    expect(buckets.map(({ Properties }) => Properties.PublicAccessBlockConfiguration)).toEqual(
      buckets.map(() => ({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      })),
    );
  });

  it("the bucket's policy refuses whoever does not come by TLS, and allows nothing", () => {
    expect(properties(template, "BucketPolicy")).toEqual({
      Bucket: { Ref: "Bucket" },
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [{ "Fn::GetAtt": ["Bucket", "Arn"] }, { "Fn::Sub": `\${Bucket.Arn}/*` }],
            Condition: { Bool: { "aws:SecureTransport": false } },
          },
        ],
      },
    });
  });
});

describe("the alarms", () => {
  it.each([
    ["ApiErrorsAlarm", "AWS/Lambda", "Errors", "FunctionName", "ApiLambdaFunction"],
    ["ApiFailedAnswersAlarm", "AWS/Lambda", "Url5xxCount", "FunctionName", "ApiLambdaFunction"],
    ["ApiThrottlesAlarm", "AWS/Lambda", "Throttles", "FunctionName", "ApiLambdaFunction"],
    ["MaintenanceErrorsAlarm", "AWS/Lambda", "Errors", "FunctionName", "MaintenanceLambdaFunction"],
    ["MaintenanceThrottlesAlarm", "AWS/Lambda", "Throttles", "FunctionName", "MaintenanceLambdaFunction"],
    ["IndexAgeAlarm", "Rolecall", "IndexAgeSeconds", "Table", "Table"],
  ])("%s watches %s %s", (id, namespace, metric, dimension, resource) => {
    const alarm = properties(template, id);
    expect(alarm).toMatchObject({ Namespace: namespace, MetricName: metric });
    expect(alarm?.Dimensions).toContainEqual({ Name: dimension, Value: { Ref: resource } });
  });

  it("the table's adds up refused reads and writes, which DynamoDB counts for the table as a whole", () => {
    const alarm = properties(template, "TableThrottlesAlarm");
    const metrics = alarm?.Metrics as readonly { readonly MetricStat?: { readonly Metric: object } }[];
    const table = [{ Name: "TableName", Value: { Ref: "Table" } }];
    expect(metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))).toEqual([
      { Namespace: "AWS/DynamoDB", MetricName: "ReadThrottleEvents", Dimensions: table },
      { Namespace: "AWS/DynamoDB", MetricName: "WriteThrottleEvents", Dimensions: table },
    ]);
  });

  it("never ring for silence, and ring nowhere unless a stage names topics", () => {
    for (const { Properties } of resourcesOf("AWS::CloudWatch::Alarm")) {
      expect(Properties).toMatchObject({ TreatMissingData: "notBreaching", AlarmActions: [], OKActions: [] });
    }
  });

  it("take topics, the index's age and the board's name from the stage's parameters", () => {
    expect(properties(adjusted, "IndexAgeAlarm")).toMatchObject({
      Threshold: 7200,
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
    });
    expect(properties(adjusted, "IndexAgeAlarm")?.Dimensions).toContainEqual({ Name: "Board", Value: "engineering" });
  });
});

roleCases(() => template);
