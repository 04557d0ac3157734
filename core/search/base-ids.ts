/** Ids of a snapshot's documents, by document, and the documents in the order of their ids. */

import { ID_BYTES } from "../listing/id.ts";
import { firstPlace } from "./bisect.ts";
import { compareIds, packId, unpackId } from "./packed-id.ts";
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
    const compared = (place: number) => compareIds(this.#ids, this.#order[place] ?? 0, wanted, 0);
    const place = firstPlace(0, this.#order.length, (at) => compared(at) >= 0);
    return place < this.#order.length && compared(place) === 0 ? this.#order[place] : undefined;
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
