import type { ClassGrid } from './overview-grid.ts';

/** One closed outline of a region of cells. */
export interface Loop {
  /** Class of the cells inside, 1 …. */
  readonly value: number;
  /** Number of the region (cells of one class joined by their sides). Its first loop is the exterior, the others are holes. */
  readonly region: number;
  /** x, y in tile units, clockwise round the region's cells, not closed. */
  readonly points: readonly number[];
}

/**
 * 区域描边: outlines of the regions of a class grid. Staircases become slanted lines: a step of one cell between two turns the other
 * way is drawn from middle to middle of its sides. The rule looks the same from both sides and leaves corners where three regions
 * meet, so neighbours fit without gaps, and as it cuts as much as it adds, areas stay.
 */
export function traceRegions(grid: ClassGrid): Loop[] {
  const { cells, side } = grid;
  const regions = labelRegions(grid);
  const started = new Uint8Array(cells.length);
  const loops: Loop[] = [];
  for (let cell = side; cell < cells.length; cell += 1) {
    const region = regions[cell]!;
    if (region === 0 || started[cell] || regions[cell - side] === region) continue;
    const corners = walk(regions, side, cell, region, started);
    loops.push({ value: cells[cell]!, region, points: smooth(corners, grid) });
  }
  return loops;
}

/** Numbers the regions in the order of their first cell. */
function labelRegions({ cells, side }: ClassGrid): Int32Array {
  const regions = new Int32Array(cells.length);
  const stack: number[] = [];
  let count = 0;
  for (let cell = 0; cell < cells.length; cell += 1) {
    const value = cells[cell]!;
    if (value === 0 || regions[cell] !== 0) continue;
    regions[cell] = ++count;
    stack.push(cell);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const next of [at - 1, at + 1, at - side, at + side]) {
        if (cells[next] === value && regions[next] === 0) {
          regions[next] = count;
          stack.push(next);
        }
      }
    }
  }
  return regions;
}

/** Corners of a loop, four numbers each: x, y, turn (1 right, −1 left, 0 straight on through a node), node (1 where three regions meet). */
function walk(
  regions: Int32Array,
  side: number,
  firstCell: number,
  region: number,
  started: Uint8Array,
): number[] {
  const corners: number[] = [];
  const startX = firstCell % side;
  const startY = (firstCell - startX) / side;
  let x = startX;
  let y = startY;
  // 0 east, 1 south, 2 west, 3 north; the region is on the right hand.
  let heading = 0;
  do {
    if (heading === 0) started[y * side + x] = 1;
    x += heading === 0 ? 1 : heading === 2 ? -1 : 0;
    y += heading === 1 ? 1 : heading === 3 ? -1 : 0;
    const southEast = regions[y * side + x]!;
    const southWest = regions[y * side + x - 1]!;
    const northEast = regions[(y - 1) * side + x]!;
    const northWest = regions[(y - 1) * side + x - 1]!;
    const frontRight =
      heading === 0 ? southEast : heading === 1 ? southWest : heading === 2 ? northWest : northEast;
    const frontLeft =
      heading === 0 ? northEast : heading === 1 ? southEast : heading === 2 ? southWest : northWest;
    const turn = frontRight !== region ? 1 : frontLeft === region ? -1 : 0;
    const meeting =
      Number(northWest !== northEast) +
      Number(northEast !== southEast) +
      Number(southEast !== southWest) +
      Number(southWest !== northWest);
    if (turn !== 0 || meeting > 2) corners.push(x, y, turn, meeting > 2 ? 1 : 0);
    heading = (heading + turn + 4) & 3;
  } while (x !== startX || y !== startY || heading !== 0);
  return corners;
}

function smooth(corners: readonly number[], { unit, margin }: ClassGrid): number[] {
  const points: number[] = [];
  const count = corners.length / 4;
  const add = (x: number, y: number) => points.push((x - margin) * unit, (y - margin) * unit);
  for (let index = 0; index < count; index += 1) {
    const here = index * 4;
    const before = ((index + count - 1) % count) * 4;
    const after = ((index + 1) % count) * 4;
    const x = corners[here]!;
    const y = corners[here + 1]!;
    const turn = corners[here + 2]!;
    const beforeX = corners[before]!;
    const beforeY = corners[before + 1]!;
    const afterX = corners[after]!;
    const afterY = corners[after + 1]!;
    const stair =
      corners[here + 3] === 0 &&
      corners[before + 2] === -turn &&
      corners[before + 3] === 0 &&
      corners[after + 2] === -turn &&
      corners[after + 3] === 0;
    const shorter = Math.min(
      Math.abs(x - beforeX) + Math.abs(y - beforeY),
      Math.abs(x - afterX) + Math.abs(y - afterY),
    );
    if (stair && shorter === 1) {
      add((x + beforeX) / 2, (y + beforeY) / 2);
      add((x + afterX) / 2, (y + afterY) / 2);
    } else {
      add(x, y);
    }
  }
  return points;
}
