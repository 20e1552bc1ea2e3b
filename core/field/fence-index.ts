import Flatbush from 'flatbush';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { bearingOf } from '#core/field/bearing.ts';
import { isLonLat, metersPerDegree } from '#core/field/local-plane.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { orientation } from '#core/geometry/predicates.ts';

export interface FenceZone {
  readonly id: string;
  /** Zones of one layer count as one ground: from one parcel of it into the next nobody leaves it. */
  readonly layer: string;
  /** What it is called. */
  readonly label?: string;
  /** EPSG:4490 lon/lat. */
  readonly outline: Polygon | MultiPolygon;
}

/** Where a point lies to a layer of zones. */
export interface FencePlace {
  readonly layer: string;
  /** The zone it is in, else the nearest; null when none is within reach. */
  readonly zone: string | null;
  readonly inside: boolean;
  /** Distance to the zone's nearest edge in metres: positive inside, negative outside, null beyond reach. */
  readonly signedMeters: number | null;
  /** The nearest point of that edge, and the true bearing to it. */
  readonly edge: LonLat | null;
  readonly bearing: number | null;
}

/** Consecutive edges share one box: a sixteenth of the boxes, and still few edges to look at. */
const edgesInRun = 16;

/**
 * 电子围栏: thousands of polygons made ready to be asked where a point lies. Zones with a coordinate that is none are left out and named in `refused`.
 * Distances are of the local plane at the point. Building takes about a second for a million corners on a phone, a question well below 2 ms.
 */
export class Fence {
  readonly refused: readonly string[];
  readonly #layers: readonly LayerIndex[];

  constructor(zones: readonly FenceZone[]) {
    const good = zones.filter(({ outline }) => ringsOf(outline).every((ring) => ring.every(isLonLat)));
    const kept = new Set(good);
    this.refused = zones.filter((zone) => !kept.has(zone)).map(({ id }) => id);
    const byLayer = new Map<string, FenceZone[]>();
    for (const zone of good) {
      const list = byLayer.get(zone.layer) ?? [];
      list.push(zone);
      byLayer.set(zone.layer, list);
    }
    this.#layers = [...byLayer.values()].map((list) => new LayerIndex(list));
  }

  /** All zones around a point, of any layer. */
  containing(point: LonLat): FenceZone[] {
    if (!isLonLat(point)) return [];
    return this.#layers.flatMap((layer) => layer.containing(point).map((zone) => layer.zones[zone]!));
  }

  /**
   * One place per layer, in the order in which the layers first came.
   * @param reachMeters how far out an edge is looked for; inside a zone its edge is found however far
   */
  at(point: LonLat, reachMeters = 2000): FencePlace[] {
    return this.#layers.map((layer) => layer.at(point, reachMeters));
  }
}

interface NearestEdge {
  readonly zone: number;
  readonly meters: number;
  readonly edge: LonLat;
  readonly bearing: number;
}

class LayerIndex {
  readonly zones: readonly FenceZone[];
  readonly #corners: Float64Array;
  /** First corner, number of edges and zone of each run. */
  readonly #runs: Uint32Array;
  readonly #runBoxes: Flatbush;
  readonly #zoneBoxes: Flatbush;
  /** East end of each zone. */
  readonly #east: Float64Array;

