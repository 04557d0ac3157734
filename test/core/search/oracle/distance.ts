/** How far a listing is. */
import type { ListingRecord } from "../../../../core/listing/record.ts";
import type { GeoPoint } from "../../../../core/search/request.ts";

const EARTH_METRES = 6_371_008.8;

/** To the nearest place with coordinates, in whole metres. */
export function metresTo({ content }: ListingRecord, near: GeoPoint): number | undefined {
  const metres = content.locations.flatMap(({ lat, lng }) =>
    lat === undefined || lng === undefined ? [] : [Math.round(greatCircle(near, { lat, lng }))],
  );
  return metres.length === 0 ? undefined : Math.min(...metres);
}

/** By vectors, not by the haversine formula. */
function greatCircle(a: GeoPoint, b: GeoPoint): number {
  const [u, v] = [vector(a), vector(b)];
  const dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  const cross = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
  return EARTH_METRES * Math.atan2(cross, dot);
}

function vector({ lat, lng }: GeoPoint): readonly [number, number, number] {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lng * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}
