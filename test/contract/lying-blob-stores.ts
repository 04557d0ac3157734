import { describe, it } from "vitest";
import { AppError, isAppError } from "../../core/errors.ts";
import { isBlobName } from "../../core/ports.ts";
import { blobStoreCases } from "./blob-store.ts";
import { bytesOf } from "./blob-store-case.ts";
import {
  aMoment,
  knowingItsOwn,
  type Liar,
  type OpenBlobStore,
  over,
  overPages,
  overwrite,
  showingHalves,
  sizeOf,
} from "./blob-store-liar.ts";
import { expectFound, named } from "./expect.ts";

/** A store with one plausible fault, and the case of the suite that must find it. */
interface LyingBlobStore {
  readonly lie: string;
  readonly killedBy: string;
  readonly harness: Liar;
}

/** Declares that over this store, which `open` opens for the suite itself, the contract finds every lie. */
export function blobStoreLiesAreFound(name: string, open: OpenBlobStore): void {
  describe(`the contract of BlobStore can fail over ${name}`, () => {
    for (const { lie, killedBy, harness } of lyingBlobStores) {
      it(`a store that ${lie} is found by "${killedBy}"`, async () => {
        await expectFound(named(blobStoreCases, killedBy).run(harness(open)));
      });
    }
  });
}

