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

type Outline = Pick<DecodedFeature, 'rings'>;

/** Farthest distance of a vertex of one outline from the other outline, both ways, in tile units. */
export function apart(a: Outline, b: Outline): number {
  return Math.max(farthest(a, b), farthest(b, a));
}

/** One way only: of the vertices of `from`. */
export function farthest(from: Outline, to: Outline): number {
  let most = 0;
  for (const [x, y] of from.rings.flat()) {
    let least = Number.POSITIVE_INFINITY;
    for (const ring of to.rings) {
      for (let index = 0; index + 1 < ring.length; index += 1) {
        least = Math.min(least, distance(x, y, ring[index]!, ring[index + 1]!));
      }
    }
    most = Math.max(most, least);
  }
  return most;
}

function distance(
  x: number,
  y: number,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
}
