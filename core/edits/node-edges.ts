import type { Position } from 'geojson';
import { samePoint } from '#core/geometry/predicates.ts';

/** Coordinates of a MultiPolygon, lon/lat degrees (EPSG:4490), rings closed. */
export type Outline = readonly (readonly (readonly Position[])[])[];

/** Below this distance (degrees; 0.1 mm) a point of a neighbour counts as lying on an edge. */
export const ON_EDGE = 1e-9;

/** Share of the way from a to b at which `point` lies on the segment, or null when it lies further off than `reach` or at an end. */
export function placeOnEdge(a: Position, b: Position, point: Position, reach = ON_EDGE): number | null {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!];
  const length = dx * dx + dy * dy;
  if (length === 0 || samePoint(a, point) || samePoint(b, point)) return null;
  const share = ((point[0]! - a[0]!) * dx + (point[1]! - a[1]!) * dy) / length;
  if (share <= 0 || share >= 1) return null;
  const off = Math.abs((point[0]! - a[0]!) * dy - (point[1]! - a[1]!) * dx) / Math.sqrt(length);
  return off <= reach ? share : null;
}

/** The points of a segment from a to b with others set in at their shares of the way. */
export function withNodes(
  a: Position,
  b: Position,
  nodes: readonly { readonly share: number; readonly point: Position }[],
): Position[] {
  const inner = [...nodes].sort((p, q) => p.share - q.share).map(({ point }) => point);
  return [a, ...inner, b].filter((point, i, all) => i === 0 || !samePoint(point, all[i - 1]!));
}
