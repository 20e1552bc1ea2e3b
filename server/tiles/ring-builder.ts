/**
 * Takes the vertices of one ring in whole tile units and keeps the shortest ring of the same shape: repeated points, points on a
 * straight line and zero-width spikes go, so what is left has an area or is nothing. Then clips it to a box.
 *
 * Dropping only what changes no area keeps neighbours together: a shared edge stays the same line on both sides.
 * The loops keep their state in local variables: this is where a tile's time goes.
 */
export class RingBuilder {
  /** x, y of the vertices: first as they came, after {@link finish} those `start … end` that stay (no closing repeat). */
  points: Int32Array;
  start = 0;
  end = 0;
  minX = 0;
  minY = 0;
  maxX = 0;
  maxY = 0;
  private spare: Int32Array;

  constructor(capacity = 1 << 12) {
    this.points = new Int32Array(capacity * 2);
    this.spare = new Int32Array(capacity * 2);
  }

  /** Room for a ring of `count` vertices; the caller writes x, y pairs from index 0. */
  room(count: number): Int32Array {
    if (this.points.length < count * 2) this.points = new Int32Array(count * 3);
    return this.points;
  }

  /** The first `count` vertices of {@link points} become the ring; returns how many stay, 0 when nothing with an area is left. */
  finish(count: number): number {
    const { points } = this;
    let minX = 0x7fffffff;
    let minY = 0x7fffffff;
    let maxX = -0x80000000;
    let maxY = -0x80000000;
    let end = 0;
    let lastX = 0;
    let lastY = 0;
    let alongX = 0;
    let alongY = 0;
    for (let index = 0; index < count; index += 1) {
      const x = points[index * 2]!;
      const y = points[index * 2 + 1]!;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      let stepX = x - lastX;
      let stepY = y - lastY;
      // Goes back over what the new point makes superfluous: the point itself, a straight line, a spike.
      while (end > 1 && alongX * stepY === alongY * stepX) {
        end -= 1;
        lastX = points[end * 2 - 2]!;
        lastY = points[end * 2 - 1]!;
        stepX = x - lastX;
        stepY = y - lastY;
        if (end > 1) {
          alongX = lastX - points[end * 2 - 4]!;
          alongY = lastY - points[end * 2 - 3]!;
        }
      }
      if (end > 0 && stepX === 0 && stepY === 0) continue;
      points[end * 2] = x;
      points[end * 2 + 1] = y;
      end += 1;
      alongX = stepX;
      alongY = stepY;
      lastX = x;
      lastY = y;
    }
    this.minX = minX;
    this.minY = minY;
    this.maxX = maxX;
    this.maxY = maxY;
    return this.closeSeam(end);
  }

  /** The same over the place where the end of the ring meets its start. */
  private closeSeam(count: number): number {
    const { points } = this;
    let start = 0;
    let end = count;
    for (let changed = true; changed && end - start > 2; ) {
      changed = false;
      if (points[start * 2] === points[end * 2 - 2] && points[start * 2 + 1] === points[end * 2 - 1]) {
        end -= 1;
        changed = true;
      } else if (straight(points, end - 2, end - 1, start)) {
        end -= 1;
        changed = true;
      } else if (straight(points, end - 1, start, start + 1)) {
        start += 1;
        changed = true;
      }
    }
    this.start = start;
    this.end = end - start > 2 ? end : start;
    return this.end - start;
  }

  /** Twice the signed area, positive for an exterior ring of the MVT specification (y points down). */
  doubleArea(): number {
    const { points, start, end } = this;
    let sum = 0;
    let lastX = points[end * 2 - 2]!;
    let lastY = points[end * 2 - 1]!;
    for (let index = start; index < end; index += 1) {
      const x = points[index * 2]!;
      const y = points[index * 2 + 1]!;
      sum += lastX * y - x * lastY;
      lastX = x;
      lastY = y;
    }
    return sum;
  }

  /** Sutherland–Hodgman to `low … high` on both axes. Where a ring leaves and comes back, its parts stay joined along the box. */
  clip(low: number, high: number): number {
    if (this.maxX < low || this.minX > high || this.maxY < low || this.minY > high) return this.empty();
    const inside = this.minX >= low && this.maxX <= high && this.minY >= low && this.maxY <= high;
    if (inside) return this.end - this.start;
    let count = this.end - this.start;
    if (this.minX < low) count = this.cut(0, low, 1);
    if (this.maxX > high && count > 0) count = this.cut(0, high, -1);
    if (this.minY < low && count > 0) count = this.cut(1, low, 1);
    if (this.maxY > high && count > 0) count = this.cut(1, high, -1);
    if (count < 3) return this.empty();
    // Clipping makes new straight lines and spikes along the box.
    return this.finish(count);
  }

  private empty(): number {
    this.end = this.start;
    return 0;
  }

  /** Keeps the side `sign × (coordinate − limit) ≥ 0` of one axis (0 = x, 1 = y); returns the vertices left. */
  private cut(axis: 0 | 1, limit: number, sign: 1 | -1): number {
    const count = this.end - this.start;
    if (this.spare.length < count * 4 + 4) this.spare = new Int32Array(count * 6);
    const { points, start, end, spare: out } = this;
    let size = 0;
    let lastX = points[end * 2 - 2]!;
    let lastY = points[end * 2 - 1]!;
    let lastDistance = sign * ((axis === 0 ? lastX : lastY) - limit);
    for (let index = start; index < end; index += 1) {
      const x = points[index * 2]!;
      const y = points[index * 2 + 1]!;
      const distance = sign * ((axis === 0 ? x : y) - limit);
      if (distance >= 0 !== lastDistance >= 0) {
        // Always reckoned from the inner end, so both parcels on a shared edge get the same point.
        const inward = distance >= 0;
        const share = inward
          ? distance / (distance - lastDistance)
          : lastDistance / (lastDistance - distance);
        const ix = inward ? x + (lastX - x) * share : lastX + (x - lastX) * share;
        const iy = inward ? y + (lastY - y) * share : lastY + (y - lastY) * share;
        out[size * 2] = axis === 0 ? limit : Math.round(ix);
        out[size * 2 + 1] = axis === 1 ? limit : Math.round(iy);
        size += 1;
      }
      if (distance >= 0) {
        out[size * 2] = x;
        out[size * 2 + 1] = y;
        size += 1;
      }
      lastX = x;
      lastY = y;
      lastDistance = distance;
    }
    this.spare = points;
    this.points = out;
    this.start = 0;
    this.end = size;
    return size;
  }
}

function straight(points: Int32Array, a: number, b: number, c: number): boolean {
  const bx = points[b * 2]!;
  const by = points[b * 2 + 1]!;
  return (
    (bx - points[a * 2]!) * (points[c * 2 + 1]! - by) === (by - points[a * 2 + 1]!) * (points[c * 2]! - bx)
  );
}