const lyingBlobStores: readonly LyingBlobStore[] = [
  {
    lie: "gives back a large blob without its last byte",
    killedBy: "a blob of 1 MiB of noise comes back whole",
    harness: over((honest) => ({
      async get(name, range, signal) {
        const bytes = await honest.get(name, range, signal);
        return bytes !== undefined && bytes.length > 65_536 ? bytes.subarray(0, -1) : bytes;
      },
    })),
  },
  {
    lie: "overwrites a blob",
    killedBy: "other bytes under a taken name conflict, and the first bytes stay",
    harness: over((honest) => ({ put: (name, bytes) => overwrite(honest, name, bytes) })),
  },
  {
    lie: "overwrites a blob and says so",
    killedBy: "other bytes under a taken name conflict, and the first bytes stay",
    harness: over((honest) => ({
      async put(name, bytes, signal) {
        try {
          await honest.put(name, bytes, signal);
        } catch (error) {
          if (isAppError(error, "conflict")) await overwrite(honest, name, bytes);
          throw error;
        }
      },
    })),
  },
  {
    lie: "takes an empty blob for none",
    killedBy: "an empty blob is not overwritten either",
    harness: over((honest) => ({
      async put(name, bytes, signal) {
        if ((await sizeOf(honest, name)) === 0) await honest.delete(name);
        await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "swallows a conflict",
    killedBy: "other bytes under a taken name conflict, and the first bytes stay",
    harness: over((honest) => ({ put: (name, bytes, signal) => honest.put(name, bytes, signal).catch(() => {}) })),
  },
  {
    lie: "compares lengths, not bytes",
    killedBy: "other bytes under a taken name conflict, and the first bytes stay",
    harness: over((honest) => ({
      async put(name, bytes, signal) {
        if ((await sizeOf(honest, name)) !== bytes.length) await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "refuses the same bytes again",
    killedBy: "the same bytes under the same name again succeed",
    harness: over((honest) => ({
      async put(name, bytes, signal) {
        if ((await honest.get(name)) !== undefined) throw new AppError("conflict", `blob ${name} exists`);
        await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "looks whether a name is free first and writes later",
    killedBy: "of 10 racers with different bytes exactly one wins, and its bytes are read",
    harness: over((honest) => ({
      async put(name, bytes, signal) {
        if ((await honest.get(name)) !== undefined) return honest.put(name, bytes, signal);
        await aMoment();
        await overwrite(honest, name, bytes);
      },
    })),
  },
  {
    lie: "shows a blob while it is being written",
    killedBy: "readers during a put see the whole blob or none",
    harness: showingHalves,
  },
  {
    lie: "keeps the caller's buffer instead of its bytes",
    killedBy: "changing a buffer after its put does not change the blob",
    harness: over((honest) => {
      const kept = new Map<string, Uint8Array>();
      return {
        async put(name, bytes, signal) {
          await honest.put(name, bytes, signal);
          kept.set(name, bytes);
        },
        get: async (name, range, signal) => kept.get(name)?.slice() ?? honest.get(name, range, signal),
      };
    }),
  },
  {
    lie: "hands out its own buffer",
    killedBy: "changing the bytes of an answer does not change the blob",
    harness: over((honest) => {
      const handedOut = new Map<string, Uint8Array | undefined>();
      return {
        async get(name, range, signal) {
          if (range !== undefined) return honest.get(name, range, signal);
          if (!handedOut.has(name)) handedOut.set(name, await honest.get(name, range, signal));
          return handedOut.get(name);
        },
      };
    }),
  },
  {
    lie: "stores the buffer behind a view",
    killedBy: "put stores the bytes of a view, not of the buffer behind it",
    harness: over((honest) => ({
      put: (name, bytes, signal) => honest.put(name, new Uint8Array(bytes.buffer.slice(0)), signal),
    })),
  },
  {
    lie: "takes the end of a range as inclusive",
    killedBy: "a range gives the first, middle and last bytes",
    harness: over((honest) => ({
      get: (name, range, signal) =>
        honest.get(name, range === undefined ? undefined : { from: range.from, to: range.to + 1 }, signal),
    })),
  },
  {
    lie: "takes a range past the end for an absent blob",
    killedBy: "a range that is empty or starts at or past the end gives no bytes",
    harness: over((honest) => ({
      get: async (name, range, signal) =>
        range !== undefined && range.from >= ((await sizeOf(honest, name)) ?? 0)
          ? undefined
          : honest.get(name, range, signal),
    })),
  },
  {
    lie: "lists names like a dictionary",
    killedBy: "list gives names in byte order with their sizes",
    harness: overPages(({ blobs, end }) => ({
      blobs: blobs.toSorted((a, b) => a.name.localeCompare(b.name, "en")),
      end,
    })),
  },
  {
    lie: "lists a blob's name without its size",
    killedBy: "list gives names in byte order with their sizes",
    harness: overPages(({ blobs, end }) => ({ blobs: blobs.map(({ name }) => ({ name, bytes: 0 })), end })),
  },
  {
    lie: "claims that the second page of a list is the last",
    killedBy: "list pages through with every limit and leaves nothing out",
    harness: overPages(({ blobs, end }, _, after) => ({ blobs, end: end || after !== undefined })),
  },
  {
    lie: "lists the name it was to begin after",
    killedBy: "list goes on after any name, whether or not there is such a blob",
    harness: over((honest) => ({
      async list(prefix, options = {}, signal) {
        const page = await honest.list(prefix, options, signal);
        const { after } = options;
        const bytes = after === undefined ? undefined : await sizeOf(honest, after);
        if (bytes === undefined || after === undefined) return page;
        return { blobs: [{ name: after, bytes }, ...page.blobs].slice(0, options.limit), end: page.end };
      },
    })),
  },
  {
    lie: "takes a prefix for a folder",
    killedBy: "a prefix is any beginning of a name, not only a folder",
    harness: overPages(({ blobs, end }, prefix) => ({
      blobs: blobs.filter(({ name }) => prefix.endsWith("/") || name[prefix.length] === "/"),
      end,
    })),
  },
  {
    lie: "lists what it has put itself",
    killedBy: "every put is seen by other handles at once",
    harness: over((honest) => {
      const own = new Set<string>();
      return {
        async put(name, bytes, signal) {
          own.add(name);
          await honest.put(name, bytes, signal);
        },
        async list(prefix, options, signal) {
          const { blobs, end } = await honest.list(prefix, options, signal);
          return { blobs: blobs.filter(({ name }) => own.has(name)), end };
        },
      };
    }),
  },
  {
    lie: "deletes nothing",
    killedBy: "a deleted blob is gone from get and list",
    harness: over(() => ({ delete: async () => {} })),
  },
  {
    lie: "deletes every blob whose name begins alike",
    killedBy: "deleting a blob leaves those whose names begin like its own",
    harness: over((honest) => ({
      async delete(name) {
        for (const other of (await honest.list(name)).blobs) await honest.delete(other.name);
      },
    })),
  },
  {
    lie: "fails to delete what is not there",
    killedBy: "deleting what is not there succeeds",
    harness: over((honest) => ({
      async delete(name, signal) {
        if ((await honest.get(name)) === undefined) throw new AppError("not_found", `no blob ${name}`);
        await honest.delete(name, signal);
      },
    })),
  },
  {
    lie: "takes names that differ in case for one",
    killedBy: "names that differ in case only are different blobs",
    harness: over((honest) => ({
      put: (name, bytes, signal) => honest.put(name.toLowerCase(), bytes, signal),
      get: (name, range, signal) => honest.get(name.toLowerCase(), range, signal),
    })),
  },
  {
    lie: "follows a name out of its folder",
    killedBy: "a hostile name is refused by put, get, delete and list",
    harness: over((honest) => ({
      get: async (name, range, signal) => (isBlobName(name) ? honest.get(name, range, signal) : bytesOf("secret")),
    })),
  },
  {
    lie: "does not look at the signal of a put",
    killedBy: "a put or delete aborted before it is sent is unavailable and changes nothing",
    harness: over((honest) => ({ put: (name, bytes) => honest.put(name, bytes) })),
  },
  {
    lie: "loses what it held when it is closed",
    killedBy: "every blob is there after close and open",
    harness: knowingItsOwn,
  },
];
