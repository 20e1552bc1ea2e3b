import type { Position } from 'geojson';

/** 图形: coordinates of a MultiPolygon, lon/lat degrees (EPSG:4490), rings closed. */
export type Shape = readonly (readonly (readonly Position[])[])[];

/** 顶点: part, ring of the part, and vertex of the ring, all from 0; the closing point is not a vertex of its own. */
export interface VertexRef {
  readonly part: number;
  readonly ring: number;
  readonly vertex: number;
}

export function ringOf(shape: Shape, { part, ring }: Omit<VertexRef, 'vertex'>): readonly Position[] {
  return shape[part]?.[ring] ?? [];
}

/** Vertices of a closed ring. */
export function vertexCount(ring: readonly Position[]): number {
  return Math.max(0, ring.length - 1);
}

/** The shape with one vertex somewhere else. */
export function moveVertex(shape: Shape, at: VertexRef, to: Position): Shape {
  return withRing(shape, at, (open) => open.map((point, index) => (index === at.vertex ? to : point)));
}

/** A new vertex in the middle of the edge that begins at `at`; it comes right after it. */
export function splitEdge(shape: Shape, at: VertexRef): Shape {
  return withRing(shape, at, (open) => {
    const [a, b] = [open[at.vertex]!, open[(at.vertex + 1) % open.length]!];
    const middle = [(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2];
    return [...open.slice(0, at.vertex + 1), middle, ...open.slice(at.vertex + 1)];
  });
}

/** The shape without a vertex; as it was when the ring would have fewer than three. */
export function removeVertex(shape: Shape, at: VertexRef): Shape {
  if (vertexCount(ringOf(shape, at)) <= 3) return shape;
  return withRing(shape, at, (open) => open.filter((_, index) => index !== at.vertex));
}

function withRing(
  shape: Shape,
  at: Omit<VertexRef, 'vertex'>,
  change: (open: readonly Position[]) => readonly Position[],
): Shape {
  return shape.map((rings, part) =>
    part !== at.part
      ? rings
      : rings.map((ring, index) => {
          if (index !== at.ring) return ring;
          const open = change(ring.slice(0, -1));
          return [...open, open[0]!];
        }),
  );
}

/** The vertex nearest to a position, in degrees of the plane; null of nothing. */
export function nearestVertex(shape: Shape, [x, y]: readonly [number, number]): VertexRef | null {
  let best: VertexRef | null = null;
  let least = Infinity;
  shape.forEach((rings, part) => {
    rings.forEach((points, ring) => {
      points.slice(0, -1).forEach((point, vertex) => {
        const distance = Math.hypot((point[0]! - x) * Math.cos((y * Math.PI) / 180), point[1]! - y);
        if (distance >= least) return;
        least = distance;
        best = { part, ring, vertex };
      });
    });
  });
  return best;
}
