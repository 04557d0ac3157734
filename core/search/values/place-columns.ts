/**
 * Country, region and city of every place of a document, and where it is. The three are columns with one row for each
 * place, so that a place is one and the same row in all of them.
 */
import type { Bitmap } from "../bitmap.ts";
import type { Facts } from "../facts.ts";
import { Float64List, Uint32List } from "../growable.ts";
import type { Renumbering } from "../renumbering.ts";
import { PLACE_FILTERS, type PlaceFilter } from "../request.ts";
import type { Needs, SectionWriter } from "../sections.ts";
import type { BitmapCache } from "./bitmap-cache.ts";
import type { ColumnValues, PlaceValues } from "./column-values.ts";
import { layoutOf, NO_ROW, type RowLayout } from "./row-layout.ts";
import { type Rows, TAIL_ROWS } from "./rows.ts";
import { type Counts, PLACE_ENDS, ValueColumn } from "./value-column.ts";

/** Values that a part of the place may have; a part without any may be anything. */
type PlaceWishes = Readonly<Record<PlaceFilter, readonly string[]>>;

export class PlaceColumns {
  readonly parts: Readonly<Record<PlaceFilter, ValueColumn>>;
  readonly #facts: Facts;
  readonly #lat: Float64Array;
  readonly #lng: Float64Array;
  readonly #tailEnds = new Uint32List();
  readonly #tailLat = new Float64List();
  readonly #tailLng = new Float64List();

  constructor(facts: Facts, tail: readonly ColumnValues[], cache: BitmapCache) {
    const part = (name: PlaceFilter) => {
      const textsOf = (at: number) => tail[at]?.places.map((place) => place[name]) ?? [];
      return new ValueColumn({ name, facts, cache, tail, textsOf, ends: PLACE_ENDS });
    };
    this.parts = { country: part("country"), region: part("region"), city: part("city") };
    this.#facts = facts;
    this.#lat = facts.base.f64("values.places.lat");
    this.#lng = facts.base.f64("values.places.lng");
  }

  needCoordinates(needs: Needs): void {
    this.parts.country.rows.needEnds(needs);
    needs.add(this.#lat).add(this.#lng);
  }

  /** Of `among` at least, the documents with one place that has what is asked in every part; not to be changed. */
  holding(wishes: PlaceWishes, among: Bitmap): Bitmap {
    const asked = PLACE_FILTERS.filter((part) => wishes[part].length > 0);
    const [first, ...others] = asked.map((part) => this.parts[part].holding(wishes[part]));
    if (first === undefined) return among;
    if (others.length === 0) return first;
    // What has every part in some place, which is far less, and of it what has them in one.
    const nearly = others.reduce((docs, other) => docs.and(other), among.and(first));
    const accepted = asked.map((part) => acceptedBy(this.parts[part], wishes[part]));
    const { rows } = this.parts[asked[0] ?? "country"];
    return nearly.filter((doc) => hasPlace(rows, doc, accepted));
  }

  /** The places of the document that `facts` was given last. */
  append(places: readonly PlaceValues[]): void {
    for (const { lat, lng } of places) {
      this.#tailLat.push(lat);
      this.#tailLng.push(lng);
    }
    this.#tailEnds.push(this.#tailLat.length);
  }

  /** Numbers of the places of a document, up to, not including, `end`. */
  start(doc: number): number {
    if (doc < this.#facts.baseCount) return this.parts.country.rows.start(doc);
    const at = doc - this.#facts.tailStart;
    return TAIL_ROWS + (at === 0 ? 0 : this.#tailEnds.at(at - 1));
  }

  end(doc: number): number {
    if (doc < this.#facts.baseCount) return this.parts.country.rows.end(doc);
    return TAIL_ROWS + this.#tailEnds.at(doc - this.#facts.tailStart);
  }

  /** Degrees; NaN for a place without coordinates. */
  latAt(place: number): number {
    return place < TAIL_ROWS ? (this.#lat[place] ?? Number.NaN) : this.#tailLat.at(place - TAIL_ROWS);
  }

  /** Of a place with coordinates. */
  lngAt(place: number): number {
    return place < TAIL_ROWS ? (this.#lng[place] ?? 0) : this.#tailLng.at(place - TAIL_ROWS);
  }

  /** How many of `docs` have each value of a part in a place that has what is asked in the others. */
  countAccepted(part: PlaceFilter, wishes: PlaceWishes, docs: Uint32Array): Counts {
    const column = this.parts[part];
    const accepted = PLACE_FILTERS.filter((other) => wishes[other].length > 0).map((other) =>
      acceptedBy(this.parts[other], wishes[other]),
    );
    const byKey = new Uint32Array(column.keys);
    // 1 + the place in `docs` of the last document that counted for a key.
    const countedFor = new Uint32Array(column.keys);
    let missing = 0;
    for (let i = 0; i < docs.length; i++) {
      let hasValue = false;
      const doc = docs[i] ?? 0;
      for (let row = column.rows.start(doc), end = column.rows.end(doc); row < end; row++) {
        const ordinal = column.rows.at(row);
        if (ordinal === 0 || !accepted.every((accepts) => accepts(row))) continue;
        hasValue = true;
        const key = column.keyAt(ordinal);
        if (countedFor[key] === i + 1) continue;
        countedFor[key] = i + 1;
        byKey[key] = (byKey[key] ?? 0) + 1;
      }
      if (!hasValue) missing++;
    }
    return { byKey, missing };
  }

  needToWrite(needs: Needs): void {
    for (const part of PLACE_FILTERS) this.parts[part].needValues(needs);
    this.needCoordinates(needs);
  }

  write(renumbering: Renumbering, out: SectionWriter): void {
    for (const part of PLACE_FILTERS) this.parts[part].catchUp();
    const layout = layoutOf(renumbering, this.parts.country.rows, (row) => this.#isPlace(row));
    if (layout.rows.length === 0) return;
    if (!layout.isSingle) out.add(PLACE_ENDS, layout.ends);
    for (const part of PLACE_FILTERS) this.parts[part].write(renumbering, layout, out);
    this.#writeCoordinates(layout, out);
  }

  #writeCoordinates({ rows }: RowLayout, out: SectionWriter): void {
    const [lat, lng] = [new Float64Array(rows.length).fill(Number.NaN), new Float64Array(rows.length).fill(Number.NaN)];
    let known = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? NO_ROW;
      if (row === NO_ROW || Number.isNaN(this.latAt(row))) continue;
      lat[i] = this.latAt(row);
      lng[i] = this.lngAt(row);
      known++;
    }
    if (known === 0) return;
    out.add("values.places.lat", lat);
    out.add("values.places.lng", lng);
  }

  /** With one row for every document, those without a place have an empty one. */
  #isPlace(row: number): boolean {
    if (row >= TAIL_ROWS) return true;
    return PLACE_FILTERS.some((part) => this.parts[part].rows.at(row) !== 0) || !Number.isNaN(this.latAt(row));
  }
}

type AcceptedRow = (row: number) => boolean;

function acceptedBy(column: ValueColumn, values: readonly string[]): AcceptedRow {
  const keys = new Set(values.map((value) => column.keyOf(value)));
  return (row) => {
    const ordinal = column.rows.at(row);
    return ordinal !== 0 && keys.has(column.keyAt(ordinal));
  };
}

function hasPlace(rows: Rows, doc: number, accepted: readonly AcceptedRow[]): boolean {
  for (let row = rows.start(doc), end = rows.end(doc); row < end; row++) {
    if (accepted.every((accepts) => accepts(row))) return true;
  }
  return false;
}
