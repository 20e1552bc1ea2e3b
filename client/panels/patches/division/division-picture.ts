import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { interiorPoint } from '#core/imports/interior-point.ts';
import type { Coordinates } from './cut-pieces.ts';

/** Colours of parts, as many as the map has for crews. */
export const COLOURS = 8;

/** 拆分上图: each part in its colour with its number, the outline around them, and ground that does not add up. */
export function splitPicture(
  outline: Coordinates,
  pieces: readonly Coordinates[],
  fault: MultiPolygon | null,
): FeatureCollection {
  if (pieces.length < 2) return together([shape('now', outline)]);
  return together([
    ...pieces.flatMap((piece, index) => numbered(piece, index)),
    ...(fault ? [shape('fault', fault.coordinates)] : []),
  ]);
}

/** 合并上图: those that are chosen, numbered; the others dashed; what they become around them. */
export function mergePicture(
  candidates: readonly { readonly coordinates: Coordinates; readonly chosen: boolean }[],
  union: Coordinates | null,
): FeatureCollection {
  return together([
    ...candidates.flatMap(({ coordinates, chosen }, index) =>
      chosen ? numbered(coordinates, index) : [shape('before', coordinates)],
    ),
    ...(union ? [shape('now', union)] : []),
  ]);
}

function numbered(coordinates: Coordinates, index: number): Feature[] {
  const colour = index % COLOURS;
  const place = interiorPoint(coordinates.flat());
  return [
    shape('piece', coordinates, { colour }),
    ...(place
      ? [
          {
            type: 'Feature' as const,
            properties: { kind: 'stop', colour, text: String(index + 1) },
            geometry: { type: 'Point' as const, coordinates: place },
          },
        ]
      : []),
  ];
}

function shape(kind: string, coordinates: Coordinates, properties: object = {}): Feature<MultiPolygon> {
  return {
    type: 'Feature',
    properties: { kind, ...properties },
    geometry: { type: 'MultiPolygon', coordinates },
  };
}

function together(features: readonly Feature[]): FeatureCollection<MultiPolygon | Polygon> {
  return { type: 'FeatureCollection', features: [...features] } as FeatureCollection<MultiPolygon>;
}
