import type { MultiPolygon, Position } from 'geojson';

/** What the preview map may weigh. */
const mostFeatures = 2000;
const mostPositions = 40_000;

export interface OutlineFeature {
  readonly type: 'Feature';
  readonly properties: { readonly row: number; readonly bad: boolean };
  readonly geometry: { type: 'MultiPolygon'; coordinates: number[][][][] };
}

/**
 * 预览轮廓: outlines for showing where a file lies, thinned while they arrive: above 2 000 rows every second is dropped, and so on; vertices closer than a
 * tolerance to the line are left out. Below 1 MB of JSON whatever the file. Bad rows are kept first.
 */
export class OutlineCollector {
  #features: OutlineFeature[] = [];
  #step = 1;
  #seen = 0;
  #positions = 0;

  add(row: number, geometry: MultiPolygon, bad: boolean): void {
    this.#seen++;
    if (!bad && this.#seen % this.#step !== 0) return;
    const simple = simplified(geometry);
    const count = simple.reduce(
      (sum, rings) => sum + rings.reduce((inner, ring) => inner + ring.length, 0),
      0,
    );
    if (count === 0 || count > mostPositions / 4) return;
    this.#features.push({
      type: 'Feature',
      properties: { row, bad },
      geometry: { type: 'MultiPolygon', coordinates: simple },
    });
    this.#positions += count;
    while (this.#features.length > mostFeatures || this.#positions > mostPositions) this.#thin();
  }

  get features(): OutlineFeature[] {
    return [...this.#features].sort((a, b) => a.properties.row - b.properties.row);
  }

  get shortened(): boolean {
    return this.#features.length < this.#seen;
  }

  #thin(): void {
    this.#step *= 2;
    const bad = this.#features.filter(({ properties }) => properties.bad).slice(0, mostFeatures / 4);
    const good = this.#features.filter(({ properties }) => !properties.bad);
    this.#features = [...bad, ...good.filter((_, index) => index % 2 === 0)];
    this.#positions = this.#features.reduce(
      (sum, { geometry }) => sum + geometry.coordinates.flat(2).length,
      0,
    );
    if (this.#features.length <= 1) this.#positions = 0;
  }
}

/** Vertices that matter at the size of the feature itself, to 6 decimals of a degree (0.1 m). */
function simplified({ coordinates }: MultiPolygon): number[][][][] {
  return coordinates
    .map((rings) => rings.map(simplifiedRing).filter((ring) => ring.length >= 4))
    .filter((rings) => rings.length > 0);
}

function simplifiedRing(ring: readonly Position[]): number[][] {
  if (!ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return [];
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    west = Math.min(west, x!);
    east = Math.max(east, x!);
    south = Math.min(south, y!);
    north = Math.max(north, y!);
  }
  const tolerance = Math.hypot(east - west, north - south) / 200;
  const kept: number[][] = [];
  for (const [index, point] of ring.entries()) {
    const last = kept.at(-1);
    const ends = index === 0 || index === ring.length - 1;
    const next = ring[index + 1] ?? ring[0]!;
    if (!ends && last && distanceToLine(point, last, next) < tolerance) continue;
    kept.push([round(point[0]!), round(point[1]!)]);
  }
  return kept.length >= 4 ? kept : ring.map(([x, y]) => [round(x!), round(y!)]);
}

function distanceToLine(point: Position, from: readonly number[], to: Position): number {
  const [dx, dy] = [to[0]! - from[0]!, to[1]! - from[1]!];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(point[0]! - from[0]!, point[1]! - from[1]!);
  return Math.abs((point[0]! - from[0]!) * dy - (point[1]! - from[1]!) * dx) / length;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
