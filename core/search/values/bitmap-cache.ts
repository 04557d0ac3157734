/** Sets of documents that were costly to make, the last used ones, up to a number of bytes. */
import type { Bitmap } from "../bitmap.ts";

interface KeptSet {
  readonly docs: Bitmap;
  /** Documents of the tail that it was told of. */
  tailDocs: number;
}

interface Entry {
  readonly kept: KeptSet;
  bytes: number;
}

export class BitmapCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The same set for the same name while it is kept; only the column that made it changes it. */
  get(name: string, make: () => KeptSet): KeptSet {
    const entry = this.#entries.get(name) ?? { kept: make(), bytes: 0 };
    // A set that was added to since it was last asked for has grown.
    const bytes = entry.kept.docs.words.byteLength;
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    this.#shrink();
    return entry.kept;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The least recently used go first; the one asked for last stays, however large it is. */
  #shrink(): void {
    for (const [name, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#maxBytes || this.#entries.size === 1) return;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    }
  }
}
