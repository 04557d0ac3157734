import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { s3BlobStore } from "../../adapters/s3/blob-store.ts";
import type { BlobStore } from "../../core/ports.ts";
import { bytesOf, expectBytes } from "../contract/blob-store-case.ts";
import { refused } from "../contract/expect.ts";
import { GIVEN_UP_BETWEEN, NAME_NOT_FOUND, noCredentials, s3Refusal, scriptedService, xml } from "./aws-answers.ts";

const service = scriptedService();
const credentials = { accessKeyId: "rolecall", secretAccessKey: "rolecall" };
const DONE = { status: 200 };
const TAKEN = s3Refusal(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
const GONE = s3Refusal(404, "NoSuchKey", "The specified key does not exist.");

function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function opened(options: Partial<Parameters<typeof s3BlobStore>[0]> = {}): BlobStore {
  return s3BlobStore({ bucket: "blobs", region: "eu-west-1", endpoint: service.url(), credentials, ...options });
}

describe("s3, a put", () => {
  it("takes the name only if it is free, and sends a checksum", async () => {
    service.will(DONE);
    await opened().put("a/b", bytesOf("payload"));
    const [put] = service.asked();
    expect([put?.method, put?.path, String(put?.body)]).toEqual(["PUT", "/blobs/a/b?x-id=PutObject", "payload"]);
    expect(put?.headers).toMatchObject({
      "if-none-match": "*",
      "x-amz-checksum-sha256": checksumOf("payload"),
    });
  });

  it("of a taken name compares the bytes", async () => {
    service.will(TAKEN, { status: 200, body: "payload" }, TAKEN, { status: 200, body: "Payload" });
    const blobs = opened();
    await blobs.put("a", bytesOf("payload"));
    await refused("conflict", () => blobs.put("a", bytesOf("payload")));
  });

  it("of a name that was taken and then deleted is unavailable: nothing was stored", async () => {
    service.will(TAKEN, GONE);
    await refused("unavailable", () => opened().put("a", bytesOf("payload")));
  });

  it("that met another of the same name is unavailable: the service says to send it again", async () => {
    service.will(s3Refusal(409, "ConditionalRequestConflict", "A conflicting conditional operation is in progress"));
    await refused("unavailable", () => opened().put("a", bytesOf("payload")));
  });
});

describe("s3, a write", () => {
  it("that somebody between gave up on has an unknown outcome: it may have been passed on; a read is unavailable", async () => {
    const blobs = opened();
    for (const answer of GIVEN_UP_BETWEEN) {
      service.will(answer, answer, answer);
      await refused("outcome_unknown", () => blobs.put("a", bytesOf("payload")));
      await refused("outcome_unknown", () => blobs.delete("a"));
      await refused("unavailable", () => blobs.get("a"));
    }
  });
});

describe("s3, a get", () => {
  it("of a part is unavailable when the answer is another part, or the whole", async () => {
    const answers = [
      { status: 206, headers: { "content-range": "bytes 0-3/100" }, body: "0123" },
      { status: 206, headers: { "content-range": "bytes 2-4/100" }, body: "234" },
      { status: 206, headers: { "content-range": "bytes 2-5/100" }, body: "234" },
      { status: 206, headers: { "content-range": "bytes 2-5/*" }, body: "2345" },
      { status: 200, body: "0123456789" },
    ];
    for (const answer of answers) {
      service.will(answer);
      await refused("unavailable", () => opened().get("a", { from: 2, to: 6 }));
    }
    service.will({ status: 206, headers: { "content-range": "bytes 2-5/100" }, body: "2345" });
    expectBytes(await opened().get("a", { from: 2, to: 6 }), bytesOf("2345"));
    expect(service.asked()[0]?.headers.range).toBe("bytes=2-5");
  });

  it("that does not fit the stored checksum is corrupt, and says which blob", async () => {
    const checksum = { "x-amz-checksum-sha256": checksumOf("payload") };
    service.will(
      { status: 200, headers: checksum, body: "payload" },
      { status: 200, headers: checksum, body: "Payload" },
    );
    expectBytes(await opened().get("a/b"), bytesOf("payload"));
    await expect(opened().get("a/b")).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("blob a/b does not fit its stored checksum"),
    });
    expect(service.asked()[0]?.headers["x-amz-checksum-mode"]).toBe("ENABLED");
  });

  it("of a blob without a stored checksum rests on its length", async () => {
    service.will({ status: 200, body: "payload" });
    expectBytes(await opened().get("a"), bytesOf("payload"));
  });
});

