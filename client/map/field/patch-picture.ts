import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import type { LonLat, LonLatBox } from '#core/geometry/lon-lat.ts';
import type { PatchTone } from './field-colours.ts';

/** 图斑 as the phone's map draws it. */
export interface FieldPatch {
  readonly id: string;
  /** A point inside it, lon/lat: the dot, and where its name stands. */
  readonly lonLat: LonLat;
  readonly tone: PatchTone;
  /** What stands beside it close by: its number. */
  readonly label: string;
}

type Properties = { readonly id: string; readonly tone: PatchTone; readonly label: string };

/** Dots of those in a box, under their number in the list. */
export function patchPoints(
  patches: readonly FieldPatch[],
  [west, south, east, north]: LonLatBox,
): FeatureCollection<Point, Properties> {
  const features: Feature<Point, Properties>[] = [];
  patches.forEach(({ id, tone, label, lonLat: [lon, lat] }, index) => {
    if (lon < west || lon > east || lat < south || lat > north) return;
    const geometry: Point = { type: 'Point', coordinates: [lon, lat] };
    features.push({ type: 'Feature', id: index, properties: { id, tone, label }, geometry });
  });
  return { type: 'FeatureCollection', features };
}

/** Outlines under the same numbers, of those that reach into a box. */
export function patchOutlines(
  patches: readonly FieldPatch[],
  outlines: ReadonlyMap<string, Polygon | MultiPolygon>,
  box: LonLatBox,
): FeatureCollection {
  const features: Feature[] = [];
  patches.forEach(({ id, tone, label }, index) => {
    const outline = outlines.get(id);
    if (!outline || !reachesInto(outline, box)) return;
    features.push({ type: 'Feature', id: index, properties: { id, tone, label }, geometry: outline });
  });
  return { type: 'FeatureCollection', features };
}

/** By the box around its outer rings. */
function reachesInto({ type, coordinates }: Polygon | MultiPolygon, box: LonLatBox): boolean {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  let [west, south, east, north] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const [outer] of polygons) {
    for (const [lon, lat] of outer ?? []) {
      if (lon! < west) west = lon!;
      if (lon! > east) east = lon!;
      if (lat! < south) south = lat!;
      if (lat! > north) north = lat!;
    }
  }
  return west <= box[2] && east >= box[0] && south <= box[3] && north >= box[1];
}
