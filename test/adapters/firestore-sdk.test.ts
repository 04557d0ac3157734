/** Google's own library as a witness: what the adapter writes is what the library reads, and each sees the other's changes. */
import { type DocumentData, FieldPath, Firestore } from "@google-cloud/firestore";
import { afterAll, describe, expect, it } from "vitest";
import { firestoreKeySpace } from "../../adapters/firestore/key-space.ts";
import { committed, conflicts, present, put, read, remove } from "../contract/key-space-case.ts";
import { cloudSuite } from "../support/emulators.ts";

// Else the library looks for a metadata server on the network.
process.env.METADATA_SERVER_DETECTION = "none";

await cloudSuite("firestore", ({ endpoint, name: projectId }) => {
  const { host } = new URL(endpoint);
  const sdk = new Firestore({ projectId, host, ssl: false, customHeaders: { Authorization: "Bearer owner" } });
  const keys = firestoreKeySpace({ projectId, emulatorHost: host });
  afterAll(async () => {
    await Promise.all([sdk.terminate(), keys.close()]);
  });

  const documentOf = (partition: string, key: string) => sdk.collection("rolecall").doc(`${partition}:${key}`);

  describe("firestore, beside Google's library", () => {
    it("a value is a document with its attributes as fields", async () => {
      const value = { kind: "listing", id: "01h", revision: 2 ** 53 - 1, body: '{"title":"Köchin 🍳"}' };
      await committed(keys, "witness-a", { key: "d:01h", value });
      const data = (await documentOf("witness-a", "d:01h").get()).data();
      expect(data).toEqual({ ...value, nonce: expect.any(String) });
    });

    it("a token is the document's update time, and is lost when the library writes", async () => {
      await committed(keys, "witness-b", put("k", "1"));
      const { token } = await present(keys, "witness-b", "k");
      const document = documentOf("witness-b", "k");
      await document.update({ body: "2" });
      expect((await present(keys, "witness-b", "k")).value.body).toBe("2");
      await conflicts(keys, "witness-b", put("k", "3", { token }));
      await conflicts(keys, "witness-b", remove("k", { token }));
      await document.delete();
      expect(await read(keys, "witness-b", "k")).toBeUndefined();
      await committed(keys, "witness-b", put("k", "4", "absent"));
    });

    it("the library's preconditions are lost when the adapter writes", async () => {
      await committed(keys, "witness-c", put("k", "1"));
      const document = documentOf("witness-c", "k");
      const { updateTime } = await document.get();
      if (updateTime === undefined) throw new Error("the document is there");
      const { token } = await present(keys, "witness-c", "k");
      await committed(keys, "witness-c", put("k", "2", { token }));
      await expect(document.update({ body: "3" }, { lastUpdateTime: updateTime })).rejects.toMatchObject({ code: 9 });
    });

    it("a range holds what the library finds by document id, in its order", async () => {
      const names = ["a", "a-", "a.", "a0", "aA", "a_", "aa", "b:1"];
      await committed(keys, "witness-d", ...names.map((name) => put(name, name)));
      const found = await sdk
        .collection("rolecall")
        .orderBy(FieldPath.documentId())
        .startAt("witness-d:")
        .endBefore("witness-d;")
        .get();
      const bodies = found.docs.map((each) => (each.data() as DocumentData).body);
      const { items } = await keys.range("witness-d", { limit: 100 });
      expect(items.map(({ value }) => value.body)).toEqual(bodies);
      expect(bodies).toEqual([...names].sort());
    });
  });
});
