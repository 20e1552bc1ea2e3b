import type { OverviewRaster } from './overview-raster.ts';
import { BUFFER, EXTENT } from './row-format.ts';

/** Class of each cell of one tile and its buffer, row by row; 0 = nothing. A ring of zeros runs round it. */
export interface ClassGrid {
  readonly cells: Uint8Array;
  /** Cells a side, with buffer and the ring of zeros. */
  readonly side: number;
  /** Tile units of a cell. */
  readonly unit: number;
  /** Cells from the window's edge to the tile's edge. */
  readonly margin: number;
}

/** More samples than this across one cell tell nothing new. */
const MOST_SAMPLES = 8;

/** How much of what a class has been denied so far counts in the next choice. */
const CARRY = 0.25;

/**
 * The tile as `across` × `across` cells, each of the class that prevails in it. Plain majority would let roads and ditches vanish and
 * the largest class swallow the rest, so what a class is denied in one cell is carried on and counts in the next: the shares of
 * the picture stay those of the ground. Only classes that are in a cell can get it.
 */
export function classGrid(
  raster: OverviewRaster,
  z: number,
  x: number,
  y: number,
  across: number,
): ClassGrid {
  const margin = (BUFFER * across) / EXTENT + 1;
  const side = across + 2 * margin;
  const cells = new Uint8Array(side * side);
  const samples = 2 ** (raster.bits - z) / across;
  const step = Math.max(1, samples / MOST_SAMPLES);
  const taken = Math.max(1, Math.floor(samples / step)) ** 2;
  const source = new Uint8Array(raster.cells);
  const counts = new Float64Array(256);
  const credit = new Float64Array(256);
  const present = new Int32Array(256);
  for (let row = 1; row < side - 1; row += 1) {
    const top = (y * across + row - margin) * samples - raster.north;
    if (top + samples <= 0 || top >= raster.height) continue;
    for (let column = 1; column < side - 1; column += 1) {
      const left = (x * across + column - margin) * samples - raster.west;
      if (left + samples <= 0 || left >= raster.width) continue;
      let kinds = 0;
      for (let sy = step / 2; sy < samples || sy === step / 2; sy += step) {
        const sourceRow = Math.floor(top + sy);
        const inside = sourceRow >= 0 && sourceRow < raster.height;
        for (let sx = step / 2; sx < samples || sx === step / 2; sx += step) {
          const sourceColumn = Math.floor(left + sx);
          const value =
            inside && sourceColumn >= 0 && sourceColumn < raster.width
              ? source[sourceRow * raster.width + sourceColumn]!
              : 0;
          if (counts[value] === 0) present[kinds++] = value;
          counts[value]! += 1;
        }
      }
      let best = present[0]!;
      let bestScore = Number.NEGATIVE_INFINITY;
      for (let kind = 0; kind < kinds; kind += 1) {
        const value = present[kind]!;
        const share = counts[value]! / taken;
        const score = share + CARRY * credit[value]!;
        if (score > bestScore) {
          best = value;
          bestScore = score;
        }
        credit[value]! += share;
        counts[value] = 0;
      }
      credit[best]! -= 1;
      cells[row * side + column] = best;
    }
  }
  return { cells, side, unit: EXTENT / across, margin };
}
