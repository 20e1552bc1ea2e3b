import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

export interface DecodedFeature {
  readonly id: number | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Rings as the tile has them, in tile units; each is closed. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
  /** Signed area of all rings in square tile units. */
  readonly area: number;
}

/** Decodes a tile of one layer with Mapbox's own reader. */
export function decodeTile(bytes: Uint8Array, layer: string): DecodedFeature[] {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer];
  if (!found) return [];
  return Array.from({ length: found.length }, (_, index) => decodeFeature(found.feature(index)));
}

function decodeFeature(feature: VectorTileFeature): DecodedFeature {
  const rings = feature.loadGeometry().map((ring) => ring.map(({ x, y }) => [x, y] as const));
  return {
    id: feature.id,
    properties: { ...feature.properties },
    rings,
    area: rings.reduce((sum, ring) => sum + ringArea(ring), 0),
  };
}

/** Signed area, positive for an exterior ring (clockwise on the screen, y down). */
export function ringArea(ring: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [x0, y0] = ring[index]!;
    const [x1, y1] = ring[index + 1]!;
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
}
