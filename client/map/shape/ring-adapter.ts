import type { Polygon, Position } from 'geojson';
import type { Shape } from './shape.ts';

/** Decimals of a degree that the drawing library works with: 0.1 mm. */
export const PRECISION = 9;

/**
 * 拆环与合环: the drawing library knows polygons of one ring, rounded. Every ring becomes such a polygon and comes back as the ring it was: a vertex that
 * nobody moved, and one that was snapped, keeps its coordinates to the last digit.
 */
export class RingAdapter {
  readonly #exact = new Map<string, Position>();

  /** The rings of an outline as polygons, part by part. */
  apart(shape: Shape): Polygon[][] {
    return shape.map((rings) =>
      rings.map((ring) => ({ type: 'Polygon', coordinates: [ring.map((point) => this.rounded(point))] })),
    );
  }

  /** An outline of what the library holds; `null` for a polygon it has lost. */
  together(polygons: readonly (readonly (Polygon | null)[])[]): Shape {
    return polygons.map((rings) => rings.map((polygon) => this.original(polygon?.coordinates[0] ?? [])));
  }

  original(points: readonly Position[]): Position[] {
    return points.map((point) => this.#exact.get(keyOf(point)) ?? point);
  }

  /** A place for the library that leads back to exactly this one. */
  rounded(point: Position): Position {
    const [x = 0, y = 0] = point;
    // Two places within a step of the rounding must not become one.
    for (let step = 0; ; step += 1) {
      const short = [Number((x + step * 10 ** -PRECISION).toFixed(PRECISION)), Number(y.toFixed(PRECISION))];
      const known = this.#exact.get(keyOf(short));
      if (known && !(known[0] === x && known[1] === y)) continue;
      this.#exact.set(keyOf(short), point);
      return short;
    }
  }
}

function keyOf(point: Position): string {
  return `${point[0]},${point[1]}`;
}
