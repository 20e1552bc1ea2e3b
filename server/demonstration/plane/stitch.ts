import { boxOf, type Ring } from './ring.ts';
import { nearestOnSegment, type Point, pointKey } from './vector.ts';

/** Corners closer than this are one corner; a corner this close to a foreign edge lies on it. Metres. */
const sameCorner = 0.05;
const onEdge = 0.01;
const cellSize = 20;

/**
 * 缝合: makes pieces that were cut one by one into a clean coverage. Corners within 5 cm become one; a corner on a neighbour's edge
 * becomes a corner of the neighbour too, so both sides of every border run through the same points.
 */
export function stitch(rings: readonly Ring[]): Ring[] {
  const merged = mergeCorners(rings);
  const grid = new CornerGrid(merged);
  return merged.map((ring) =>
    ring.flatMap((corner, i) => [corner, ...grid.between(corner, ring[(i + 1) % ring.length]!)]),
  );
}

function mergeCorners(rings: readonly Ring[]): Ring[] {
  const canonical = new Map<number, Point>();
  const cells = new Map<number, Point[]>();
  const cellOf = (x: number, y: number) => Math.floor(x / sameCorner) * 67108864 + Math.floor(y / sameCorner);
  const resolve = (point: Point): Point => {
    const key = pointKey(point);
    const known = canonical.get(key);
    if (known) return known;
    let result = point;
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const other of cells.get(cellOf(point[0] + dx * sameCorner, point[1] + dy * sameCorner)) ?? []) {
          if ((other[0] - point[0]) ** 2 + (other[1] - point[1]) ** 2 < sameCorner ** 2) result = other;
        }
      }
    }
    if (result === point) {
      const cell = cellOf(point[0], point[1]);
      const list = cells.get(cell);
      if (list) list.push(point);
      else cells.set(cell, [point]);
    }
    canonical.set(key, result);
    return result;
  };
  return rings.map((ring) => {
    const points = ring.map(resolve);
    return points.filter((point, i) => point !== points[(i + 1) % points.length]);
  });
}

/** Corners by 20 m cells. */
class CornerGrid {
  readonly #cells = new Map<number, Point[]>();

  constructor(rings: readonly Ring[]) {
    const seen = new Set<number>();
    for (const ring of rings) {
      for (const point of ring) {
        const key = pointKey(point);
        if (seen.has(key)) continue;
        seen.add(key);
        const cell = this.#cell(Math.floor(point[0] / cellSize), Math.floor(point[1] / cellSize));
        const list = this.#cells.get(cell);
        if (list) list.push(point);
        else this.#cells.set(cell, [point]);
      }
    }
  }

  #cell(column: number, row: number): number {
    return (column + 1000) * 1000000 + row + 1000;
  }

  /** Foreign corners on the open segment, in its direction. */
  between(a: Point, b: Point): Point[] {
    const [west, south, east, north] = boxOf([a, b]);
    const hits: { t: number; point: Point }[] = [];
    for (let c = Math.floor((west - 1) / cellSize); c <= Math.floor((east + 1) / cellSize); c++) {
      for (let r = Math.floor((south - 1) / cellSize); r <= Math.floor((north + 1) / cellSize); r++) {
        for (const point of this.#cells.get(this.#cell(c, r)) ?? []) {
          if (point === a || point === b) continue;
          const near = nearestOnSegment(point, a, b);
          if (near.distance < onEdge && near.t > 0 && near.t < 1) hits.push({ t: near.t, point });
        }
      }
    }
    return hits.sort((p, q) => p.t - q.t).map((hit) => hit.point);
  }
}
