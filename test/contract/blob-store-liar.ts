/** Ways of telling a lie over an honest blob store. */
import { isAppError } from "../../core/errors.ts";
import type { BlobStore } from "../../core/ports.ts";
import type { BlobStoreHarness } from "./blob-store-case.ts";

export type OpenBlobStore = () => Promise<BlobStore>;

/** The liar over an honest store, as the suite opens it. */
export type Liar = (open: OpenBlobStore) => BlobStoreHarness;

/** The honest store, each handle with some calls replaced. */
export function over(lie: (honest: BlobStore) => Partial<BlobStore>): Liar {
  return (open) => ({
    async open() {
      const honest = await open();
      return { ...honest, ...lie(honest) };
    },
  });
}

type Page = Awaited<ReturnType<BlobStore["list"]>>;

export function overPages(change: (page: Page, prefix: string, after: string | undefined) => Page): Liar {
  return over((honest) => ({
    async list(prefix, options, signal) {
      return change(await honest.list(prefix, options, signal), prefix, options?.after);
    },
  }));
}

/** Lets other calls run. */
export async function aMoment(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Whatever the name holds, also when others do the same at the same time. */
export async function overwrite(honest: BlobStore, name: string, bytes: Uint8Array): Promise<void> {
  for (;;) {
    await honest.delete(name);
    try {
      return await honest.put(name, bytes);
    } catch (error) {
      // Another overwriter was between the two.
      if (!isAppError(error, "conflict") && !isAppError(error, "unavailable")) throw error;
    }
  }
}

/** A blob stays half written until a reader has seen it so, by its bytes or by its size. */
export function showingHalves(open: OpenBlobStore): BlobStoreHarness {
  const halves = new Map<string, number>();
  function saw(name: string, bytes: number | undefined): void {
    if (halves.get(name) === bytes) halves.delete(name);
  }
  const show = over((honest) => ({
    async get(name, range, signal) {
      const bytes = await honest.get(name, range, signal);
      saw(name, bytes?.length);
      return bytes;
    },
    async list(prefix, options, signal) {
      const page = await honest.list(prefix, options, signal);
      for (const { name, bytes } of page.blobs) saw(name, bytes);
      return page;
    },
    async put(name, bytes, signal) {
      const half = bytes.slice(0, bytes.length / 2);
      halves.set(name, half.length);
      await honest.put(name, half);
      while (halves.has(name)) await aMoment();
      await honest.delete(name);
      await honest.put(name, bytes, signal);
    },
  }));
  return show(open);
}

/** What a handle has not put itself is not there for it. */
export function knowingItsOwn(open: OpenBlobStore): BlobStoreHarness {
  const forget = over((honest) => {
    const own = new Set<string>();
    return {
      async put(name, bytes, signal) {
        own.add(name);
        await honest.put(name, bytes, signal);
      },
      get: async (name, range, signal) => (own.has(name) ? honest.get(name, range, signal) : undefined),
      async list(prefix, options, signal) {
        const { blobs, end } = await honest.list(prefix, options, signal);
        return { blobs: blobs.filter(({ name }) => own.has(name)), end };
      },
    };
  });
  return forget(open);
}

export async function sizeOf(honest: BlobStore, name: string): Promise<number | undefined> {
  return (await honest.get(name))?.length;
}
