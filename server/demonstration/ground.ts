import type { MultiPolygon, Position } from 'geojson';
import { crsByCode } from '#core/geometry/crs.ts';
import {
  projectTransverseMercator,
  type TransverseMercator,
  unprojectTransverseMercator,
} from '#core/geometry/gauss-kruger.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import type { Region } from './plane/outline.ts';
import { type Ring, ringArea } from './plane/ring.ts';
import { type Point, pointKey } from './plane/vector.ts';

/** CGCS2000 / 3° Gauss–Krüger, central meridian 117°E, no zone prefix (EPSG:4548). */
const crs = crsByCode(4548)!;
const plane: TransverseMercator = crs.plane!;

/**
 * 平面 → 经纬度: the ground under a layout. The plane is EPSG:4548 less an origin; a point converts once, so corners that two
 * polygons share stay the same two numbers. Degrees are rounded to 1e-10 (0.01 mm), far below the millimetre of the plane and far above the
 * last digit in which two machines' sines may differ.
 */
export class Ground {
  readonly #origin: Point;
  readonly #known = new Map<number, LonLat>();

  /** @param origin easting and northing (EPSG:4548) of the layout's zero, metres */
  constructor(origin: Point) {
    this.#origin = origin;
  }

  lonLat(point: Point): LonLat {
    const key = pointKey(point);
    const known = this.#known.get(key);
    if (known) return known;
    const result = this.lonLatOnce(point);
    this.#known.set(key, result);
    return result;
  }

  /** As `lonLat` without remembering the point: for layouts of millions of corners. */
  lonLatOnce(point: Point): LonLat {
    const [lon, lat] = unprojectTransverseMercator(plane, [
      point[0] + this.#origin[0],
      point[1] + this.#origin[1],
    ]);
    return [Math.round(lon * 1e10) / 1e10, Math.round(lat * 1e10) / 1e10];
  }

  /** Metres from the layout's zero, on whole millimetres. */
  point(lonLat: LonLat): Point {
    const [east, north] = projectTransverseMercator(plane, lonLat);
    return [
      Math.round((east - this.#origin[0]) * 1000) / 1000,
      Math.round((north - this.#origin[1]) * 1000) / 1000,
    ];
  }

  multiPolygon(regions: readonly Region[]): MultiPolygon {
    return {
      type: 'MultiPolygon',
      coordinates: regions.map((region) => [region.outer, ...region.holes].map((ring) => this.#closed(ring))),
    };
  }

  /** 椭球面积 of a ring, m². */
  area(ring: Ring): number {
    return geodesicArea({ type: 'Polygon', coordinates: [this.#closed(ring)] }) * Math.sign(ringArea(ring));
  }

  /** 图斑椭球面积 (TBMJ) by the routine of the land survey, m² to 0.01. */
  surveyArea(ring: Ring): number {
    const corners = [...ring, ring[0]!].map(([x, y]) => [x + this.#origin[0], y + this.#origin[1]]);
    return surveyArea({ type: 'Polygon', coordinates: [corners] }, crs);
  }

  #closed(ring: Ring): Position[] {
    const positions = ring.map((point) => [...this.lonLat(point)]);
    return [...positions, positions[0]!];
  }
}
