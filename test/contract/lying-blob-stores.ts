import { memoryBlobStore } from "../../adapters/memory/blob-store.ts";
import { AppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import type { BlobStoreHarness } from "./blob-store-case.ts";

/** A store with one plausible fault, and the case of the suite that must find it. */
export interface LyingBlobStore {
  readonly lie: string;
  readonly killedBy: string;
  readonly harness: () => BlobStoreHarness;
}

/** The honest store, each handle with some calls replaced; `stored` is what lies behind it. */
function over(lie: (honest: BlobStore, stored: Map<string, Uint8Array>) => Partial<BlobStore>): () => BlobStoreHarness {
  return () => {
    const stored = new Map<string, Uint8Array>();
    return {
      async open() {
        const honest = memoryBlobStore(stored);
        return { ...honest, ...lie(honest, stored) };
      },
    };
  };
}

type Page = Awaited<ReturnType<BlobStore["list"]>>;

function overPages(change: (page: Page, prefix: string, after: string | undefined) => Page): () => BlobStoreHarness {
  return over((honest) => ({
    async list(prefix, options, signal) {
      return change(await honest.list(prefix, options, signal), prefix, options?.after);
    },
  }));
}

/** Lets other calls run. */
async function aMoment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export const lyingBlobStores: readonly LyingBlobStore[] = [
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
    harness: over((_, stored) => ({
      async put(name, bytes) {
        stored.set(name, bytes.slice());
      },
    })),
  },
  {
    lie: "overwrites a blob and says so",
    killedBy: "other bytes under a taken name conflict, and the first bytes stay",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        try {
          await honest.put(name, bytes, signal);
        } catch (error) {
          stored.set(name, bytes.slice());
          throw error;
        }
      },
    })),
  },
  {
    lie: "takes an empty blob for none",
    killedBy: "an empty blob is not overwritten either",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        if (stored.get(name)?.length === 0) stored.delete(name);
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
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        if (stored.get(name)?.length !== bytes.length) await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "refuses the same bytes again",
    killedBy: "the same bytes under the same name again succeed",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        if (stored.has(name)) throw new AppError("conflict", `blob ${name} exists`);
        await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "looks whether a name is free first and writes later",
    killedBy: "of 10 racers with different bytes exactly one wins, and its bytes are read",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        if (stored.has(name)) return honest.put(name, bytes, signal);
        await aMoment();
        stored.set(name, new Uint8Array(bytes));
      },
    })),
  },
  {
    lie: "shows a blob while it is being written",
    killedBy: "readers during a put see the whole blob or none",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        if (!stored.has(name)) {
          stored.set(name, bytes.slice(0, bytes.length / 2));
          await aMoment();
          stored.delete(name);
        }
        await honest.put(name, bytes, signal);
      },
    })),
  },
  {
    lie: "keeps the caller's buffer instead of its bytes",
    killedBy: "changing a buffer after its put does not change the blob",
    harness: over((honest, stored) => ({
      async put(name, bytes, signal) {
        await honest.put(name, bytes, signal);
        stored.set(name, bytes);
      },
    })),
  },
  {
    lie: "hands out its own buffer",
    killedBy: "changing the bytes of an answer does not change the blob",
    harness: over((honest, stored) => ({
      get: async (name, range, signal) => (range === undefined ? stored.get(name) : honest.get(name, range, signal)),
    })),
  },
  {
    lie: "stores the buffer behind a view",
    killedBy: "put stores the bytes of a view, not of the buffer behind it",
    harness: over((honest) => ({
      put: (name, bytes, signal) => honest.put(name, new Uint8Array(bytes.buffer), signal),
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
    harness: over((honest, stored) => ({
      get: async (name, range, signal) =>
        range !== undefined && range.from >= (stored.get(name)?.length ?? 0)
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
    harness: over((honest, stored) => ({
      async list(prefix, options = {}, signal) {
        const page = await honest.list(prefix, options, signal);
        const bytes = stored.get(options.after ?? "")?.length;
        if (bytes === undefined || options.after === undefined) return page;
        return { blobs: [{ name: options.after, bytes }, ...page.blobs].slice(0, options.limit), end: page.end };
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
    harness: over((_, stored) => ({
      async delete(name) {
        for (const other of [...stored.keys()]) if (other.startsWith(name)) stored.delete(other);
      },
    })),
  },
  {
    lie: "fails to delete what is not there",
    killedBy: "deleting what is not there succeeds",
    harness: over((honest, stored) => ({
      async delete(name, signal) {
        if (!stored.has(name)) throw new AppError("not_found", `no blob ${name}`);
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
    harness: over((_, stored) => ({ get: async (name) => stored.get(name) })),
  },
  {
    lie: "does not look at the signal of a put",
    killedBy: "a put or delete aborted before it is sent is unavailable and changes nothing",
    harness: over((honest) => ({ put: (name, bytes) => honest.put(name, bytes) })),
  },
  {
    lie: "loses what it held when it is closed",
    killedBy: "every blob is there after close and open",
    harness: () => ({ open: async () => memoryBlobStore() }),
  },
];