describe("s3, a list", () => {
  const list = (rest: string) => xml(200, `<ListBucketResult><Name>blobs</Name>${rest}</ListBucketResult>`);
  const object = (key: string) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;

  it("leaves out what is no blob, and goes on behind a page of nothing else", async () => {
    service.will(
      list(`<KeyCount>2</KeyCount><IsTruncated>true</IsTruncated>${object("a b")}${object("a/")}`),
      list(`<KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>${object("a/.x")}${object("a/b")}`),
    );
    expect(await opened().list("a", { limit: 2 })).toEqual({ blobs: [{ name: "a/b", bytes: 1 }], end: true });
    const starts = service.asked().map(({ path }) => new URLSearchParams(path.split("?")[1]).get("start-after"));
    expect(starts).toEqual([null, "a/"]);
  });

  it("that holds fewer names than it counts, or no word about its end, is unavailable", async () => {
    for (const cut of [
      `<KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>${object("a")}`,
      `<KeyCount>1</KeyCount>${object("a")}`,
      "",
    ]) {
      service.will(list(cut));
      await refused("unavailable", () => opened().list(""));
    }
  });
});

const DENIED = "User: arn:aws:sts::1:x is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::blobs/x";
const REDIRECT = "The bucket you are attempting to access must be addressed using the specified endpoint.";

const SENTENCES: readonly (readonly [
  status: number,
  code: string,
  message: string,
  sentence: RegExp,
  more?: string,
])[] = [
  [404, "NoSuchBucket", "The specified bucket does not exist", /bucket blobs was not found.*npm run deploy:aws/],
  [403, "AccessDenied", DENIED, /bucket blobs: .*not allowed to do this: s3:GetObject( \(|$)/],
  [400, "ExpiredToken", "The provided token has expired.", /have expired: get new ones/],
  [403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist", /AWS_ACCESS_KEY_ID/],
  [403, "SignatureDoesNotMatch", "The request signature we calculated does not match", /AWS_SECRET_ACCESS_KEY$/],
  [403, "RequestTimeTooSkewed", "The difference between the request time and the current time", /set the clock/],
  [503, "SlowDown", "Please reduce your request rate.", /bucket blobs is throttled/],
  [301, "PermanentRedirect", REDIRECT, /in region us-east-2, not in eu-west-1: set AWS_REGION=us-east-2/],
  [
    400,
    "AuthorizationHeaderMalformed",
    "The region 'eu-west-1' is wrong; expecting 'us-east-2'",
    /in region us-east-2, not in eu-west-1/,
    "<Region>us-east-2</Region>",
  ],
  [400, "InvalidRequest", "Missing required header", /InvalidRequest: Missing required header/],
];

describe("s3, what a fault of the set-up says", () => {
  afterEach(() => vi.unstubAllEnvs());

  for (const [status, code, message, sentence, more = ""] of SENTENCES) {
    it(`${code}: unavailable, and what to do`, async () => {
      const refusal = s3Refusal(status, code, message, more);
      const answer = { ...refusal, headers: { ...refusal.headers, "x-amz-bucket-region": "us-east-2" } };
      service.will(answer, answer, answer, answer);
      const blobs = opened();
      const expected = { code: "unavailable", message: expect.stringMatching(sentence) };
      await expect(blobs.get("a")).rejects.toMatchObject(expected);
      await expect(blobs.put("a", bytesOf("a"))).rejects.toMatchObject(expected);
      await expect(blobs.list("")).rejects.toMatchObject(expected);
      await expect(blobs.delete("a")).rejects.toMatchObject(expected);
    });
  }

  it("AccessDenied of a get may mean that there is no such blob, and says so", async () => {
    service.will(s3Refusal(403, "AccessDenied", "Access Denied"));
    await expect(opened().get("a")).rejects.toMatchObject({ message: expect.stringContaining("s3:ListBucket") });
  });

  it("no region, no credentials, no such name: unavailable before anything is sent", async () => {
    service.will();
    const put = (blobs: BlobStore) => blobs.put("a", bytesOf("a"));
    await expect(put(opened({ credentials: noCredentials }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/no AWS credentials.*AWS_PROFILE/),
    });
    await expect(put(opened({ credentials: () => Promise.reject(NAME_NOT_FOUND) }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/nowhere\.invalid.*check the region/),
    });
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/dev/null");
    await expect(put(s3BlobStore({ bucket: "blobs", endpoint: service.url(), credentials }))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("set AWS_REGION"),
    });
    expect(service.asked()).toEqual([]);
  });

  it("nothing listens: unavailable, and where", async () => {
    await expect(opened({ endpoint: "http://127.0.0.1:1" }).put("a", bytesOf("a"))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/nothing listens there .*127\.0\.0\.1:1.*npm run emulators/),
    });
  });

  it("every call after close is unavailable, and closing again does nothing", async () => {
    service.will();
    const blobs = opened();
    await blobs.close();
    await blobs.close();
    await refused("unavailable", () => blobs.put("a", bytesOf("a")));
    await refused("unavailable", () => blobs.get("a"));
    await refused("unavailable", () => blobs.list(""));
    await refused("unavailable", () => blobs.delete("a"));
    expect(service.asked()).toEqual([]);
  });
});
