import type { MultiPolygon, Polygon } from 'geojson';
import { localPlane } from '#core/field/local-plane.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

export interface Snapped {
  readonly lonLat: LonLat;
  /** corner: the very point of a neighbour; edge: a point on its line. */
  readonly to: 'corner' | 'edge' | null;
}

/** 捕捉: the nearest corner of the outlines within reach, else the nearest point of their edges, else the point itself. */
export function snap(
  point: LonLat,
  outlines: readonly (Polygon | MultiPolygon)[],
  reachMeters: number,
): Snapped {
  const plane = localPlane(point);
  let corner: { lonLat: LonLat; meters: number } | null = null;
  let edge: { lonLat: LonLat; meters: number } | null = null;
  for (const outline of outlines) {
    const rings = outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat();
    for (const ring of rings) {
      let from: readonly [number, number] | null = null;
      for (const [lon, lat] of ring) {
        const to = plane.toMeters([lon!, lat!]);
        const away = Math.hypot(to[0], to[1]);
        if (away <= reachMeters && away < (corner?.meters ?? Infinity)) {
          corner = { lonLat: [lon!, lat!], meters: away };
        }
        if (from) {
          const near = footOf(from, to);
          const meters = Math.hypot(near[0], near[1]);
          if (meters <= reachMeters && meters < (edge?.meters ?? Infinity)) {
            edge = { lonLat: plane.toLonLat(near), meters };
          }
        }
        from = to;
      }
    }
  }
  if (corner) return { lonLat: corner.lonLat, to: 'corner' };
  return edge ? { lonLat: edge.lonLat, to: 'edge' } : { lonLat: point, to: null };
}

/** Metres of one pixel of the map (512-pixel tiles) at a zoom. */
export function metersPerPixel(zoom: number, latitude: number): number {
  return (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

function footOf(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): readonly [number, number] {
  const [ex, ey] = [bx - ax, by - ay];
  const length = ex * ex + ey * ey;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * ex + ay * ey) / length));
  return [ax + t * ex, ay + t * ey];
}
