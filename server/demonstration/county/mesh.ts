import { Delaunay } from 'd3-delaunay';
import type { Ring } from '../plane/ring.ts';
import { type Point, toMillimetre } from '../plane/vector.ts';
import { hash, noise } from './noise.ts';

/** Extent in the plane, metres: west, south, east, north. */
export type Extent = readonly [number, number, number, number];

/**
 * 网格: cells around jittered sites whose shared edges are bent the same way from both sides, so that they are a clean coverage. A corner is named by
 * the triangle of sites around it; corners closer than 10 cm are one.
 */
export class Mesh {
  readonly #delaunay: Delaunay<Delaunay.Point>;
  readonly #corners: Float64Array;
  readonly #canonical: Int32Array;
  readonly #spacing: number;
  /** Sites of the cells inside the border. */
  readonly cells: Int32Array;
  readonly #inside: Uint8Array;

  /** @param count how many cells to make, about */
  constructor(extent: Extent, count: number, inBorder: (x: number, y: number) => boolean) {
    const [west, south, east, north] = extent;
    const share = borderShare(extent, inBorder);
    this.#spacing = Math.sqrt(((east - west) * (north - south) * share) / count);
    const sites = jitteredSites(extent, this.#spacing);
    this.#delaunay = new Delaunay(sites);
    this.#corners = circumcentres(this.#delaunay);
    this.#canonical = mergeCorners(this.#delaunay, this.#corners);
    const cells: number[] = [];
    this.#inside = new Uint8Array(sites.length / 2);
    for (let i = 0; i < sites.length / 2; i++) {
      if (!inBorder(sites[2 * i]!, sites[2 * i + 1]!)) continue;
      this.#inside[i] = 1;
      cells.push(i);
    }
    this.cells = Int32Array.from(cells);
  }

  site(cell: number): Point {
    const { points } = this.#delaunay;
    return [points[2 * cell]!, points[2 * cell + 1]!];
  }

  /** Half the distance to the nearest neighbour: a circle of this radius around the site stays inside the cell before edges bend. */
  clearance(cell: number): number {
    const [x, y] = this.site(cell);
    let least = Number.POSITIVE_INFINITY;
    for (const other of this.#delaunay.neighbors(cell)) {
      const [ox, oy] = this.site(other);
      least = Math.min(least, (ox - x) ** 2 + (oy - y) ** 2);
    }
    return Math.sqrt(least) / 2;
  }

  /** The cell's outline, counter-clockwise. */
  ring(cell: number): Ring {
    const ring: Point[] = [];
    this.#walk(cell, (from, to, neighbour) => {
      ring.push(this.#corner(from));
      ring.push(...this.#bends(from, to, cell, neighbour));
    });
    return ring;
  }

  /** Directed edges of the cell whose neighbour is outside the border or in another group. */
  borderEdges(cell: number, groupOf: (cell: number) => number): [Point, Point][] {
    const edges: [Point, Point][] = [];
    this.#walk(cell, (from, to, neighbour) => {
      if (this.#inside[neighbour] && groupOf(neighbour) === groupOf(cell)) return;
      const points = [this.#corner(from), ...this.#bends(from, to, cell, neighbour), this.#corner(to)];
      for (let i = 0; i + 1 < points.length; i++) edges.push([points[i]!, points[i + 1]!]);
    });
    return edges;
  }

  #corner(triangle: number): Point {
    return [this.#corners[2 * triangle]!, this.#corners[2 * triangle + 1]!];
  }

  /** Calls back for each edge of the cell with its corners in counter-clockwise order and the cell beyond. */
  #walk(cell: number, visit: (from: number, to: number, neighbour: number) => void): void {
    const { halfedges, triangles, inedges } = this.#delaunay;
    const first = inedges[cell]!;
    let edge = first;
    do {
      // `edge` ends at the cell; the next edge of its triangle leaves it and crosses the border to the next triangle.
      const leaving = edge % 3 === 2 ? edge - 2 : edge + 1;
      const twin = halfedges[leaving]!;
      if (twin < 0) throw new Error('a cell at the rim of the mesh is inside the border');
      const from = this.#canonical[Math.floor(edge / 3)]!;
      const to = this.#canonical[Math.floor(twin / 3)]!;
      const neighbour = triangles[leaving % 3 === 2 ? leaving - 2 : leaving + 1]!;
      if (from !== to) visit(from, to, neighbour);
      edge = twin;
    } while (edge !== first);
  }

