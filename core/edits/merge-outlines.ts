import type { Position } from 'geojson';
import { ON_EDGE, type Outline, placeOnEdge, withNodes } from '#core/edits/node-edges.ts';
import { edgeKey, type HalfEdge, nodeKey, traceFaces } from '#core/edits/trace-faces.ts';
import { type Box, visitMeetingBoxes } from '#core/geometry/box-sweep.ts';
import { doubledPlaneArea, rewind } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';

/** A node that a merge leaves on a straight edge no further off than this (degrees; 10 nm) is taken out again. */
const STRAIGHT = 1e-13;

/** `apart`: they do not all share edges; `overlapping`: ground would count twice, or their edges cross. */
export type Unmergeable = 'apart' | 'overlapping';

/**
 * 合并图形: the union of outlines that share edges, by taking the shared edges out: every other point stays as it is, to the last digit. Points of one
 * that lie on an edge of another (within 0.1 mm) are set into it first.
 *
 * @param outlines two or more, each valid; lon/lat degrees (EPSG:4490)
 * @returns coordinates of a MultiPolygon, or why there is none
 */
export function mergeOutlines(outlines: readonly Outline[]): Position[][][] | Unmergeable {
  const edges = nodedEdges(joined(outlines));
  const owner = new Map<string, number>();
  for (const { edge, outline } of edges) {
    if (owner.has(edgeKey(edge))) return 'overlapping';
    owner.set(edgeKey(edge), outline);
  }
  const group = outlines.map((_, i) => i);
  const root = (i: number): number => (group[i] === i ? i : root(group[i]!));
  const junctions = new Set<string>();
  const kept: HalfEdge[] = [];
  for (const { edge, outline } of edges) {
    const other = owner.get(edgeKey([edge[1], edge[0]]));
    if (other === undefined) {
      kept.push(edge);
      continue;
    }
    group[root(outline)] = root(other);
    for (const end of edge) junctions.add(nodeKey(end));
  }
  if (new Set(group.map((_, i) => root(i))).size > 1) return 'apart';
  const coordinates = traceFaces(kept).polygons.map((rings) =>
    rings.map((ring) => straightened(ring, junctions)),
  );
  return covers(coordinates, outlines) ? coordinates : 'overlapping';
}

/** Points of later outlines that fall on one of an earlier outline take its place. */
function joined(outlines: readonly Outline[]): Position[][][][] {
  const cells = new Map<string, Position>();
  const cell = (x: number, y: number) => `${Math.round(x / ON_EDGE)},${Math.round(y / ON_EDGE)}`;
  return outlines.map((outline) =>
    outline.map(
      (rings) =>
        rewind({
          type: 'Polygon',
          coordinates: rings.map((ring) =>
            ring.map((point) => {
              const [x, y] = [point[0]!, point[1]!];
              for (const dx of [0, -ON_EDGE, ON_EDGE]) {
                for (const dy of [0, -ON_EDGE, ON_EDGE]) {
                  const known = cells.get(cell(x + dx, y + dy));
                  if (known && Math.hypot(known[0]! - x, known[1]! - y) <= ON_EDGE) return known;
                }
              }
              cells.set(cell(x, y), point);
              return point;
            }),
          ),
        }).coordinates,
    ),
  );
}

function nodedEdges(outlines: readonly Position[][][][]): { edge: HalfEdge; outline: number }[] {
  const edges = outlines.flatMap((parts, outline) =>
    parts.flat().flatMap((ring) =>
      ring.slice(1).map((to, i) => ({
        from: ring[i]!,
        to,
        outline,
        nodes: [] as { share: number; point: Position }[],
      })),
    ),
  );
  const boxes = edges.map(
    ({ from, to }): Box => [
      Math.min(from[0]!, to[0]!) - ON_EDGE,
      Math.min(from[1]!, to[1]!) - ON_EDGE,
      Math.max(from[0]!, to[0]!) + ON_EDGE,
      Math.max(from[1]!, to[1]!) + ON_EDGE,
    ],
  );
  visitMeetingBoxes(boxes, (i, j) => {
    const [a, b] = [edges[i]!, edges[j]!];
    if (a.outline === b.outline) return;
    for (const [edge, point] of [
      [a, b.from],
      [b, a.from],
      [a, b.to],
      [b, a.to],
    ] as const) {
      const share = placeOnEdge(edge.from, edge.to, point);
      if (share !== null) edge.nodes.push({ share, point });
    }
  });
  return edges.flatMap(({ from, to, nodes, outline }) => {
    const points = withNodes(from, to, nodes);
    return points.slice(1).map((point, i) => ({ edge: [points[i]!, point] as const, outline }));
  });
}

/** A ring without the ends of edges that are gone, where it runs straight through them. */
function straightened(ring: readonly Position[], junctions: ReadonlySet<string>): Position[] {
  const open = ring.slice(0, -1);
  const kept = open.filter((point, i) => {
    if (!junctions.has(nodeKey(point))) return true;
    const [before, after] = [open.at(i - 1)!, open[(i + 1) % open.length]!];
    return placeOnEdge(before, after, point, STRAIGHT) === null;
  });
  return kept.length < 3 ? [...ring] : [...kept, kept[0]!];
}

function covers(coordinates: Position[][][], outlines: readonly Outline[]): boolean {
  const geometry = { type: 'MultiPolygon' as const, coordinates };
  const faults = checkPolygon(geometry, { subject: 'merge', limit: 1 });
  if (faults.some(({ severity }) => severity === 'error')) return false;
  // In the plane of the coordinates: a point set into a long edge moves the geodesic it stands for, and so the area on the ellipsoid.
  const sum = outlines.reduce((total, parts) => total + planeArea(parts), 0);
  return Math.abs(planeArea(coordinates) - sum) <= sum * 1e-6;
}

function planeArea(outline: Outline): number {
  let sum = 0;
  for (const rings of outline) {
    rings.forEach((ring, index) => {
      sum += (index === 0 ? 1 : -1) * Math.abs(doubledPlaneArea(ring));
    });
  }
  return sum;
}
