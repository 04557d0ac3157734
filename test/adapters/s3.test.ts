import { afterAll, describe, expect, it } from "vitest";
import { s3BlobStore } from "../../adapters/s3/blob-store.ts";
import { blobStoreContract } from "../contract/blob-store.ts";
import { bytesOf, expectBytes, namesUnder, noise } from "../contract/blob-store-case.ts";
import { blobStoreFaultContract } from "../contract/blob-store-faults.ts";
import { blobStoreLiesAreFound } from "../contract/lying-blob-stores.ts";
import { cloudSuite } from "../support/emulators.ts";
import { s3Refusal } from "./aws-answers.ts";
import { flatKeys } from "./s3-flat-keys.ts";

await cloudSuite("s3", ({ endpoint, env, name: bucket }) => {
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? "", secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "" };
  const place = { bucket, region: env.AWS_REGION ?? "", credentials };

  const flat = flatKeys(endpoint, env);
  afterAll(async () => (await flat).stop());
  const open = async () => {
    const { url, bucket: flatBucket } = await flat;
    return s3BlobStore({ ...place, endpoint: url, bucket: flatBucket });
  };
  blobStoreContract("s3", { open });
  blobStoreLiesAreFound("s3", open);
  blobStoreFaultContract("s3", {
    upstream: endpoint,
    open: async (url, idleTimeoutMs) => s3BlobStore({ ...place, endpoint: url, idleTimeoutMs }),
    isDownload: ({ method, path }) => method === "GET" && !path.includes("list-type="),
    throttled: s3Refusal(503, "SlowDown", "Please reduce your request rate."),
    serverError: s3Refusal(500, "InternalError", "We encountered an internal error. Please try again."),
  });

  describe("s3, the bucket", () => {
    const prefix = `bucket-${process.pid}-${Date.now()}/`;

    it("takes a blob of 32 MiB and gives it back whole, in a buffer of just that size", async () => {
      const blobs = s3BlobStore({ ...place, endpoint });
      const bytes = noise(32 * 1024 * 1024 + 1);
      await blobs.put(`${prefix}large`, bytes);
      const read = await blobs.get(`${prefix}large`);
      expectBytes(read, bytes);
      expect(read?.buffer.byteLength).toBe(bytes.length);
      expectBytes(
        await blobs.get(`${prefix}large`, { from: 5_000_000, to: 25_000_001 }),
        bytes.subarray(5_000_000, 25_000_001),
      );
      await blobs.close();
    });

    it("is listed page by page under signed requests", async () => {
      const blobs = s3BlobStore({ ...place, endpoint });
      const names = ["a", "a-b", "a.b", "b/c", "b/d", "ba"].map((end) => `${prefix}list/${end}`);
      for (const name of names) await blobs.put(name, bytesOf(name));
      expect(await namesUnder(blobs, `${prefix}list/`)).toEqual(names);
      expect(await namesUnder(blobs, `${prefix}list/b`)).toEqual(names.slice(3));
      expect((await blobs.list(`${prefix}list/`, { limit: 2 })).end).toBe(false);
      await blobs.close();
    });

    it("that does not exist is named, with what to do", async () => {
      const blobs = s3BlobStore({ ...place, endpoint, bucket: "nowhere-at-all" });
      const expected = {
        code: "unavailable",
        message: expect.stringMatching(/bucket nowhere-at-all was not found.*npm run deploy:aws/),
      };
      await expect(blobs.get("a")).rejects.toMatchObject(expected);
      await expect(blobs.get("a", { from: 0, to: 0 })).rejects.toMatchObject(expected);
      await expect(blobs.put("a", bytesOf("a"))).rejects.toMatchObject(expected);
      await expect(blobs.list("")).rejects.toMatchObject(expected);
      await expect(blobs.delete("a")).rejects.toMatchObject(expected);
      await blobs.close();
    });

    it("refuses another's key and another's secret, and the error says which", async () => {
      const stranger = s3BlobStore({ ...place, endpoint, credentials: { ...credentials, accessKeyId: "stranger" } });
      await expect(stranger.get("a")).rejects.toMatchObject({ message: expect.stringContaining("AWS_ACCESS_KEY_ID") });
      const forger = s3BlobStore({ ...place, endpoint, credentials: { ...credentials, secretAccessKey: "forged!!" } });
      await expect(forger.get("a")).rejects.toMatchObject({
        message: expect.stringContaining("AWS_SECRET_ACCESS_KEY"),
      });
      await stranger.close();
      await forger.close();
    });
  });
});
