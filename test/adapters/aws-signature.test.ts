import { describe, expect, it } from "vitest";
import { regionalHost } from "../../adapters/aws/regional-host.ts";
import { awsSigner } from "../../adapters/aws/signature.ts";

const CREDENTIALS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const S3 = { service: "s3", region: "us-east-1" };
const GET = {
  method: "GET",
  path: "/test.txt",
  headers: { host: "examplebucket.s3.amazonaws.com", range: "bytes=0-9" },
};

describe("a signature of AWS", () => {
  it("is that of the example in Amazon's documentation", async () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "GET Object"
    const { authorization } = await awsSigner(S3, CREDENTIALS)(GET, new Date(Date.UTC(2013, 4, 24)));
    expect(authorization).toBe(
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, " +
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, " +
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
  });

  it("covers the token of a session", async () => {
    const sent = await awsSigner(S3, { ...CREDENTIALS, sessionToken: "token" })(GET, new Date(Date.UTC(2013, 4, 24)));
    expect(sent["x-amz-security-token"]).toBe("token");
    expect(sent.authorization).toContain(";x-amz-date;x-amz-security-token,");
  });
});

describe("a service's own endpoint", () => {
  it("is known in the regions of the common partition, and left to the SDK everywhere else", () => {
    expect(regionalHost("dynamodb", "eu-central-1", {})).toBe("https://dynamodb.eu-central-1.amazonaws.com");
    for (const region of [
      undefined,
      "cn-north-1",
      "us-gov-west-1",
      "us-iso-east-1",
      "us-isob-east-1",
      "fips-us-east-1",
    ]) {
      expect(regionalHost("dynamodb", region, {}), region).toBeUndefined();
    }
    for (const variable of ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"]) {
      expect(regionalHost("dynamodb", "eu-central-1", { [variable]: "true" }), variable).toBeUndefined();
    }
  });
});
