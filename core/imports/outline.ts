import type { MultiPolygon, Position } from 'geojson';
import { boxOf } from '#core/geometry/rings.ts';

/** What the preview map may weigh. */
const mostFeatures = 2000;
const mostPositions = 30_000;
const mostPositionsOfAFeature = 5000;

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
    const simple = lightOutline(geometry);
    const count = positionsIn(simple);
    if (count === 0) return;
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
    const every = (_: unknown, index: number) => index % 2 === 0;
    const bad = this.#features.filter(({ properties }) => properties.bad);
    const good = this.#features.filter(({ properties }) => !properties.bad);
    const heavy = bad.length > mostFeatures / 4 || weightOf(bad) > mostPositions / 2;
    this.#features = [...(heavy ? bad.filter(every) : bad), ...good.filter(every)];
    this.#positions = weightOf(this.#features);
  }
}

/** Vertices that matter at the size of the feature itself, to 6 decimals of a degree (0.1 m); fewer for a feature with very many. */
function lightOutline({ coordinates }: MultiPolygon): number[][][][] {
  for (let detail = 200; ; detail /= 2) {
    const light = coordinates
      .map((rings) => rings.map((ring) => simplifiedRing(ring, detail)).filter((ring) => ring.length >= 4))
      .filter((rings) => rings.length > 0);
    if (detail > 10 && positionsIn(light) > mostPositionsOfAFeature) continue;
    // A feature of thousands of parts stays too heavy whatever its detail: its first parts show where it lies.
    return positionsIn(light) > mostPositionsOfAFeature
      ? light.slice(0, 500).map(([shell]) => [shell!])
      : light;
  }
}

function weightOf(features: readonly OutlineFeature[]): number {
  return features.reduce((sum, { geometry }) => sum + positionsIn(geometry.coordinates), 0);
}

function positionsIn(coordinates: readonly (readonly (readonly unknown[])[])[]): number {
  return coordinates.reduce((sum, rings) => sum + rings.reduce((inner, ring) => inner + ring.length, 0), 0);
}

function simplifiedRing(ring: readonly Position[], detail: number): number[][] {
  if (!ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))) return [];
  const [west, south, east, north] = boxOf(ring);
  const tolerance = Math.hypot(east - west, north - south) / detail;
  const kept = keptVertices(ring, tolerance);
  const light = ring.filter((_, index) => kept[index]);
  return (light.length >= 4 || ring.length > 100 ? light : ring).map(([x, y]) => [round(x!), round(y!)]);
}

/** Douglas and Peucker, from the first vertex to the one farthest from it and back, so that a closed ring does not fold up. */
function keptVertices(ring: readonly Position[], tolerance: number): Uint8Array {
  const kept = new Uint8Array(ring.length);
  const last = ring.length - 1;
  const far = farthest(ring, 0, last, ([x, y]) => Math.hypot(x! - ring[0]![0]!, y! - ring[0]![1]!)).index;
  const spans: [number, number][] = [
    [0, far],
    [far, last],
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    kept[from] = 1;
    kept[to] = 1;
    const { index, distance } = farthest(ring, from, to, (point) =>
      distanceToLine(point, ring[from]!, ring[to]!),
    );
    if (distance > tolerance) spans.push([from, index], [index, to]);
  }
  return kept;
}

function farthest(
  ring: readonly Position[],
  from: number,
  to: number,
  distanceOf: (point: Position) => number,
): { index: number; distance: number } {
  let best = { index: from, distance: -1 };
  for (let index = from + 1; index < to; index++) {
    const distance = distanceOf(ring[index]!);
    if (distance > best.distance) best = { index, distance };
  }
  return best;
}

function distanceToLine(point: Position, from: Position, to: Position): number {
  const [dx, dy] = [to[0]! - from[0]!, to[1]! - from[1]!];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(point[0]! - from[0]!, point[1]! - from[1]!);
  return Math.abs((point[0]! - from[0]!) * dy - (point[1]! - from[1]!) * dx) / length;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
