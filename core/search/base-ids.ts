/** Ids of a snapshot's documents, by document, and the documents in the order of their ids. */
import { compareIds, ID_BYTES, packId, unpackId } from "./packed-id.ts";
import type { Needs, Sections, SectionWriter } from "./sections.ts";

export class BaseIds {
  readonly #ids: Uint8Array;
  readonly #order: Uint32Array;

  constructor(sections: Sections) {
    this.#ids = sections.u8("ids.bytes");
    this.#order = sections.u32("ids.order");
  }

  /** For `find`. */
  need(needs: Needs): void {
    needs.add(this.#ids).add(this.#order);
  }

  /** For `idOf`. */
  needIdOf(needs: Needs, doc: number): void {
    needs.add(this.#ids, doc * ID_BYTES, (doc + 1) * ID_BYTES);
  }

  needAllIds(needs: Needs): void {
    needs.add(this.#ids);
  }

  idOf(doc: number): string {
    return unpackId(this.#ids, doc);
  }

  find(id: string): number | undefined {
    const wanted = new Uint8Array(ID_BYTES);
    packId(id, wanted, 0);
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const doc = this.#order[middle] ?? 0;
      const order = compareIds(this.#ids, doc, wanted, 0);
      if (order === 0) return doc;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  copyTo(into: Uint8Array, at: number, doc: number): void {
    into.set(this.#ids.subarray(doc * ID_BYTES, (doc + 1) * ID_BYTES), at * ID_BYTES);
  }
}

/** `ids`: packed, by document. */
export function writeIds(ids: Uint8Array, out: SectionWriter): void {
  const count = ids.length / ID_BYTES;
  out.add("ids.bytes", ids);
  out.add(
    "ids.order",
    Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => compareIds(ids, a, ids, b)),
  );
}