  /** Points between two corners, the same (reversed) from either side. */
  #bends(from: number, to: number, cell: number, neighbour: number): Point[] {
    const forward = from < to;
    const a = this.#corner(forward ? from : to);
    const b = this.#corner(forward ? to : from);
    const along: Point = [b[0] - a[0], b[1] - a[1]];
    const size = Math.sqrt(along[0] ** 2 + along[1] ** 2);
    const count = Math.min(6, Math.floor((size / this.#spacing) * (1 + 10 * hash(from + to, from * to, 9))));
    const room = count > 0 ? this.#room(a, along, size, Math.min(cell, neighbour)) : 0;
    const [low, high] = forward ? [from, to] : [to, from];
    const result: Point[] = [];
    for (let i = 1; i <= count; i++) {
      const t = (i + 0.5 * (hash(low, high, i) - 0.5)) / (count + 1);
      const shift = (2 * hash(high, low, 31 + i) - 1) * room * Math.min(t, 1 - t);
      result.push(
        toMillimetre([a[0] + along[0] * t - along[1] * shift, a[1] + along[1] * t + along[0] * shift]),
      );
    }
    return forward ? result : result.reverse();
  }

  /** How far the edge may bend (a slope) without leaving the two triangles that it makes with the sites beside it. */
  #room(a: Point, along: Point, size: number, cell: number): number {
    const [x, y] = this.site(cell);
    const foot = ((x - a[0]) * along[0] + (y - a[1]) * along[1]) / size;
    const height = Math.abs((x - a[0]) * along[1] - (y - a[1]) * along[0]) / size;
    const slope = Math.min(height / Math.max(foot, 1e-9), height / Math.max(size - foot, 1e-9));
    return foot <= 0 || foot >= size ? Math.min(0.2, slope * 0.6) : Math.min(0.36, slope * 0.6);
  }
}

function borderShare(
  [west, south, east, north]: Extent,
  inBorder: (x: number, y: number) => boolean,
): number {
  let inside = 0;
  for (let i = 0; i < 200; i++) {
    for (let j = 0; j < 200; j++) {
      if (inBorder(west + ((east - west) * (i + 0.5)) / 200, south + ((north - south) * (j + 0.5)) / 200))
        inside++;
    }
  }
  return inside / 40000;
}

/** Rows of sites, every second row shifted, each moved by up to 0.36 of the spacing: cells of uneven size without needles. */
function jitteredSites([west, south, east, north]: Extent, spacing: number): Float64Array {
  const columns = Math.ceil((east - west) / spacing) + 7;
  const rows = Math.ceil((north - south) / spacing) + 7;
  const sites = new Float64Array(columns * rows * 2);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 2) {
      const x = west + (column - 3 + (row % 2) * 0.5) * spacing;
      const y = south + (row - 3) * spacing;
      // Fields are longer where the land is flat and open.
      const jitter = 0.3 + 0.12 * noise(x, y, 4000, 5);
      sites[at] = Math.round((x + (2 * hash(column, row, 1) - 1) * jitter * spacing) * 1000) / 1000;
      sites[at + 1] = Math.round((y + (2 * hash(column, row, 2) - 1) * jitter * spacing) * 1000) / 1000;
    }
  }
  return sites;
}

function circumcentres(delaunay: Delaunay<Delaunay.Point>): Float64Array {
  const { points, triangles } = delaunay;
  const result = new Float64Array((triangles.length / 3) * 2);
  for (let t = 0; t < triangles.length; t += 3) {
    const [i, j, k] = [2 * triangles[t]!, 2 * triangles[t + 1]!, 2 * triangles[t + 2]!];
    const ax = points[i]!;
    const ay = points[i + 1]!;
    const dx = points[j]! - ax;
    const dy = points[j + 1]! - ay;
    const ex = points[k]! - ax;
    const ey = points[k + 1]! - ay;
    const cross = 2 * (dx * ey - dy * ex);
    const dd = dx * dx + dy * dy;
    const ee = ex * ex + ey * ey;
    const at = (t / 3) * 2;
    // Triangles of the rim may be flat; no cell inside the border touches them.
    result[at] = Math.round((ax + (cross === 0 ? 0 : (ey * dd - dy * ee) / cross)) * 1000) / 1000;
    result[at + 1] = Math.round((ay + (cross === 0 ? 0 : (dx * ee - ex * dd) / cross)) * 1000) / 1000;
  }
  return result;
}

/** For each triangle the one whose corner stands for it: neighbours closer than 10 cm share one. */
function mergeCorners(delaunay: Delaunay<Delaunay.Point>, corners: Float64Array): Int32Array {
  const { halfedges } = delaunay;
  const parent = Int32Array.from({ length: corners.length / 2 }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    return root;
  };
  for (let edge = 0; edge < halfedges.length; edge++) {
    const twin = halfedges[edge]!;
    if (twin < edge) continue;
    const a = Math.floor(edge / 3);
    const b = Math.floor(twin / 3);
    if ((corners[2 * a]! - corners[2 * b]!) ** 2 + (corners[2 * a + 1]! - corners[2 * b + 1]!) ** 2 > 0.01)
      continue;
    const [low, high] = [Math.min(rootOf(a), rootOf(b)), Math.max(rootOf(a), rootOf(b))];
    parent[high] = low;
  }
  for (let i = 0; i < parent.length; i++) parent[i] = rootOf(i);
  return parent;
}
