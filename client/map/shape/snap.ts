import Flatbush from 'flatbush';
import type { Position } from 'geojson';
import { samePoint } from '#core/geometry/predicates.ts';
import type { Shape } from './shape.ts';

/** An outline to snap to, and how it is called. */
export interface SnapTarget {
  readonly label: string;
  readonly shape: Shape;
}

export interface SnapHit {
  readonly kind: 'vertex' | 'edge';
  readonly label: string;
  /** A vertex to the last digit; or the nearest point of an edge. */
  readonly position: Position;
}

/** Turns a position into pixels of the screen. */
export type Projection = (position: Position) => { readonly x: number; readonly y: number };

export interface SnapQuery {
  readonly project: Projection;
  readonly at: { readonly x: number; readonly y: number };
  readonly position: Position;
  /** Degrees that the tolerance covers, for the index. */
  readonly reach: readonly [east: number, north: number];
  readonly pixels: number;
  /** Where the vertex was that is being moved: it must not stick to its own place. */
  readonly without?: Position | null;
}

/** 捕捉索引: edges of outlines; a vertex within the tolerance comes before an edge, the nearest of each before the others. */
export class SnapIndex {
  readonly #edges: { from: Position; to: Position; label: string }[] = [];
  readonly #index: Flatbush | null;

  constructor(targets: readonly SnapTarget[]) {
    for (const { shape, label } of targets) {
      for (const ring of shape.flat()) {
        for (let i = 1; i < ring.length; i++) this.#edges.push({ from: ring[i - 1]!, to: ring[i]!, label });
      }
    }
    this.#index = this.#edges.length > 0 ? new Flatbush(this.#edges.length) : null;
    for (const { from, to } of this.#edges) {
      this.#index?.add(
        Math.min(from[0]!, to[0]!),
        Math.min(from[1]!, to[1]!),
        Math.max(from[0]!, to[0]!),
        Math.max(from[1]!, to[1]!),
      );
    }
    this.#index?.finish();
  }

  nearest({ project, at, position, reach, pixels, without }: SnapQuery): SnapHit | null {
    const [x = 0, y = 0] = position;
    const found = this.#index?.search(x - reach[0], y - reach[1], x + reach[0], y + reach[1]) ?? [];
    let vertex: SnapHit | null = null;
    let edge: SnapHit | null = null;
    let [toVertex, toEdge] = [pixels, pixels];
    for (const at_ of found) {
      const { from, to, label } = this.#edges[at_]!;
      if (without && (samePoint(from, without) || samePoint(to, without))) continue;
      const [a, b] = [project(from), project(to)];
      for (const [corner, place] of [
        [from, a],
        [to, b],
      ] as const) {
        const distance = Math.hypot(place.x - at.x, place.y - at.y);
        if (distance > toVertex) continue;
        toVertex = distance;
        vertex = { kind: 'vertex', label, position: corner };
      }
      const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
      const share = length === 0 ? 0 : ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / length;
      if (share <= 0 || share >= 1) continue;
      const off = Math.hypot(a.x + share * (b.x - a.x) - at.x, a.y + share * (b.y - a.y) - at.y);
      if (off > toEdge) continue;
      toEdge = off;
      const on = [from[0]! + share * (to[0]! - from[0]!), from[1]! + share * (to[1]! - from[1]!)];
      edge = { kind: 'edge', label, position: on };
    }
    return vertex ?? edge;
  }
}
