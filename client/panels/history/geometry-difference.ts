import { difference, featureCollection, multiPolygon } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { SquareMeters } from '#core/geometry/units.ts';

export interface GeometryDifference {
  /** What `after` has and `before` has not, and the other way round; null when there is nothing. */
  readonly gained: Polygon | MultiPolygon | null;
  readonly lost: Polygon | MultiPolygon | null;
  /** Ellipsoidal areas, m². */
  readonly gainedArea: SquareMeters;
  readonly lostArea: SquareMeters;
  readonly beforeArea: SquareMeters;
  readonly afterArea: SquareMeters;
}

/** 图形差异 of two outlines: pieces cut by the geometry library, areas by our own geodesic function. */
export function geometryDifference(before: PolygonalGeometry, after: PolygonalGeometry): GeometryDifference {
  const gained = cut(after, before);
  const lost = cut(before, after);
  return {
    gained,
    lost,
    gainedArea: gained ? geodesicArea(gained) : (0 as SquareMeters),
    lostArea: lost ? geodesicArea(lost) : (0 as SquareMeters),
    beforeArea: geodesicArea(asMulti(before)),
    afterArea: geodesicArea(asMulti(after)),
  };
}

/** Whether two outlines are the same, point by point. */
export function sameOutline(a: PolygonalGeometry, b: PolygonalGeometry): boolean {
  return JSON.stringify(asMulti(a).coordinates) === JSON.stringify(asMulti(b).coordinates);
}

export function asMulti(geometry: PolygonalGeometry): MultiPolygon {
  return geometry.type === 'MultiPolygon'
    ? { type: 'MultiPolygon', coordinates: geometry.coordinates }
    : { type: 'MultiPolygon', coordinates: [geometry.coordinates] };
}

function cut(from: PolygonalGeometry, by: PolygonalGeometry): Polygon | MultiPolygon | null {
  const parts = [from, by].map((geometry) => multiPolygon(asMulti(geometry).coordinates));
  return difference(featureCollection(parts))?.geometry ?? null;
}
