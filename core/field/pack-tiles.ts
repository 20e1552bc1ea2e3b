import type { LonLatBox } from '#core/geometry/lon-lat.ts';

/** Zooms that a downloaded area holds; closer views are drawn from the deepest. */
export const PACK_MIN_ZOOM = 10;
export const PACK_MAX_ZOOM = 16;

/** Tiles of one zoom, all four ends included. */
export interface TileRange {
  readonly z: number;
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** 瓦片范围 of a box at one zoom (XYZ scheme of the Web Mercator square; degrees in, WGS 84 and CGCS2000 alike). */
export function tilesOver([west, south, east, north]: LonLatBox, z: number): TileRange {
  const size = 2 ** z;
  const column = (lon: number) => clamp(Math.floor(((lon + 180) / 360) * size), size);
  const row = (lat: number) => {
    const phi = (lat * Math.PI) / 180;
    return clamp(Math.floor((0.5 - Math.asinh(Math.tan(phi)) / (2 * Math.PI)) * size), size);
  };
  return { z, west: column(west), east: column(east), north: row(north), south: row(south) };
}

/** How many tiles a range has. */
export function tilesIn({ west, east, north, south }: TileRange): number {
  return (east - west + 1) * (south - north + 1);
}

export function holdsTile(range: TileRange, { z, x, y }: TileAddress): boolean {
  return z === range.z && x >= range.west && x <= range.east && y >= range.north && y <= range.south;
}

/** Every tile of a range, row by row. */
export function* tilesOfRange({ z, west, east, north, south }: TileRange): Generator<TileAddress> {
  for (let y = north; y <= south; y++) for (let x = west; x <= east; x++) yield { z, x, y };
}

/** Ranges of a box from one zoom to another. */
export function rangesOver(box: LonLatBox, minZoom: number, maxZoom: number): TileRange[] {
  const ranges: TileRange[] = [];
  for (let z = minZoom; z <= maxZoom; z++) ranges.push(tilesOver(box, z));
  return ranges;
}

function clamp(index: number, size: number): number {
  return Math.min(size - 1, Math.max(0, index));
}
