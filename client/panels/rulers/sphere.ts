import { area } from '@turf/turf';
import type { PolygonalGeometry } from '#core/contract/shared.ts';

/** 球面面积: the third ruler, and the only place where it is asked. Nothing else in the product reads this number. */
export function sphereArea(geometry: PolygonalGeometry): number {
  return area(geometry);
}
