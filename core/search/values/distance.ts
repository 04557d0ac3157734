/** How far documents are: great circles on a sphere, to the nearest place with coordinates, in whole metres. */
import { Bitmap } from "../bitmap.ts";
import type { GeoPoint } from "../request.ts";
import type { Needs } from "../sections.ts";
import type { ValuesIndex } from "./listing-columns.ts";

/** Mean radius of the earth (IUGG, R1). */
const EARTH_METRES = 6_371_008.8;
const RADIANS = Math.PI / 180;

export function needDistances(index: ValuesIndex, needs: Needs): void {
  index.values.places.needCoordinates(needs);
}

/** Metres from each of `docs`; Infinity for those without coordinates. */
export function distancesOf(index: ValuesIndex, docs: Uint32Array, near: GeoPoint): Float64Array {
  const distances = new Float64Array(docs.length);
  for (let i = 0; i < docs.length; i++) distances[i] = distanceOf(index, docs[i] ?? 0, near);
  return distances;
}

/** Metres; Infinity without coordinates. */
export function distanceOf({ values: { places } }: ValuesIndex, doc: number, near: GeoPoint): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let place = places.start(doc), end = places.end(doc); place < end; place++) {
    const lat = places.latAt(place);
    if (!Number.isNaN(lat)) nearest = Math.min(nearest, greatCircle(near, lat, places.lngAt(place)));
  }
  return Math.round(nearest);
}

/** Of `docs`, those within the radius, inclusive. */
export function within({ values: { places } }: ValuesIndex, docs: Bitmap, near: GeoPoint, radiusKm: number): Bitmap {
  const metres = radiusKm * 1_000;
  // A degree of latitude is the same everywhere, so most places are too far away without any trigonometry. A metre more
  // than the radius, for what rounding lets in.
  const degrees = (metres + 1) / (EARTH_METRES * RADIANS);
  const found = new Bitmap(docs.words.length << 5);
  for (const doc of docs.toArray()) {
    for (let place = places.start(doc), end = places.end(doc); place < end; place++) {
      const lat = places.latAt(place);
      // Of an unknown latitude this does not hold either.
      if (!(Math.abs(lat - near.lat) <= degrees)) continue;
      if (Math.round(greatCircle(near, lat, places.lngAt(place))) <= metres) found.add(doc);
    }
  }
  return found;
}

/** The haversine formula, which is exact for near points; metres. */
function greatCircle(from: GeoPoint, lat: number, lng: number): number {
  const north = Math.sin(((lat - from.lat) * RADIANS) / 2);
  const east = Math.sin(((lng - from.lng) * RADIANS) / 2);
  const chord = north * north + Math.cos(from.lat * RADIANS) * Math.cos(lat * RADIANS) * east * east;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}
