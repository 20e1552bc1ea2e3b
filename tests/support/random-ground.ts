import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import type { GroundFeature, ScenarioItem, TargetEffect } from '#core/contract/what-if.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { classAreaOf } from '#core/targets/farmland.ts';

const west = 117.1;
const south = 39.1;
/** Degrees between the corners of the mesh, about 90 m. */
export const STEP = 0.001;

export interface RandomGround {
  readonly features: readonly GroundFeature[];
  /** Cells on a side. */
  readonly size: number;
}

const classes = ['0101', '0102', '0103', '0201', '0307', '0702', '1104', '1201'];

/** 随机底账: a clean coverage of quadrilaterals whose inner corners are pushed about, with invented classes and deductions. */
export function aGround(size = 4): fc.Arbitrary<RandomGround> {
  const corners = (size + 1) ** 2;
  return fc
    .record({
      pushes: fc.array(
        fc.tuple(
          fc.double({ min: -0.3, max: 0.3, noNaN: true }),
          fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        ),
        {
          minLength: corners,
          maxLength: corners,
        },
      ),
      kinds: fc.array(fc.constantFrom(...classes), { minLength: size * size, maxLength: size * size }),
      rates: fc.array(fc.constantFrom(0, 0, 0.065, 0.1234), {
        minLength: size * size,
        maxLength: size * size,
      }),
    })
    .map(({ pushes, kinds, rates }) => {
      const corner = (x: number, y: number): Position => {
        const inner = x > 0 && y > 0 && x < size && y < size;
        const [dx, dy] = inner ? pushes[y * (size + 1) + x]! : [0, 0];
        return [west + (x + dx) * STEP, south + (y + dy) * STEP];
      };
      const features = kinds.map((landClass, index): GroundFeature => {
        const [x, y] = [index % size, Math.floor(index / size)];
        const ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1), corner(x, y)];
        return aParcel(index + 1, { type: 'MultiPolygon', coordinates: [[ring]] }, landClass, rates[index]!);
      });
      return { features, size };
    });
}

/** A land parcel of 西营门街's invented first village, its signed areas those of its outline. */
export function aParcel(id: number, geometry: MultiPolygon, landClass: string, rate = 0): GroundFeature {
  const areaSquareMeters = geodesicArea(geometry);
  const parcelArea = roundHalfUp(areaSquareMeters, 2);
  const { deductedSquareMeters, classSquareMeters } = classAreaOf(
    parcelArea,
    landClass.startsWith('01') ? rate : 0,
  );
  return {
    layer: 'land_parcels',
    id,
    versionId: id,
    label: String(id),
    regionCode: '120111001201',
    areaSquareMeters,
    properties: {
      land_class: landClass,
      land_class_scheme: 'sandiao',
      parcel_area: parcelArea,
      deducted_area: deductedSquareMeters,
      class_area: classSquareMeters,
      deduction_rate: rate,
    },
    geometry,
  };
}

/** A patch of permanent farmland over the same outline as a parcel. */
export function protect(parcel: GroundFeature, id: number): GroundFeature {
  return { ...parcel, layer: 'permanent_farmland', id, versionId: id, label: `永${id}` };
}

/** A polygon of three to nine corners around somewhere in the mesh; convex or a star. */
export function aShape(size = 4): fc.Arbitrary<MultiPolygon> {
  return fc
    .record({
      x: fc.double({ min: 0.5, max: size - 0.5, noNaN: true }),
      y: fc.double({ min: 0.5, max: size - 0.5, noNaN: true }),
      radii: fc.array(fc.double({ min: 0.15, max: 1.2, noNaN: true }), { minLength: 3, maxLength: 9 }),
    })
    .map(({ x, y, radii }) => {
      const within = (value: number) => Math.min(size - 0.01, Math.max(0.01, value));
      const ring = radii.map((radius, index): Position => {
        const angle = (2 * Math.PI * (index + 0.13)) / radii.length;
        return [
          west + within(x + radius * Math.cos(angle)) * STEP,
          south + within(y + radius * Math.sin(angle)) * STEP,
        ];
      });
      return { type: 'MultiPolygon' as const, coordinates: [[[...ring, ring[0]!]]] };
    });
}

export function anItem(id: string, geometry: MultiPolygon, more: Partial<ScenarioItem> = {}): ScenarioItem {
  return {
    id,
    kind: 'conversion',
    name: `事项${id}`,
    geometry,
    landClassAfter: '0701',
    expropriated: true,
    ...more,
  };
}

/** A floor on farmland, measured. */
export function aFloor(before: number, value: number): TargetEffect {
  return {
    target: 1,
    indicator: 'farmland_retention',
    title: { zh: '耕地保有量', en: 'Farmland retained' },
    regionCode: '120111001000',
    regionName: '示意街道',
    year: 2023,
    place: null,
    comparator: '>=',
    valueSquareMeters: value,
    warningRatio: 0.05,
    beforeSquareMeters: before,
    afterSquareMeters: before,
    marginBeforeSquareMeters: before - value,
    marginAfterSquareMeters: before - value,
    stateBefore: 'holds',
    stateAfter: 'holds',
    reason: null,
  };
}
