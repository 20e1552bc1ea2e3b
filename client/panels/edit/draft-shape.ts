import type { MultiPolygon } from 'geojson';
import { type Shape, useShape } from '../../state/shape.ts';

/** The outline in `useShape` as GeoJSON. */
export function geometryOf(shape: Shape): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: shape.map((rings) => rings.map((ring) => ring.map((point) => [...point]))),
  };
}

/** Whether the outline under edit differs from the feature's. */
export function shapeChanged(
  feature: { readonly geometry: { readonly coordinates: unknown } } | null,
  shape: Shape = useShape.getState().shape,
): boolean {
  return JSON.stringify(shape) !== JSON.stringify(feature?.geometry.coordinates ?? []);
}
