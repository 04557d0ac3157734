import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import {
  type FaultProxy,
  type Forwarded,
  faultProxy,
  type Harm,
  type WireAnswer,
  type WireRequest,
} from "../support/fault-proxy.ts";
import { bytesOf, expectBytes, noise } from "./blob-store-case.ts";
import { allOf, refused, upTo } from "./expect.ts";
import { abortedWhileStalled, FAULTY_TIMEOUT_MS, harmed, harms, NO_TIMEOUT_MS, type Refusals } from "./harms.ts";

/** What an adapter brings to the suite of faults. */
export interface BlobStoreFaultHarness extends Refusals {
  /** Address of the service itself. */
  readonly upstream: string;
  /** Opens the store at the service's address or the proxy's. No call may wait longer than `timeoutMs` for the service. */
  open(url: string, timeoutMs: number): Promise<BlobStore>;
  /** Whether the answer to a request on the wire carries a blob's bytes. */
  isDownload(request: WireRequest): boolean;
}

interface Scene {
  readonly proxy: FaultProxy;
  /** Over the proxy. */
  readonly faulty: BlobStore;
  /** To the service itself: what is really there. */
  readonly direct: BlobStore;
}

const ALWAYS = { times: Number.POSITIVE_INFINITY };

/** Declares what `BlobStore` promises of errors, for an adapter that speaks HTTP/1.1 to its service. */
export function blobStoreFaultContract(name: string, harness: BlobStoreFaultHarness): void {
  describe(`${name} tells the truth under faults on the wire`, () => {
    let scene: Scene;
    beforeAll(async () => {
      const proxy = await faultProxy(harness.upstream);
      const direct = await harness.open(harness.upstream, NO_TIMEOUT_MS);
      const faulty = await harness.open(proxy.url, FAULTY_TIMEOUT_MS);
      scene = { proxy, direct, faulty };
      // The first call of a client opens connections and reads settings: it may take longer than a fault is waited for.
      await allOf([direct.get("warm/up"), faulty.get("warm/up").catch(() => undefined)]);
    });
    afterAll(async () => {
      await allOf([scene.faulty.close(), scene.direct.close()]);
      await scene.proxy.stop();
    });

    for (const { name: harm, harm: kind } of harms(harness)) {
      it(`${harm}: what a put or a delete answers is so, and repeating it succeeds`, async () => {
        await allOf([putUnderHarm(scene, kind), deleteUnderHarm(scene, kind)]);
      });

      it(`${harm}: a read is unavailable, never wrong or partial, and works when it is over`, async () => {
        const { calls, answers } = await readable(scene.direct);
        await harmed(scene.proxy, { harm: kind, ...ALWAYS }, () =>
          allOf(calls.map((call) => refused("unavailable", () => call(scene.faulty)))),
        );
        for (const [i, call] of calls.entries()) expect(await call(scene.faulty)).toEqual(answers[i]);
      });
    }

    it("throttling is unavailable: nothing was applied", async () => {
      const name = freshName();
      await harmed(scene.proxy, { harm: { kind: "answer before", answer: harness.throttled } }, () =>
        refused("unavailable", () => scene.faulty.put(name, bytesOf("a"))),
      );
      expect(await scene.direct.get(name)).toBeUndefined();
    });

    for (const [change, changed] of CHANGES) {
      it(`an answer with ${change} is never taken for the blob, nor for another blob`, async () => {
        const bytes = noise(100_000);
        const name = freshName();
        await scene.direct.put(name, bytes);
        const fault = { harm: { kind: "change answer", change: changed }, matches: harness.isDownload } as const;
        await expectFailedRead(() => harmed(scene.proxy, fault, () => scene.faulty.get(name)));
        await expectFailedRead(() => harmed(scene.proxy, fault, () => scene.faulty.put(name, bytes)));
        expectBytes(await scene.faulty.get(name), bytes);
      });
    }

    it("a part with a byte too few or too many is never taken for the part", async () => {
      const bytes = noise(100_000);
      const name = freshName();
      await scene.direct.put(name, bytes);
      const range = { from: 500, to: 70_500 };
      for (const [change, changed] of CHANGES) {
        // Nothing but its length tells a part from another part: services keep checksums of whole blobs.
        if (change === "a flipped bit") continue;
        const fault = { harm: { kind: "change answer", change: changed }, matches: harness.isDownload } as const;
        await expectFailedRead(() => harmed(scene.proxy, fault, () => scene.faulty.get(name, range)));
      }
      expectBytes(await scene.faulty.get(name, range), bytes.subarray(range.from, range.to));
    });

    it("every second answer of a list is cut, and no name is lost or listed twice", async () => {
      const prefix = `${freshName()}/`;
      const names = upTo(25).map((i) => `${prefix}${i + 10}`);
      for (const name of names) await scene.direct.put(name, bytesOf(name));
      const seen = await harmed(scene.proxy, { harm: { kind: "cut in the answer" }, every: 2, ...ALWAYS }, () =>
        listedWithRepeats(scene.faulty, prefix),
      );
      expect(seen).toEqual(names);
    });

    it("a call aborted while it waits ends at once: a write with an unknown outcome, a read as unavailable", async () => {
      const patient = await harness.open(scene.proxy.url, NO_TIMEOUT_MS);
      const name = freshName();
      await scene.direct.put(name, noise(100_000));
      for (const kind of ["stall before", "stall after"] as const) {
        const aborted = (call: (signal: AbortSignal) => Promise<unknown>) =>
          abortedWhileStalled(scene.proxy, { harm: { kind } }, call);
        const put = await aborted((signal) => patient.put(`${name}-new-${kind.slice(6)}`, bytesOf("a"), signal));
        expect(put).toMatchObject({ code: "outcome_unknown" });
        const get = await aborted((signal) => patient.get(name, undefined, signal));
        expect(get).toMatchObject({ code: "unavailable" });
        const list = await aborted((signal) => patient.list(name, {}, signal));
        expect(list).toMatchObject({ code: "unavailable" });
      }
      const half = { harm: { kind: "stall in the answer" }, matches: harness.isDownload } as const;
      const get = await abortedWhileStalled(scene.proxy, half, (signal) => patient.get(name, undefined, signal));
      expect(get).toMatchObject({ code: "unavailable" });
      await patient.close();
    });

    it("where nothing listens a call is unavailable, and nothing was applied", async () => {
      const gone = await faultProxy(harness.upstream);
      await gone.stop();
      const blobs = await harness.open(gone.url, FAULTY_TIMEOUT_MS);
      const name = freshName();
      await refused("unavailable", () => blobs.put(name, bytesOf("a")));
      await refused("unavailable", () => blobs.delete(name));
      await refused("unavailable", () => blobs.get(name));
      await refused("unavailable", () => blobs.list(name));
      await blobs.close();
      expect(await scene.direct.get(name)).toBeUndefined();
    });
  });
}

