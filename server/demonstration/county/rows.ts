import { writeMultiPolygonWkb } from '#core/formats/wkb.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { classAreaOf } from '#core/targets/farmland.ts';
import type { Feature } from '../feature.ts';
import type { Ground } from '../ground.ts';
import type { Region } from '../plane/outline.ts';
import { outlineFromEdges } from '../plane/outline.ts';
import { boxOf, type Ring, ringArea } from '../plane/ring.ts';
import type { Point } from '../plane/vector.ts';
import type { CountyCodes } from './codes.ts';
import { type CountyPlan, isFarmland } from './plan.ts';

export type Row = Omit<Feature, 'id' | 'validFrom'>;

/** 地类图斑 of the county, one by one: nothing is kept. */
export function* parcelRows(plan: CountyPlan, codes: CountyCodes, ground: Ground): Generator<Row> {
  const numbers = new Int32Array(codes.village.length);
  for (let i = 0; i < plan.mesh.cells.length; i++) {
    const village = plan.village[i]!;
    const number = ++numbers[village]!;
    yield parcelRow(plan, codes, ground, i, number);
  }
}

/** 永久基本农田: one patch a parcel, as the real layer has them. */
export function* permanentRows(plan: CountyPlan, codes: CountyCodes, ground: Ground): Generator<Row> {
  const numbers = new Int32Array(codes.village.length);
  let serial = 0;
  for (let i = 0; i < plan.mesh.cells.length; i++) {
    const number = ++numbers[plan.village[i]!]!;
    if (!plan.permanent[i]) continue;
    const row = parcelRow(plan, codes, ground, i, number);
    serial++;
    yield {
      ...row,
      columns: {
        ...row.columns,
        protection_number: `${plan.facts.region.code}YN${String(serial).padStart(7, '0')}`,
      },
    };
  }
}

function parcelRow(plan: CountyPlan, codes: CountyCodes, ground: Ground, i: number, number: number): Row {
  const ring = plan.mesh.ring(plan.mesh.cells[i]!);
  const landClass = plan.landClass[i]!;
  const village = plan.village[i]!;
  const farmland = isFarmland(landClass);
  const slope = plan.slope[i]!;
  const rate = farmland ? plan.facts.deductions[slope - 1]! : 0;
  const parcelArea = roundHalfUp(ellipsoidalArea(ring, plan), 2);
  const { deductedSquareMeters, classSquareMeters } = classAreaOf(parcelArea, rate);
  return {
    regionCode: codes.village[village]!,
    geometry: ringWkb(ring, ground),
    columns: {
      parcel_number: String(number).padStart(4, '0'),
      land_class: landClass,
      land_class_scheme: 'sandiao',
      land_class_version: '2019',
      ownership: landClass === '1101' || landClass === '1003' ? '20' : '30',
      location_code: `${codes.village[village]}0000000`,
      location_name: codes.villageName[village],
      deducted_class: rate > 0 ? '1203' : null,
      deduction_rate: rate,
      deducted_area: deductedSquareMeters,
      slope_grade: farmland ? String(slope) : null,
      terrace_kind: farmland && slope > 1 ? (slope > 2 ? 'TT' : 'PD') : null,
      parcel_area: parcelArea,
      class_area: classSquareMeters,
      survey_year: plan.facts.year,
    },
  };
}

/** Outlines of groups of cells: each the union of its cells' outer edges. Works group by group on border edges only. */
export function outlines(
  plan: CountyPlan,
  groups: number,
  groupOf: (position: number) => number,
): Region[][] {
  const { cells } = plan.mesh;
  const position = new Int32Array((cells[cells.length - 1] ?? 0) + 1);
  cells.forEach((cell, i) => {
    position[cell] = i;
  });
  const edges: [Point, Point][][] = Array.from({ length: groups }, () => []);
  cells.forEach((cell, i) => {
    for (const edge of plan.mesh.borderEdges(cell, (other) => groupOf(position[other]!)))
      edges[groupOf(i)]!.push(edge);
  });
  return edges.map((list) => outlineFromEdges(list));
}

/** Radius of curvature squared at the county's latitude, m²; R changes by 5e-4 over the county, which moves the scale by 1e-8. */
const radiusSquared = 6368000 * 6387000;

/**
 * 椭球面积 of a small ring: the plane's area over the areal scale of Gauss–Krüger at its middle, 1 + y²/R² + y⁴/3R⁴. Within 1e-6 of the
 * geodesic area here, and three hundred times quicker, which is what three hundred thousand parcels need.
 */
function ellipsoidalArea(ring: Ring, plan: CountyPlan): number {
  const [west, , east] = boxOf(ring);
  const y = (west + east) / 2 + plan.facts.origin[0] - 500000;
  const s = (y * y) / radiusSquared;
  return ringArea(ring) / (1 + s + (s * s) / 3);
}

/** Area in the plane that comes to an ellipsoidal area at a place, m². */
export function planeArea(squareMeters: number, [x]: Point, plan: CountyPlan): number {
  const y = x + plan.facts.origin[0] - 500000;
  const s = (y * y) / radiusSquared;
  return squareMeters * (1 + s + (s * s) / 3);
}

export function ringWkb(ring: Ring, ground: Ground): Uint8Array {
  const flat = new Float64Array(2 * ring.length + 2);
  ring.forEach((point, i) => {
    flat.set(ground.lonLatOnce(point), 2 * i);
  });
  flat.set(flat.subarray(0, 2), 2 * ring.length);
  return writeMultiPolygonWkb(flat, [ring.length + 1], [1]);
}
