import { insideRing, interiorPoint, type Ring, ringArea } from './ring.ts';
import { cross, type Point, pointKey, subtract } from './vector.ts';

/** 面: an outer ring (counter-clockwise) and its holes (clockwise), not closed. */
export interface Region {
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

/**
 * 合并外轮廓: the union of stitched rings, as the edges that only one of them has. Exact: no coordinate is computed.
 *
 * @returns one region per connected part, the largest first
 */
export function outlineOf(rings: readonly Ring[]): Region[] {
  return outlineFromEdges(openEdges(rings));
}

/** As `outlineOf`, from directed border edges with the ground on their left. */
export function outlineFromEdges(edges: readonly [Point, Point][]): Region[] {
  const loops = chain(edges);
  const outers = loops.filter((loop) => ringArea(loop) > 0).sort((a, b) => ringArea(b) - ringArea(a));
  const holes = loops.filter((loop) => ringArea(loop) < 0);
  const regions = outers.map((outer) => ({ outer, holes: [] as Ring[] }));
  for (const hole of holes) {
    const place = interiorPoint(hole);
    const owner = [...regions].reverse().find((region) => insideRing(place, region.outer));
    owner?.holes.push(hole);
  }
  return regions;
}

/** Directed edges whose opposite none of the rings has: an empty interior of this list is the proof of a clean coverage. */
export function openEdges(rings: readonly Ring[]): [Point, Point][] {
  const byEnds = new Map<number, Map<number, [Point, Point]>>();
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i]!;
      const b = ring[(i + 1) % ring.length]!;
      const [from, to] = [pointKey(a), pointKey(b)];
      const opposite = byEnds.get(to);
      if (opposite?.delete(from)) continue;
      const list = byEnds.get(from);
      if (list) list.set(to, [a, b]);
      else byEnds.set(from, new Map([[to, [a, b]]]));
    }
  }
  return [...byEnds.values()].flatMap((ends) => [...ends.values()]);
}

/** Follows edges to closed loops; where parts touch in a point it stays with the part it is on. */
function chain(edges: readonly [Point, Point][]): Ring[] {
  const from = new Map<number, [Point, Point][]>();
  for (const edge of edges) {
    const key = pointKey(edge[0]);
    const list = from.get(key);
    if (list) list.push(edge);
    else from.set(key, [edge]);
  }
  const loops: Ring[] = [];
  for (const first of edges) {
    const starts = from.get(pointKey(first[0]));
    const at = starts?.indexOf(first) ?? -1;
    if (at < 0) continue;
    starts!.splice(at, 1);
    const loop: Point[] = [first[0]];
    let edge = first;
    while (pointKey(edge[1]) !== pointKey(first[0])) {
      const choices = from.get(pointKey(edge[1]))!;
      const next = choices.length === 1 ? choices[0]! : nearestTurn(edge, choices);
      choices.splice(choices.indexOf(next), 1);
      loop.push(next[0]);
      edge = next;
    }
    loops.push(...withoutTouches(loop));
  }
  return loops;
}

/** A loop that comes back to a point (a hole that touches the outer ring) falls apart there. */
function withoutTouches(loop: Ring): Ring[] {
  const result: Ring[] = [];
  const open: Point[] = [];
  const places = new Map<number, number>();
  for (const point of loop) {
    const at = places.get(pointKey(point));
    if (at !== undefined) {
      const closed = open.splice(at);
      for (const corner of closed) places.delete(pointKey(corner));
      result.push(closed);
    }
    places.set(pointKey(point), open.length);
    open.push(point);
  }
  return [...result, open];
}

/** The interior lies to the left of an edge: the first edge clockwise from where we came from bounds the same part. */
function nearestTurn(edge: readonly [Point, Point], choices: readonly [Point, Point][]): [Point, Point] {
  const back = subtract(edge[0], edge[1]);
  return [...choices].sort((p, q) => turn(back, p) - turn(back, q))[0]!;
}

/** Grows with the clockwise angle from `back` to the edge, in (0, 4). */
function turn(back: Point, [a, b]: readonly [Point, Point]): number {
  const direction = subtract(b, a);
  const sine = -cross(back, direction);
  const cosine = back[0] * direction[0] + back[1] * direction[1];
  const size = Math.sqrt((back[0] ** 2 + back[1] ** 2) * (direction[0] ** 2 + direction[1] ** 2)) || 1;
  return sine >= 0 ? 1 - cosine / size : 3 + cosine / size;
}
