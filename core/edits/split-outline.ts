import type { Position } from 'geojson';
import { type Outline, placeOnEdge, withNodes } from '#core/edits/node-edges.ts';
import { edgeKey, type HalfEdge, nodeKey, type Rings, traceFaces } from '#core/edits/trace-faces.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { meetingOf, samePoint } from '#core/geometry/predicates.ts';
import { locate, rewind } from '#core/geometry/rings.ts';

/** Points of the line closer to the boundary than this (degrees; 1 µm) lie on it. */
const NEAR = 1e-11;

/** 分割块: coordinates of a MultiPolygon and its geodesic area, m². */
export interface SplitPiece {
  readonly coordinates: Position[][][];
  readonly areaSquareMeters: number;
}

/**
 * 分割图形: divides a MultiPolygon along a line. Each side of the cut becomes a piece; both have the very same points along it. Parts that the line
 * does not divide stay with the largest piece. Ends of the line inside an area, and what of it only reaches a hole, divide nothing.
 *
 * @param outline valid; lon/lat degrees (EPSG:4490)
 * @param line two or more points; it may cross the outline several times, and itself
 * @returns pieces, largest first; fewer than two when the line divides nothing
 */
export function splitOutline(outline: Outline, line: readonly Position[]): SplitPiece[] {
  const pieces: SplitPiece[] = [];
  const untouched: Position[][][] = [];
  for (const rings of outline) {
    const divided = splitPart(rings, line);
    if (divided.length < 2) untouched.push(rings.map((ring) => [...ring]));
    else for (const part of divided) pieces.push(piece([part]));
  }
  if (pieces.length === 0) return [piece(untouched)];
  pieces.sort((a, b) => b.areaSquareMeters - a.areaSquareMeters);
  return untouched.length === 0
    ? pieces
    : [piece([...pieces[0]!.coordinates, ...untouched]), ...pieces.slice(1)];
}

function piece(coordinates: Position[][][]): SplitPiece {
  return { coordinates, areaSquareMeters: geodesicArea({ type: 'MultiPolygon', coordinates }) };
}

interface Noded {
  readonly from: Position;
  readonly to: Position;
  readonly nodes: { readonly share: number; readonly point: Position }[];
}

function splitPart(given: Outline[number], line: readonly Position[]): Rings[] {
  const rings = rewind({ type: 'Polygon', coordinates: given.map((ring) => [...ring]) }).coordinates;
  const boundary = rings.flatMap((ring) => segmentsOf(ring));
  const corners = boundary.map(({ from }) => from);
  const cut = segmentsOf(line.map((point) => corners.find((corner) => near(corner, point)) ?? point));
  const ends = cut.flatMap(({ from, to }) => [from, to]);
  for (const edge of boundary) {
    for (const end of ends) note(edge, end);
    for (const segment of cut) {
      note(segment, edge.from);
      const meeting = meetingOf(edge.from, edge.to, segment.from, segment.to);
      if (meeting?.kind !== 'crossing') continue;
      const known = [edge.from, edge.to, ...ends].find((point) => near(point, meeting.point));
      for (const side of [edge, segment]) insert(side, known ?? meeting.point);
    }
  }
  cut.forEach((a, i) => {
    for (const b of cut.slice(i + 1)) {
      for (const [segment, point] of [
        [a, b.from] as const,
        [a, b.to] as const,
        [b, a.from] as const,
        [b, a.to] as const,
      ]) {
        note(segment, point);
      }
      const meeting = meetingOf(a.from, a.to, b.from, b.to);
      if (meeting?.kind !== 'crossing') continue;
      for (const side of [a, b]) insert(side, meeting.point);
    }
  });

  const border = boundary.flatMap(halfEdges);
  const taken = new Set(border.flatMap((edge) => [edgeKey(edge), edgeKey([edge[1], edge[0]])]));
  let inner = cut.flatMap(halfEdges).filter((edge) => {
    if (taken.has(edgeKey(edge)) || !isInside(edge, rings)) return false;
    taken.add(edgeKey(edge)).add(edgeKey([edge[1], edge[0]]));
    return true;
  });
  inner = withoutLooseEnds(inner, border);
  while (inner.length > 0) {
    const { polygons, walkOf } = traceFaces([
      ...border,
      ...inner,
      ...inner.map(([a, b]): HalfEdge => [b, a]),
    ]);
    const bridges = inner.filter(
      (_, i) => walkOf[border.length + i] === walkOf[border.length + inner.length + i],
    );
    if (bridges.length === 0) return polygons;
    inner = withoutLooseEnds(
      inner.filter((edge) => !bridges.includes(edge)),
      border,
    );
  }
  return [rings];
}

function segmentsOf(points: readonly Position[]): Noded[] {
  return points
    .slice(1)
    .map((to, i) => ({ from: points[i]!, to, nodes: [] }))
    .filter(({ from, to }) => !samePoint(from, to));
}

/** Sets a point into a segment that it lies on. */
function note({ from, to, nodes }: Noded, point: Position): void {
  const share = placeOnEdge(from, to, point, NEAR);
  if (share !== null) nodes.push({ share, point });
}

function insert({ from, to, nodes }: Noded, point: Position): void {
  if (samePoint(from, point) || samePoint(to, point)) return;
  const along = Math.abs(to[0]! - from[0]!) > Math.abs(to[1]! - from[1]!) ? 0 : 1;
  nodes.push({ share: (point[along]! - from[along]!) / (to[along]! - from[along]!), point });
}

function halfEdges({ from, to, nodes }: Noded): HalfEdge[] {
  const points = withNodes(from, to, nodes);
  return points.slice(1).map((point, i) => [points[i]!, point] as const);
}

function near(a: Position, b: Position): boolean {
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!) <= NEAR;
}

function isInside([from, to]: HalfEdge, [shell, ...holes]: Rings): boolean {
  const middle = [(from[0]! + to[0]!) / 2, (from[1]! + to[1]!) / 2];
  return locate(middle, shell!) === 'inside' && holes.every((hole) => locate(middle, hole) === 'outside');
}

/** Edges of the cut that both ends hold to something. */
function withoutLooseEnds(edges: readonly HalfEdge[], border: readonly HalfEdge[]): HalfEdge[] {
  const held = new Set(border.map(([from]) => nodeKey(from)));
  let kept = [...edges];
  for (;;) {
    const degree = new Map<string, number>();
    for (const end of kept.flat()) degree.set(nodeKey(end), (degree.get(nodeKey(end)) ?? 0) + 1);
    const loose = (end: Position) => !held.has(nodeKey(end)) && degree.get(nodeKey(end)) === 1;
    const rest = kept.filter(([from, to]) => !loose(from) && !loose(to));
    if (rest.length === kept.length) return kept;
    kept = rest;
  }
}
