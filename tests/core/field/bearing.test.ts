import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import {
  angleBetween,
  bearingBetween,
  normalBearing,
  pointTowards,
  trueBearings,
  turnBetween,
} from '#core/field/bearing.ts';
import { wedgeOf } from '#core/field/wedge.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import { doubledPlaneArea } from '#core/geometry/rings.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { at } from './traces.ts';

const here = at(0, 0);

describe('方位角', () => {
  it('runs clockwise from true north', () => {
    expect(bearingBetween(here, at(0, 100))).toBeCloseTo(0, 6);
    expect(bearingBetween(here, at(100, 0))).toBeCloseTo(90, 3);
    expect(bearingBetween(here, at(-100, -100))).toBeCloseTo(225, 2);
    expect(bearingBetween(here, here)).toBeNull();
  });

  it('turns the short way, to the right when it is straight behind', () => {
    expect(turnBetween(350, 10)).toBe(20);
    expect(turnBetween(10, 350)).toBe(-20);
    expect(turnBetween(0, 180)).toBe(180);
    expect(turnBetween(0, 181)).toBe(-179);
    expect(angleBetween(350, 10)).toBe(20);
    expect(normalBearing(-1e-20)).toBe(0);
  });

  it('corrects a magnetic heading by the declination; of an unknown one both are meant', () => {
    expect(trueBearings({ degrees: 5, reference: 'magnetic' }, -7.5)).toEqual([357.5]);
    expect(trueBearings({ degrees: 5, reference: 'true' }, -7.5)).toEqual([5]);
    expect(trueBearings({ degrees: 5, reference: null }, -7.5)).toEqual([5, 357.5]);
    expect(trueBearings(null, -7.5)).toEqual([]);
    expect(trueBearings({ degrees: Number.NaN, reference: 'true' }, -7.5)).toEqual([]);
  });

  it('goes where it points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 1, max: 2000 }), (bearing, meters) => {
        const there = pointTowards(here, bearing, meters);
        expect(geodesicDistance(here, there) / meters).toBeCloseTo(1, 3);
        expect(angleBetween(bearingBetween(here, there)!, bearing)).toBeLessThan(0.05);
      }),
    );
  });
});

describe('视域扇形: what a photograph looks at', () => {
  it('opens to both sides of the bearing, as far as the range', () => {
    const wedge = wedgeOf({ lonLat: here, bearing: 350 }, 50, 60)!;
    const [apex, ...rest] = wedge.coordinates[0]!;
    const arc = rest.slice(0, -1).map(([lon, lat]): [number, number] => [lon!, lat!]);
    expect(apex).toEqual([...here]);
    expect(bearingBetween(here, arc[0]!)).toBeCloseTo(20, 2);
    expect(bearingBetween(here, arc.at(-1)!)).toBeCloseTo(320, 2);
    for (const point of arc) expect(geodesicDistance(here, point)).toBeCloseTo(50, 1);
  });

  it('is a valid ring, anticlockwise, for every angle; a circle all around', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359 }), fc.integer({ min: 1, max: 400 }), (bearing, view) => {
        const wedge = wedgeOf({ lonLat: here, bearing }, 80, view)!;
        expect(checkPolygon(wedge, { subject: 'wedge' })).toEqual([]);
        expect(doubledPlaneArea(wedge.coordinates[0] as Position[])).toBeGreaterThan(0);
      }),
    );
  });

  it('is none without position, bearing, range or angle', () => {
    expect(wedgeOf({ lonLat: null, bearing: 0 }, 50, 60)).toBeNull();
    expect(wedgeOf({ lonLat: here, bearing: null }, 50, 60)).toBeNull();
    expect(wedgeOf({ lonLat: here, bearing: 0 }, Number.NaN, 60)).toBeNull();
    expect(wedgeOf({ lonLat: here, bearing: 0 }, 50, 0)).toBeNull();
  });
});