/** Without a `/`, which services spell differently on the wire. */
function freshName(): string {
  return `f${randomUUID().replaceAll("-", "")}`;
}

/** The first request that names the blob, whatever it is for: other calls are under way at the same time. */
function naming(name: string): (request: WireRequest) => boolean {
  return ({ path, body }) => path.includes(name) || body.includes(name);
}

async function putUnderHarm({ proxy, faulty, direct }: Scene, harm: Harm): Promise<void> {
  const name = freshName();
  const bytes = noise(50_000);
  const said = await harmed(proxy, { harm, matches: naming(name) }, () => spoken(faulty.put(name, bytes)));
  const stored = await direct.get(name);
  if (stored !== undefined) expectBytes(stored, bytes);
  if (said === "done") expect(stored, "said to be stored").toBeDefined();
  if (said === "unavailable") expect(stored, "said to be unavailable, yet stored").toBeUndefined();

  await faulty.put(name, bytes);
  expectBytes(await direct.get(name), bytes);
  await refused("conflict", () => faulty.put(name, bytesOf("other")));
}

async function deleteUnderHarm({ proxy, faulty, direct }: Scene, harm: Harm): Promise<void> {
  const name = freshName();
  const bytes = noise(1_000);
  await direct.put(name, bytes);
  const said = await harmed(proxy, { harm, matches: naming(name) }, () => spoken(faulty.delete(name)));
  const stored = await direct.get(name);
  if (stored !== undefined) expectBytes(stored, bytes);
  if (said === "done") expect(stored, "said to be deleted").toBeUndefined();
  if (said === "unavailable") expect(stored, "said to be unavailable, yet deleted").toBeDefined();

  await faulty.delete(name);
  expect(await direct.get(name)).toBeUndefined();
}

/** Fails for every error that a fault on the wire must not become. */
async function spoken(pending: Promise<void>): Promise<"done" | "unavailable" | "outcome_unknown"> {
  try {
    await pending;
    return "done";
  } catch (error) {
    if (isAppError(error, "unavailable")) return "unavailable";
    if (isAppError(error, "outcome_unknown")) return "outcome_unknown";
    throw error;
  }
}

type Call = (blobs: BlobStore) => Promise<unknown>;

/** Every way of reading, with the honest answers. */
async function readable(direct: BlobStore): Promise<{ calls: readonly Call[]; answers: readonly unknown[] }> {
  const prefix = `${freshName()}/`;
  await direct.put(`${prefix}a`, noise(10_000));
  await direct.put(`${prefix}b`, bytesOf("b"));
  const calls: readonly Call[] = [
    (blobs) => blobs.get(`${prefix}a`),
    (blobs) => blobs.get(`${prefix}a`, { from: 100, to: 9_000 }),
    (blobs) => blobs.get(`${prefix}a`, { from: 9_000, to: 50_000 }),
    (blobs) => blobs.list(prefix),
    (blobs) => blobs.list(prefix, { after: `${prefix}a`, limit: 1 }),
  ];
  return { calls, answers: await allOf(calls.map((call) => call(direct))) };
}

type Change = (answer: Forwarded) => WireAnswer;

/** Answers that are well formed as HTTP goes: what a broken cache or a broken disk may send. */
const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ["a byte too few", (answer) => ({ ...answer, body: answer.body.subarray(0, -1) })],
  ["a byte too many", (answer) => ({ ...answer, body: Buffer.concat([answer.body, Buffer.from("x")]) })],
  ["a flipped bit", (answer) => ({ ...answer, body: withFlippedBit(answer.body) })],
];

function withFlippedBit(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const middle = Math.floor(body.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

/** `corrupt` or `unavailable`: whether the wire or the store is at fault is not always to be told. */
async function expectFailedRead(call: () => Promise<unknown>): Promise<void> {
  const error: unknown = await call().then(
    () => "no error",
    (thrown: unknown) => thrown,
  );
  expect(isAppError(error, "corrupt") || isAppError(error, "unavailable"), String(error)).toBe(true);
}

async function listedWithRepeats(blobs: BlobStore, prefix: string): Promise<string[]> {
  const seen: string[] = [];
  for (let calls = 0; calls < 100; calls++) {
    const after = seen.at(-1);
    const options = after === undefined ? { limit: 4 } : { after, limit: 4 };
    const page = await blobs.list(prefix, options).catch((error: unknown) => {
      if (isAppError(error, "unavailable")) return undefined;
      throw error;
    });
    seen.push(...(page?.blobs ?? []).map((blob) => blob.name));
    if (page?.end === true) return seen;
  }
  throw new Error("100 calls and no end");
}
