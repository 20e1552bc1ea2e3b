import type { Position } from 'geojson';
import { ON_EDGE, type Outline, placeOnEdge, withNodes } from '#core/edits/node-edges.ts';
import { samePoint } from '#core/geometry/predicates.ts';

/** What a hand did to one vertex of an outline. */
export type VertexChange =
  | { readonly kind: 'move'; readonly from: Position; readonly to: Position }
  | { readonly kind: 'insert'; readonly after: Position; readonly before: Position; readonly to: Position }
  | { readonly kind: 'remove'; readonly at: Position };

/** The one vertex that was moved, set in or taken out between two states; null when more was changed, or nothing. */
export function vertexChange(before: Outline, after: Outline): VertexChange | null {
  if (before.length !== after.length) return null;
  let change: VertexChange | null = null;
  for (const [part, rings] of before.entries()) {
    if (rings.length !== after[part]!.length) return null;
    for (const [index, ring] of rings.entries()) {
      const other = after[part]![index]!;
      if (ring === other || sameRing(ring, other)) continue;
      const found = ringChange(ring.slice(0, -1), other.slice(0, -1));
      if (!found || change) return null;
      change = found;
    }
  }
  return change;
}

/**
 * 联动: does to outlines of one coverage what was done to a vertex of one of them, so that no gap and no overlap arises: the vertex moves in all that
 * have it; one that only lies on an edge of another is set into it first, and so are corners of others on the edges that move.
 *
 * @param outlines as they were before the change, the changed one among them
 * @returns the outlines after it, the same objects where nothing changed; null when a removed vertex is a corner of several that part there
 */
export function followChange(outlines: readonly Outline[], change: VertexChange): readonly Outline[] | null {
  if (change.kind === 'remove') return withoutVertex(outlines, change.at);
  const from = change.kind === 'move' ? change.from : middle(change.after, change.before);
  const shared = outlines.map((outline) => withVertex(outline, from));
  const corners = shared.flatMap((outline) => outline.flat(2));
  return shared.map((outline) =>
    eachRing(outline, (ring) => {
      if (!ring.some((point) => samePoint(point, from))) return ring;
      const noded = nodedBeside(ring, from, corners);
      return noded.map((point) => (samePoint(point, from) ? change.to : point));
    }),
  );
}

function ringChange(before: readonly Position[], after: readonly Position[]): VertexChange | null {
  const grown = after.length - before.length;
  if (Math.abs(grown) > 1) return null;
  let start = 0;
  while (start < before.length && start < after.length && samePoint(before[start]!, after[start]!))
    start += 1;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && samePoint(before.at(-1 - end)!, after.at(-1 - end)!)) end += 1;
  if (grown === 0 && start + end === before.length - 1) {
    return { kind: 'move', from: before[start]!, to: after[start]! };
  }
  if (grown === 1 && start + end === before.length) {
    const previous = after.at(start - 1)!;
    return { kind: 'insert', after: previous, before: after[(start + 1) % after.length]!, to: after[start]! };
  }
  if (grown === -1 && start + end === after.length) return { kind: 'remove', at: before[start]! };
  return null;
}

/** With the point as a vertex where it lies on an edge. */
function withVertex(outline: Outline, vertex: Position): Outline {
  return eachRing(outline, (ring) => {
    if (ring.some((point) => samePoint(point, vertex))) return ring;
    const at = ring.slice(1).findIndex((to, i) => placeOnEdge(ring[i]!, to, vertex) !== null);
    return at < 0 ? ring : [...ring.slice(0, at + 1), vertex, ...ring.slice(at + 1)];
  });
}

/** With the corners of others that lie on the two edges beside a vertex. */
function nodedBeside(
  ring: readonly Position[],
  vertex: Position,
  corners: readonly Position[],
): readonly Position[] {
  const noded = ring.slice(1).flatMap((to, i) => {
    const from = ring[i]!;
    if (!samePoint(from, vertex) && !samePoint(to, vertex)) return [from];
    const nodes = corners.flatMap((point) => {
      const share = placeOnEdge(from, to, point);
      return share === null ? [] : [{ share, point }];
    });
    return withNodes(from, to, nodes).slice(0, -1);
  });
  return noded.length === ring.length - 1 ? ring : [...noded, noded[0]!];
}

function withoutVertex(outlines: readonly Outline[], at: Position): readonly Outline[] | null {
  const sides = new Set<string>();
  let blocked = false;
  for (const ring of outlines.flat(2)) {
    const open = ring.slice(0, -1);
    const index = open.findIndex((point) => samePoint(point, at));
    if (index < 0) {
      // On an edge of another without being its corner: taking it out would leave a gap there.
      blocked ||= ring.slice(1).some((to, i) => placeOnEdge(ring[i]!, to, at, ON_EDGE) !== null);
      continue;
    }
    blocked ||= open.length <= 3;
    const ends = [open.at(index - 1)!, open[(index + 1) % open.length]!].map(String).sort();
    sides.add(ends.join(' '));
  }
  if (blocked || sides.size > 1) return null;
  return outlines.map((outline) =>
    eachRing(outline, (ring) => {
      if (!ring.some((point) => samePoint(point, at))) return ring;
      const kept = ring.slice(0, -1).filter((point) => !samePoint(point, at));
      return [...kept, kept[0]!];
    }),
  );
}

/** The same object when no ring changed. */
function eachRing(outline: Outline, change: (ring: readonly Position[]) => readonly Position[]): Outline {
  let same = true;
  const parts = outline.map((rings) =>
    rings.map((ring) => {
      const after = change(ring);
      same &&= after === ring;
      return after;
    }),
  );
  return same ? outline : parts;
}

function sameRing(a: readonly Position[], b: readonly Position[]): boolean {
  return a.length === b.length && a.every((point, i) => samePoint(point, b[i]!));
}

function middle(a: Position, b: Position): Position {
  return [(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2];
}
