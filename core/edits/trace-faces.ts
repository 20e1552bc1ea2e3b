import type { Position } from 'geojson';
import { doubledPlaneArea, ringContains } from '#core/geometry/rings.ts';

/** A directed edge with the inside of the area on its left. */
export type HalfEdge = readonly [from: Position, to: Position];

/** Rings of polygons: the shell anticlockwise, then its holes clockwise. */
export type Rings = Position[][];

export function nodeKey(point: Position): string {
  return `${point[0]},${point[1]}`;
}

/** The key of an edge in its direction. */
export function edgeKey([from, to]: HalfEdge): string {
  return `${nodeKey(from)} ${nodeKey(to)}`;
}

/**
 * 追面: walks half-edges into faces. Where edges meet at a node the walk takes the sharpest turn to the left side it belongs to, so rings that
 * touch in a point stay apart; coordinates are those of the edges, untouched.
 *
 * @param edges which do not cross and meet only at their ends; inside on the left
 * @returns `polygons` (shell first), and for each edge the number of the walk it belongs to: an edge and its opposite in one walk divide nothing
 */
export function traceFaces(edges: readonly HalfEdge[]): { polygons: Rings[]; walkOf: Int32Array } {
  const leaving = new Map<string, number[]>();
  edges.forEach(([from], index) => {
    const key = nodeKey(from);
    const list = leaving.get(key);
    if (list) list.push(index);
    else leaving.set(key, [index]);
  });
  const angles = edges.map(([from, to]) => Math.atan2(to[1]! - from[1]!, to[0]! - from[0]!));
  const next = (edge: number): number => {
    const [from, to] = edges[edge]!;
    const back = Math.atan2(from[1]! - to[1]!, from[0]! - to[0]!);
    let best = -1;
    let least = Infinity;
    for (const candidate of leaving.get(nodeKey(to)) ?? []) {
      // Clockwise from where we came; straight back comes last.
      let turn = back - angles[candidate]!;
      if (turn <= 0) turn += 2 * Math.PI;
      if (turn < least) [best, least] = [candidate, turn];
    }
    return best;
  };
  const walkOf = new Int32Array(edges.length).fill(-1);
  const loops: Position[][] = [];
  for (let start = 0, walk = 0; start < edges.length; start++) {
    if (walkOf[start] !== -1) continue;
    const nodes: Position[] = [];
    for (let edge = start; edge !== -1 && walkOf[edge] === -1; edge = next(edge)) {
      walkOf[edge] = walk;
      nodes.push(edges[edge]![0]);
    }
    loops.push(...simpleLoops(nodes));
    walk += 1;
  }
  return { polygons: nested(loops), walkOf };
}

/** A walk that comes through a node twice is several loops. */
function simpleLoops(nodes: readonly Position[]): Position[][] {
  const loops: Position[][] = [];
  const stack: Position[] = [];
  const place = new Map<string, number>();
  for (const node of [...nodes, nodes[0]!]) {
    const key = nodeKey(node);
    const at = place.get(key);
    if (at !== undefined) {
      const loop = stack.splice(at);
      for (const { 0: x, 1: y } of loop) place.delete(`${x},${y}`);
      if (loop.length >= 3) loops.push([...loop, loop[0]!]);
    }
    place.set(key, stack.length);
    stack.push(node);
  }
  return loops;
}

function nested(loops: readonly Position[][]): Rings[] {
  const measured = loops.map((ring) => ({ ring, area: doubledPlaneArea(ring) }));
  const shells = measured
    .filter(({ area }) => area > 0)
    .map(({ ring, area }) => ({ area, rings: [ring] }))
    .sort((a, b) => a.area - b.area);
  for (const { ring, area } of measured) {
    if (area >= 0) continue;
    // Smallest first: the innermost shell around the hole, which is not the island that fills it.
    shells
      .find(({ area: around, rings: [shell] }) => {
        return around > -area && !sameNodes(shell!, ring) && ringContains(shell!, ring);
      })
      ?.rings.push(ring);
  }
  return shells.map(({ rings }) => rings);
}

/** The same ring, whichever way it runs; the areas of the two may differ by the rounding of sums. */
function sameNodes(a: readonly Position[], b: readonly Position[]): boolean {
  const nodes = new Set(a.map(nodeKey));
  return a.length === b.length && b.every((point) => nodes.has(nodeKey(point)));
}
