/** Country, region and city of every place of a document, kept together: filters must hold for one and the same place. */
import type { Bitmap } from "./bitmap.ts";
import { rowStart } from "./columns.ts";
import { Uint32List } from "./growable.ts";
import { PLACE_FILTERS, type PlaceFilter } from "./request.ts";
import { ValueDictionary } from "./value-dictionary.ts";

export type PlaceValues = Readonly<Partial<Record<PlaceFilter, string | undefined>>>;
/** Spellings that a part of the place may have; a part that is left out may be anything. */
export type AcceptedPlaces = Readonly<Partial<Record<PlaceFilter, Uint8Array>>>;

/** The first spelling of every part: the place does not say. */
const ABSENT = "";
/** Its key. */
export const ABSENT_KEY = 0;

export class PlaceColumn {
  readonly #dictionaries: Readonly<Record<PlaceFilter, ValueDictionary>> = {
    country: new ValueDictionary(),
    region: new ValueDictionary(),
    city: new ValueDictionary(),
  };
  readonly #parts: Readonly<Record<PlaceFilter, Uint32List>> = {
    country: new Uint32List(),
    region: new Uint32List(),
    city: new Uint32List(),
  };
  readonly #ends = new Uint32List();

  constructor() {
    for (const part of PLACE_FILTERS) this.#dictionaries[part].spelling(ABSENT);
  }

  get ends(): Uint32Array {
    return this.#ends.values;
  }

  /** Spellings of one part, a place a row. */
  rowsOf(part: PlaceFilter): Uint32Array {
    return this.#parts[part].values;
  }

  dictionaryOf(part: PlaceFilter): ValueDictionary {
    return this.#dictionaries[part];
  }

  append(places: readonly PlaceValues[], isPublished: boolean): void {
    for (const place of places) {
      for (const part of PLACE_FILTERS) {
        this.#parts[part].push(this.#dictionaries[part].spelling(place[part] ?? ABSENT));
      }
    }
    this.#ends.push(this.#parts.country.length);
    this.#count(this.#ends.length - 1, isPublished, 1);
  }

  release(doc: number, isPublished: boolean): void {
    this.#count(doc, isPublished, -1);
  }

  /** Whether one place of the document is accepted in every part. */
  has(doc: number, accepted: AcceptedPlaces): boolean {
    for (let row = rowStart(this.ends, doc), end = this.#ends.at(doc); row < end; row++) {
      if (this.accepts(row, accepted)) return true;
    }
    return false;
  }

  accepts(row: number, { country, region, city }: AcceptedPlaces): boolean {
    return (
      (country === undefined || country[this.#parts.country.at(row)] === 1) &&
      (region === undefined || region[this.#parts.region.at(row)] === 1) &&
      (city === undefined || city[this.#parts.city.at(row)] === 1)
    );
  }

  compacted(live: Bitmap, isPublished: (doc: number) => boolean): PlaceColumn {
    const kept = new PlaceColumn();
    live.forEach((doc) => {
      kept.append(this.#placesOf(doc), isPublished(doc));
    });
    return kept;
  }

  #placesOf(doc: number): PlaceValues[] {
    const places: PlaceValues[] = [];
    for (let row = rowStart(this.ends, doc); row < this.#ends.at(doc); row++) {
      places.push({
        country: this.#dictionaries.country.textOf(this.#parts.country.at(row)),
        region: this.#dictionaries.region.textOf(this.#parts.region.at(row)),
        city: this.#dictionaries.city.textOf(this.#parts.city.at(row)),
      });
    }
    return places;
  }

  /** A listing counts once for a key, under the spelling of its first place that has it. */
  #count(doc: number, isPublished: boolean, by: 1 | -1): void {
    const [start, end] = [rowStart(this.ends, doc), this.#ends.at(doc)];
    for (const part of PLACE_FILTERS) {
      const [rows, { keyOf }] = [this.#parts[part].values, this.#dictionaries[part]];
      for (let row = start; row < end; row++) {
        const key = keyOf[rows[row] ?? 0];
        let first = start;
        while (keyOf[rows[first] ?? 0] !== key) first++;
        if (first === row) this.#dictionaries[part].count(rows[row] ?? 0, isPublished, by);
      }
    }
  }
}
