import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type Box, visitMeetingBoxes } from '#core/geometry/box-sweep.ts';
import { between, orientation, samePoint } from '#core/geometry/predicates.ts';

export type Ring = readonly Position[];

/** 环的符号面积: twice the signed plane area of a ring in the units of its coordinates; positive when anticlockwise. */
export function doubledPlaneArea(ring: Ring): number {
  const origin = ring[0];
  if (origin === undefined) return 0;
  let sum = 0;
  for (let i = 1; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!];
    sum += (a[0]! - origin[0]!) * (b[1]! - origin[1]!) - (b[0]! - origin[0]!) * (a[1]! - origin[1]!);
  }
  return sum;
}

/** Where a point lies relative to a closed ring; exact. */
export function locate(point: Position, ring: Ring): 'inside' | 'outside' | 'boundary' {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    const upward = a[1]! <= point[1]! && b[1]! > point[1]!;
    const downward = b[1]! <= point[1]! && a[1]! > point[1]!;
    const level = a[1] === point[1] && b[1] === point[1];
    if (level && between(a, b, point)) return 'boundary';
    if (samePoint(a, point) || samePoint(b, point)) return 'boundary';
    if (!upward && !downward) continue;
    const side = orientation(a, b, point);
    if (side === 0) return 'boundary';
    if (upward === side > 0) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

/**
 * True when the inner ring lies in the outer one, their boundaries may touch. Rings are taken not to cross: the first vertex or edge midpoint off
 * the outer boundary decides; two equal rings do not contain each other.
 */
export function ringContains(outer: Ring, inner: Ring): boolean {
  for (const point of inner) {
    const place = locate(point, outer);
    if (place !== 'boundary') return place === 'inside';
  }
  for (let i = 1; i < inner.length; i++) {
    const [a, b] = [inner[i - 1]!, inner[i]!];
    const place = locate([(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2], outer);
    if (place !== 'boundary') return place === 'inside';
  }
  return false;
}

/**
 * 环的嵌套: for each ring the rings around it (indices). Even depth is a shell, odd depth a hole, whatever order and orientation the file gives:
 * the ring number of a 报批 TXT and the orientation in many shapefiles cannot be relied on.
 */
export function containersOf(rings: readonly Ring[]): number[][] {
  const containers: number[][] = rings.map(() => []);
  const boxes = rings.map(boxOf);
  const covers = (outer: Box, inner: Box) =>
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
  visitMeetingBoxes(boxes, (i, j) => {
    for (const [outer, inner] of [
      [i, j],
      [j, i],
    ] as const) {
      if (covers(boxes[outer]!, boxes[inner]!) && ringContains(rings[outer]!, rings[inner]!)) {
        containers[inner]!.push(outer);
      }
    }
  });
  return containers;
}

/**
 * 环 → 面: assembles closed rings into a polygon by even-odd nesting and orients them by RFC 7946. A ring without area is left out.
 * @returns a Polygon for one shell, else a MultiPolygon, shells in the order of the rings; null when no ring has area
 */
export function polygonsFromRings(rings: readonly Ring[]): Polygon | MultiPolygon | null {
  const solid = rings.filter((ring) => ring.length >= 4 && doubledPlaneArea(ring) !== 0);
  const containers = containersOf(solid);
  const parts = new Map<number, Position[][]>();
  solid.forEach((ring, i) => {
    if (containers[i]!.length % 2 === 0) parts.set(i, [oriented(ring, true)]);
  });
  solid.forEach((ring, i) => {
    const around = containers[i]!;
    if (around.length % 2 === 0) return;
    // The innermost shell around a hole is itself inside all the others.
    const shell = around.reduce((deep, other) =>
      containers[other]!.length > containers[deep]!.length ? other : deep,
    );
    parts.get(shell)?.push(oriented(ring, false));
  });
  const coordinates = [...parts.values()];
  if (coordinates.length === 0) return null;
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0]! }
    : { type: 'MultiPolygon', coordinates };
}

/** RFC 7946 方向: outer rings anticlockwise, holes clockwise; a new geometry, coordinates untouched. */
export function rewind<G extends Polygon | MultiPolygon>(geometry: G): G {
  const wind = (rings: Position[][]) => rings.map((ring, index) => oriented(ring, index === 0));
  const coordinates =
    geometry.type === 'Polygon' ? wind(geometry.coordinates) : geometry.coordinates.map(wind);
  return { ...geometry, coordinates };
}

function oriented(ring: Ring, anticlockwise: boolean): Position[] {
  return doubledPlaneArea(ring) > 0 === anticlockwise ? [...ring] : [...ring].reverse();
}

export function boxOf(ring: Ring): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x!);
    minY = Math.min(minY, y!);
    maxX = Math.max(maxX, x!);
    maxY = Math.max(maxY, y!);
  }
  return [minX, minY, maxX, maxY];
}
