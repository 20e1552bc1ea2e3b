import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it, vi } from 'vitest';
import { areaOf, ClipperFailure, Cutter, intersect, outlineOf, subtract, unite } from '#core/overlay/cut.ts';
import { indexGround, ScenarioCutter } from '#core/scenario/cut-scenario.ts';
import { aGround, anItem, aParcel, STEP } from '../../support/random-ground.ts';
import { starRing } from '../../support/random-polygons.ts';

const square = (x: number, y: number, size: number): MultiPolygon => {
  const [w, s] = [117.1 + x * STEP, 39.1 + y * STEP];
  const [e, n] = [w + size * STEP, s + size * STEP];
  const ring: Position[] = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
  return { type: 'MultiPolygon', coordinates: [[ring]] };
};

describe('切割', () => {
  it('takes a parcel that lies inside whole, and does not touch one outside or in a hole', () => {
    const ring = square(0, 0, 4).coordinates[0]![0]!;
    const hole = square(1, 1, 2).coordinates[0]![0]!.toReversed();
    const cutter = new Cutter(outlineOf({ coordinates: [[ring, hole]] }));
    expect(cutter.cut(outlineOf(square(0.1, 0.1, 0.5)))).toMatchObject({ whole: true });
    expect(cutter.cut(outlineOf(square(1.5, 1.5, 0.5)))).toBeNull();
    expect(cutter.cut(outlineOf(square(9, 9, 1)))).toBeNull();
    expect(cutter.cut(outlineOf(square(0.5, 0.5, 1)))).toMatchObject({ whole: false });
  });

  it('an outline of thousands of corners cuts near a parcel what it cuts as a whole', () => {
    const radii = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 400, maxLength: 900 });
    const hole = fc.array(fc.double({ min: 0.2, max: 0.4, noNaN: true }), { minLength: 5, maxLength: 90 });
    fc.assert(
      fc.property(radii, hole, (shell, inner) => {
        const centre = [117.1 + 2 * STEP, 39.1 + 2 * STEP];
        const subject = outlineOf({
          coordinates: [[starRing(centre, 2 * STEP, shell), starRing(centre, 2 * STEP, inner).toReversed()]],
        });
        const cutter = new Cutter(subject);
        for (let x = 0; x < 4; x += 1) {
          for (let y = 0; y < 4; y += 1) {
            const parcel = outlineOf(square(x, y, 1));
            const near = cutter.cut(parcel);
            const whole = intersect(subject, parcel);
            expect(near ? areaOf(near.piece) : 0).toBeCloseTo(whole ? areaOf(whole) : 0, 4);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('says so when the clipper gives up, instead of cutting nothing', () => {
    const broken = outlineOf(square(0, 0, 2));
    const bad = { ...outlineOf(square(1, 1, 2)), coordinates: [[[['x', 'y']]]] as never };
    expect(() => intersect(broken, bad)).toThrow(ClipperFailure);
    expect(() => subtract(broken, [bad])).toThrow(ClipperFailure);
    expect(() => unite([broken, bad])).toThrow(ClipperFailure);
  });

  it('an item that the clipper gives up on counts nowhere and says why', () => {
    const parcel = aParcel(1, square(0, 0, 1), '0102');
    const damaged = { ...parcel, id: 2, geometry: { ...parcel.geometry } };
    const whole = indexGround([parcel, damaged]);
    const features = whole.features.map((feature) =>
      feature.id === 2
        ? { ...feature, outline: { ...feature.outline, coordinates: [[[['x', 'y']]]] as never } }
        : feature,
    );
    const ground = { ...whole, features };
    const cuts = new ScenarioCutter(ground).cut([
      anItem('a', square(0.5, 0.5, 1)),
      anItem('b', square(3, 3, 1)),
    ]);
    expect(cuts.items.map(({ valid }) => valid)).toEqual([false, true]);
    expect(cuts.items[0]!.findings[0]).toMatchObject({
      code: 'scenario.clipper.failed',
      severity: 'error',
      subject: 'a',
    });
    expect(cuts.ground).toEqual([]);
  });
});

describe('浏览器切割: what has not moved is not cut again', () => {
  const item = (id: string, x: number) => anItem(id, square(x, 0.2, 0.9));

  it('answers as a new cutter would, wherever items go', () => {
    const place = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        aGround(4),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), place), { minLength: 1, maxLength: 6 }),
        ({ features }, moves) => {
          const ground = indexGround(features);
          const remembering = new ScenarioCutter(ground);
          const items = [item('a', 0.3), item('b', 1.1), item('c', 2.4)];
          remembering.cut(items);
          for (const [which, x] of moves) {
            items[which] = item('abc'[which]!, x);
            expect(remembering.cut(items)).toEqual(new ScenarioCutter(ground).cut(items));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('cuts one item when one moves, polygons as well as multipolygons', () => {
    const ground = indexGround([aParcel(1, square(0, 0, 9), '0102')]);
    const search = vi.fn(ground.search);
    const cutter = new ScenarioCutter({ ...ground, search });
    const flat = (id: string, x: number, y: number) =>
      anItem(id, { type: 'Polygon', coordinates: square(x, y, 1).coordinates[0]! } as never);
    const still = [flat('a', 0, 0), flat('b', 0.5, 0.5)];
    cutter.cut([...still, flat('c', 4, 4)]);
    expect(search).toHaveBeenCalledTimes(3);
    cutter.cut([...still, flat('c', 4.1, 4)]);
    expect(search).toHaveBeenCalledTimes(4);
  });
});
