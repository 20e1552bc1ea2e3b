import { BUFFER, EXTENT } from './row-format.ts';
import type { RingSink } from './twkb-reader.ts';

/**
 * 边界抽稀: leaves out the bends of parcels' edges where a tile is too crowded to show them. A vertex that exactly two rings have is a
 * bend of a shared edge; where one ring or more than two meet it is a corner and stays. Each edge between two corners is thinned
 * by Douglas–Peucker, whose outcome does not depend on the direction, so both neighbours thin their edge alike.
 *
 * Use: {@link reset}, read all rings into it as a sink, then {@link thin} each ring.
 */
export class RingThinner implements RingSink {
  readonly ring = {
    room: (count: number): Int32Array => {
      if (this.points.length < count * 2) this.points = new Int32Array(count * 3);
      return this.points;
    },
  };
  private points = new Int32Array(1 << 12);
  /** How many rings have the vertex, up to 3; blocks of 8 × 8 places lie together in one line of the processor's cache. */
  private uses = new Uint8Array(0);
  private shift = 0;
  private kept = new Uint8Array(1 << 10);
  private readonly stack: number[] = [];

  /** Forgets all rings; those to come lie on multiples of `grid` (a power of two). */
  reset(grid: number): void {
    this.shift = Math.log2(grid);
    const size = BLOCKS * BLOCKS * 64;
    if (this.uses.length === 0) this.uses = new Uint8Array(size);
    else this.uses.fill(0, 0, Math.ceil(size / grid));
  }

  addRing(count: number): void {
    const { points, uses, shift } = this;
    for (let index = 1; index < count; index += 1) {
      const x = points[index * 2]!;
      const y = points[index * 2 + 1]!;
      if (x === points[index * 2 - 2] && y === points[index * 2 - 1]) continue;
      const place = placeOf(x, y, shift);
      if (place >= 0 && uses[place]! < 3) uses[place]! += 1;
    }
  }

  /**
   * Thins the closed ring in `points` in place; returns how many vertices stay. `tolerance` in the points' unit. A ring of which
   * nothing would be left stays as it is.
   */
  thin(points: Int32Array, count: number, tolerance: number): number {
    if (count < 5) return count;
    if (this.kept.length < count) this.kept = new Uint8Array(count * 2);
    const { kept, uses, shift } = this;
    kept.fill(0, 0, count);
    let first = -1;
    let previous = -1;
    for (let index = 0; index < count - 1; index += 1) {
      const place = placeOf(points[index * 2]!, points[index * 2 + 1]!, shift);
      if (place >= 0 && uses[place] === 2) continue;
      kept[index] = 1;
      if (first < 0) first = index;
      else if (index - previous > 1) this.edge(points, count, previous, index, tolerance);
      previous = index;
    }
    if (first < 0) {
      // A ring inside one other: both begin at the same vertex, wherever each of them is written from.
      first = lowest(points, count - 1);
      kept[first] = 1;
      previous = first;
    }
    this.edge(points, count, previous, first + count - 1, tolerance);
    let size = 0;
    for (let index = 0; index < count - 1; index += 1) size += kept[index]!;
    if (size < 3) return count;
    size = 0;
    for (let index = 0; index < count - 1; index += 1) {
      if (kept[index] === 0) continue;
      points[size * 2] = points[index * 2]!;
      points[size * 2 + 1] = points[index * 2 + 1]!;
      size += 1;
    }
    return size;
  }

  /** Keeps the vertices between `from` and `to` (counted on over the ring's seam) that lie farther than the tolerance. */
  private edge(points: Int32Array, count: number, from: number, to: number, tolerance: number): void {
    const { kept, stack } = this;
    const around = count - 1;
    stack.push(from, to);
    while (stack.length > 0) {
      const end = stack.pop()!;
      const start = stack.pop()!;
      const ax = points[(start % around) * 2]!;
      const ay = points[(start % around) * 2 + 1]!;
      const dx = points[(end % around) * 2]! - ax;
      const dy = points[(end % around) * 2 + 1]! - ay;
      const length = Math.sqrt(dx * dx + dy * dy);
      let most = length === 0 ? tolerance : tolerance * length;
      let farthest = -1;
      let farthestX = 0;
      let farthestY = 0;
      for (let index = start + 1; index < end; index += 1) {
        const x = points[(index % around) * 2]!;
        const y = points[(index % around) * 2 + 1]!;
        const off = length === 0 ? Math.hypot(x - ax, y - ay) : Math.abs(dx * (y - ay) - dy * (x - ax));
        const wins =
          off > most ||
          (off === most && farthest >= 0 && (x < farthestX || (x === farthestX && y < farthestY)));
        if (!wins) continue;
        most = off;
        farthest = index;
        farthestX = x;
        farthestY = y;
      }
      if (farthest < 0) continue;
      kept[farthest % around] = 1;
      stack.push(start, farthest, farthest, end);
    }
  }
}

const SIDE = EXTENT + 2 * BUFFER;
const BLOCKS = SIDE / 8 + 1;

/** Where the count of a vertex is; −1 outside the buffered tile, where all vertices stay. */
function placeOf(x: number, y: number, shift: number): number {
  if (x < -BUFFER || y < -BUFFER || x > EXTENT + BUFFER || y > EXTENT + BUFFER) return -1;
  const right = (x + BUFFER) >> shift;
  const down = (y + BUFFER) >> shift;
  return (((down >> 3) * BLOCKS + (right >> 3)) << 6) | ((down & 7) << 3) | (right & 7);
}

function lowest(points: Int32Array, count: number): number {
  let best = 0;
  for (let index = 1; index < count; index += 1) {
    const x = points[index * 2]! - points[best * 2]!;
    if (x < 0 || (x === 0 && points[index * 2 + 1]! < points[best * 2 + 1]!)) best = index;
  }
  return best;
}
