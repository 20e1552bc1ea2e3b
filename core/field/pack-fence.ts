import type { MultiPolygon } from 'geojson';

/** A centimetre: finer than any fix of a phone, and small as text. */
const UNITS = 1e7;

/** Polygons of rings, each ring `[x, y, dx, dy, dx, dy, …]` in 1e-7 degrees, the closing corner left out. */
export type PackedRings = readonly (readonly (readonly number[])[])[];

/** 压缩图形 for the way to the phone. EPSG:4490 lon/lat. */
export function packRings({ coordinates }: MultiPolygon): number[][][] {
  return coordinates.map((polygon) =>
    polygon.map((ring) => {
      const packed: number[] = [];
      let [lastX, lastY] = [0, 0];
      for (const [lon = 0, lat = 0] of ring.slice(0, -1)) {
        const [x, y] = [Math.round(lon * UNITS), Math.round(lat * UNITS)];
        packed.push(x - lastX, y - lastY);
        [lastX, lastY] = [x, y];
      }
      return packed;
    }),
  );
}

/** The outline again, to a centimetre, rings closed. */
export function unpackRings(polygons: PackedRings): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((polygon) =>
      polygon.map((packed) => {
        const ring: number[][] = [];
        let [x, y] = [0, 0];
        for (let at = 0; at + 1 < packed.length; at += 2) {
          x += packed[at]!;
          y += packed[at + 1]!;
          ring.push([x / UNITS, y / UNITS]);
        }
        return ring[0] ? [...ring, [...ring[0]]] : ring;
      }),
    ),
  };
}