  constructor(zones: readonly FenceZone[]) {
    this.zones = zones;
    this.#east = new Float64Array(zones.length).fill(-Infinity);
    const rings = zones.map(({ outline }) => ringsOf(outline).map(closed));
    const count = rings.flat().reduce((sum, ring) => sum + ring.length, 0);
    const runCount = rings.flat().reduce((sum, ring) => sum + Math.ceil((ring.length - 1) / edgesInRun), 0);
    this.#corners = new Float64Array(2 * count);
    this.#runs = new Uint32Array(3 * runCount);
    this.#runBoxes = new Flatbush(Math.max(1, runCount));
    this.#zoneBoxes = new Flatbush(Math.max(1, zones.length));
    let corner = 0;
    let run = 0;
    rings.forEach((ofZone, zone) => {
      const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const ring of ofZone) {
        const start = corner;
        for (const [x, y] of ring) {
          this.#corners[2 * corner] = x!;
          this.#corners[2 * corner++ + 1] = y!;
        }
        for (let from = start; from < corner - 1; from += edgesInRun) {
          const edges = Math.min(edgesInRun, corner - 1 - from);
          this.#runs.set([from, edges, zone], 3 * run++);
          const own = this.#boxOfCorners(from, edges + 1);
          this.#runBoxes.add(...own);
          extend(box, own);
        }
      }
      this.#east[zone] = box[2];
      if (box[0] <= box[2]) this.#zoneBoxes.add(...box);
      else this.#zoneBoxes.add(0, 0, 0, 0);
    });
    if (runCount === 0) this.#runBoxes.add(0, 0, 0, 0);
    this.#runBoxes.finish();
    this.#zoneBoxes.finish();
  }

  /** Indices of the zones around a point: even-odd over all their rings, along a ray to the east. */
  containing([x, y]: LonLat): number[] {
    const parity = new Map<number, boolean>();
    let east = x;
    for (const zone of this.#zoneBoxes.search(x, y, x, y)) {
      parity.set(zone, false);
      east = Math.max(east, this.#east[zone]!);
    }
    if (parity.size === 0) return [];
    this.#runBoxes.search(x, y, east, y, (run) => {
      const zone = this.#runs[3 * run + 2]!;
      const inside = parity.get(zone);
      if (inside !== undefined && this.#crossings(run, x, y) % 2 === 1) parity.set(zone, !inside);
      return false;
    });
    return [...parity].filter(([, inside]) => inside).map(([zone]) => zone);
  }

  at(point: LonLat, reachMeters: number): FencePlace {
    let best: NearestEdge | null = null;
    for (const zone of isLonLat(point) ? this.containing(point) : []) {
      const nearest = this.#nearestEdge(point, Infinity, zone);
      // Where zones overlap, the deepest counts.
      if (nearest && (best === null || nearest.meters > best.meters)) best = nearest;
    }
    const inside = best !== null;
    if (isLonLat(point)) best ??= this.#nearestEdge(point, reachMeters, null);
    const { layer } = this.zones[0]!;
    if (best === null) {
      return { layer, zone: null, inside, signedMeters: null, edge: null, bearing: null };
    }
    return {
      layer,
      zone: this.zones[best.zone]!.id,
      inside,
      signedMeters: inside ? best.meters : -best.meters,
      edge: best.edge,
      bearing: best.bearing,
    };
  }

  #nearestEdge([x, y]: LonLat, reachMeters: number, only: number | null): NearestEdge | null {
    const [mx, my] = metersPerDegree(y);
    const ofZone = (run: number) => only === null || this.#runs[3 * run + 2] === only;
    let bestSquare = Infinity;
    let best: { run: number; dx: number; dy: number } | null = null;
    const measure = (run: number) => {
      const first = this.#runs[3 * run]!;
      for (let i = first; i < first + this.#runs[3 * run + 1]!; i++) {
        const ax = (this.#corners[2 * i]! - x) * mx;
        const ay = (this.#corners[2 * i + 1]! - y) * my;
        const ex = (this.#corners[2 * i + 2]! - x) * mx - ax;
        const ey = (this.#corners[2 * i + 3]! - y) * my - ay;
        const length = ex * ex + ey * ey;
        const t = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * ex + ay * ey) / length));
        const [dx, dy] = [ax + t * ex, ay + t * ey];
        const square = dx * dx + dy * dy;
        if (square < bestSquare) {
          bestSquare = square;
          best = { run, dx, dy };
        }
      }
    };
    // The run with the nearest box gives a bound; every run whose box is within the bound is then looked at.
    const [seed] = this.#runBoxes.neighbors(x, y, 1, Infinity, ofZone);
    if (seed === undefined || this.#runs.length === 0) return null;
    measure(seed);
    const bound = Math.min(Math.sqrt(bestSquare), reachMeters);
    const [rx, ry] = [bound / mx, bound / my];
    this.#runBoxes.search(x - rx, y - ry, x + rx, y + ry, (run, x0, y0, x1, y1) => {
      if (run === seed || !ofZone(run)) return false;
      const dx = Math.max(x0 - x, 0, x - x1) * mx;
      const dy = Math.max(y0 - y, 0, y - y1) * my;
      if (dx * dx + dy * dy < bestSquare) measure(run);
      return false;
    });
    const meters = Math.sqrt(bestSquare);
    if (best === null || meters > reachMeters) return null;
    const { run, dx, dy } = best as { run: number; dx: number; dy: number };
    return {
      zone: this.#runs[3 * run + 2]!,
      meters,
      edge: [x + dx / mx, y + dy / my],
      bearing: bearingOf([dx, dy]),
    };
  }

  /** Edges of a run that the ray from a point to the east crosses. */
  #crossings(run: number, x: number, y: number): number {
    const first = this.#runs[3 * run]!;
    let count = 0;
    for (let i = first; i < first + this.#runs[3 * run + 1]!; i++) {
      const [ay, by] = [this.#corners[2 * i + 1]!, this.#corners[2 * i + 3]!];
      if (ay <= y === by <= y) continue;
      const side = orientation([this.#corners[2 * i]!, ay], [this.#corners[2 * i + 2]!, by], [x, y]);
      if (side > 0 === by > ay) count++;
    }
    return count;
  }

  #boxOfCorners(first: number, count: number): Box {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = first; i < first + count; i++) {
      const [x, y] = [this.#corners[2 * i]!, this.#corners[2 * i + 1]!];
      if (x < x0) x0 = x;
      if (y < y0) y0 = y;
      if (x > x1) x1 = x;
      if (y > y1) y1 = y;
    }
    return [x0, y0, x1, y1];
  }
}

type Box = [number, number, number, number];

function extend(box: Box, [x0, y0, x1, y1]: Box): void {
  box[0] = Math.min(box[0], x0);
  box[1] = Math.min(box[1], y0);
  box[2] = Math.max(box[2], x1);
  box[3] = Math.max(box[3], y1);
}

function ringsOf(outline: Polygon | MultiPolygon): Position[][] {
  return outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat();
}

function closed(ring: readonly Position[]): readonly Position[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}
