import fc from 'fast-check';
import type { MultiPolygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import type { ScenarioItem, TargetEffect, WhatIf } from '#core/contract/what-if.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { areaOf, intersect, outlineOf, unite } from '#core/overlay/cut.ts';
import { indexGround, ScenarioCutter } from '#core/scenario/cut-scenario.ts';
import { evaluateScenario } from '#core/scenario/evaluate.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';
import {
  aFloor,
  aGround,
  anItem,
  aParcel,
  aShape,
  protect,
  type RandomGround,
  STEP,
} from '../../support/random-ground.ts';

const cents = (area: number) => Math.round(area * 100);
const sum = (areas: readonly number[]) => areas.reduce((total, area) => total + cents(area), 0);

function whatIf(
  features: RandomGround['features'],
  items: readonly ScenarioItem[],
  targets: readonly TargetEffect[] = [],
  regionCode = '120111001000',
): WhatIf {
  return evaluateScenario({
    items,
    cuts: new ScenarioCutter(indexGround(features)).cut(items),
    moments: { asOf: '2023-12-31T00:00:00Z', knownAt: '2023-12-31T00:00:00Z' },
    date: '2023-12-31',
    regionCode,
    targets,
    regionNames: new Map([['120111001201', '示意一村']]),
  });
}

function box(x1: number, y1: number, x2: number, y2: number): MultiPolygon {
  const [w, s, e, n] = [117.1 + x1 * STEP, 39.1 + y1 * STEP, 117.1 + x2 * STEP, 39.1 + y2 * STEP];
  return {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    ],
  };
}

/** Two parcels side by side, each of one cell: irrigated land and a homestead. */
const pair = [aParcel(1, box(0, 0, 1, 1), '0102'), aParcel(2, box(1, 0, 2, 1), '0702')];

describe('a scenario on a random coverage', () => {
  test('the pieces of an item add up to it, and every list shown adds up to its total', () => {
    fc.assert(
      fc.property(aGround(), aShape(), ({ features }, shape) => {
        const { items, total, pieces } = whatIf(features, [anItem('a', shape)]);
        const own = items[0]!;
        expect(own.computed).toBe(true);
        // A parcel's own figures are rounded once, so an item differs from its outline by half a hundredth a parcel at most.
        const piecesSum = sum(pieces.map(({ parcelSquareMeters }) => parcelSquareMeters));
        expect(Math.abs(piecesSum - cents(own.areaSquareMeters))).toBeLessThanOrEqual(pieces.length + 5);
        expect(sum(own.byClass.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(piecesSum);
        expect(sum(own.byVillage.map(({ areaSquareMeters }) => areaSquareMeters))).toBe(piecesSum);
        expect(
          sum([own.agriculturalSquareMeters, own.constructionSquareMeters, own.unusedSquareMeters]),
        ).toBe(piecesSum);
        expect(total.farmlandLostSquareMeters).toBe(own.farmlandLostSquareMeters);
        for (const piece of pieces) {
          expect(sum([piece.classSquareMeters, piece.deductedSquareMeters])).toBe(
            cents(piece.parcelSquareMeters),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('an item over everything takes every parcel whole, to the last digit', () => {
    fc.assert(
      fc.property(aGround(), ({ features, size }) => {
        const { pieces, total } = whatIf(features, [anItem('a', box(-1, -1, size + 1, size + 1))]);
        expect(pieces.map(({ parcelSquareMeters }) => parcelSquareMeters)).toEqual(
          features.map(({ properties }) => properties.parcel_area),
        );
        expect(cents(total.farmlandLostSquareMeters)).toBe(
          sum(
            features
              .filter(({ properties }) => isFarmland(String(properties.land_class)))
              .map(({ properties }) => Number(properties.class_area)),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('the order of the items moves no total: not by 0.01 m² where they share no ground, else by no more than two cutters differ', () => {
    fc.assert(
      fc.property(aGround(), aShape(), aShape(), aShape(), ({ features }, a, b, c) => {
        const items = [anItem('a', a), anItem('b', b, { kind: 'green' }), anItem('c', c)];
        const [forth, back] = [whatIf(features, items), whatIf(features, items.toReversed())];
        let shared = 0;
        for (const { id } of features) {
          const own = [forth, back].map(({ pieces }) => pieces.filter(({ parcel }) => parcel === id));
          const [there, here] = own.map((pieces) => sum(pieces.map((piece) => piece.parcelSquareMeters)));
          const single = own.every((pieces) => new Set(pieces.map(({ item }) => item)).size < 2);
          if (!single) shared += 1;
          // Where outlines cross, an edge gets a corner and its geodesic bends there: on edges of 100 m by 0.01 m².
          expect(Math.abs(there! - here!), `parcel ${id}`).toBeLessThanOrEqual(single ? 1 : 10);
        }
        const lost = [forth, back].map(({ total }) => cents(total.farmlandLostSquareMeters));
        expect(Math.abs(lost[0]! - lost[1]!)).toBeLessThanOrEqual(features.length + 10 * shared);
      }),
      { numRuns: 200 },
    );
  });

  test('a ∪ b = a + b − a ∩ b', () => {
    fc.assert(
      fc.property(aGround(), aShape(), aShape(), ({ features }, a, b) => {
        const lost = (items: readonly ScenarioItem[]) =>
          whatIf(features, items).total.farmlandLostSquareMeters;
        const shared = intersect(outlineOf(a), outlineOf(b));
        const inner = shared
          ? lost([
              anItem('i', {
                type: 'MultiPolygon',
                coordinates: shared.coordinates as MultiPolygon['coordinates'],
              }),
            ])
          : 0;
        const together = lost([anItem('a', a), anItem('b', b)]);
        expect(Math.abs(together - (lost([anItem('a', a)]) + lost([anItem('b', b)]) - inner))).toBeLessThan(
          0.5,
        );
        const union = unite([outlineOf(a), outlineOf(b)])!;
        const whole = {
          type: 'MultiPolygon' as const,
          coordinates: union.coordinates as MultiPolygon['coordinates'],
        };
        expect(Math.abs(lost([anItem('u', whole)]) - together)).toBeLessThan(0.5);
      }),
      { numRuns: 200 },
    );
  });

  test('what is lost of the ground is what the floor loses', () => {
    fc.assert(
      fc.property(aGround(), aShape(), ({ features }, shape) => {
        const before = 1_000_000;
        const { targets, total } = whatIf(features, [anItem('a', shape)], [aFloor(before, 990_000)]);
        expect(cents(targets[0]!.afterSquareMeters!)).toBe(
          cents(before) - cents(total.farmlandLostSquareMeters),
        );
        expect(targets[0]!.stateAfter === 'breached').toBe(targets[0]!.afterSquareMeters! < 990_000);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a scenario says', () => {
  test('that reclaimed ground makes farmland, but not where a conversion takes it', () => {
    const reclaim = anItem('r', box(1, 0, 2, 1), { kind: 'reclamation', landClassAfter: '0103' });
    const convert = anItem('c', box(1.5, 0, 2, 1));
    const alone = whatIf(pair, [reclaim]).total;
    expect(alone.farmlandGainedSquareMeters).toBe(pair[1]!.properties.parcel_area);
    const both = whatIf(pair, [reclaim, convert]).total;
    expect(both.farmlandGainedSquareMeters).toBeCloseTo(alone.farmlandGainedSquareMeters / 2, 0);
    expect(whatIf(pair, [convert, reclaim]).total.farmlandGainedSquareMeters).toBe(
      both.farmlandGainedSquareMeters,
    );
  });

  test('how far items overlap and which keeps the ground', () => {
    const { items } = whatIf(pair, [anItem('a', box(0, 0, 1, 1)), anItem('b', box(0.5, 0, 1.5, 1))]);
    const [finding] = items[1]!.findings;
    expect(finding).toMatchObject({ code: 'scenario.items.overlap', context: { keeper: '事项a' } });
    expect(finding!.message.zh).toContain('重叠');
    expect(Number(finding!.context.squareMeters)).toBeCloseTo(areaOf(outlineOf(box(0.5, 0, 1, 1))), 1);
  });

  test('that an outline crosses itself, while the figures of the others hold', () => {
    const bow: MultiPolygon = {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [117.1, 39.1],
            [117.101, 39.101],
            [117.101, 39.1],
            [117.1, 39.101],
            [117.1, 39.1],
          ],
        ],
      ],
    };
    const { items, total } = whatIf(pair, [anItem('bow', bow), anItem('a', box(0, 0, 1, 1))]);
    expect(items[0]).toMatchObject({ computed: false });
    expect(items[0]!.findings[0]).toMatchObject({ code: 'geometry.ring.self-crossing' });
    expect(items[0]!.findings[0]!.lonLat).toBeDefined();
    expect(total.farmlandLostSquareMeters).toBe(pair[0]!.properties.class_area);
  });

  test('where there is no survey, and does not count it as anything', () => {
    const [item] = whatIf(pair, [anItem('a', box(0, 0, 1, 2))]).items;
    expect(item!.unsurveyedSquareMeters).toBeCloseTo(areaOf(outlineOf(box(0, 1, 1, 2))), 1);
    expect(item!.findings.map(({ code }) => code)).toEqual(['scenario.item.unsurveyed']);
    expect(item!.farmlandLostSquareMeters).toBe(pair[0]!.properties.class_area);
  });

  test('that ground lies outside its region, and does not count it against the region’s floor', () => {
    const other = whatIf(
      pair,
      [anItem('a', box(0, 0, 1, 1))],
      [{ ...aFloor(1e6, 9e5), regionCode: '120119' }],
      '120119',
    );
    expect(other.items[0]!.findings.map(({ code }) => code)).toEqual(['scenario.item.outside']);
    expect(other.targets[0]!.afterSquareMeters).toBe(1e6);
  });

  test('once how much lies outside: as the cutter measured it against the region, when it has the region', () => {
    const items = [anItem('a', box(0, 0, 1, 1))];
    const cuts = new ScenarioCutter(indexGround(pair)).cut(items);
    const outside = {
      code: 'scenario.item.outside',
      severity: 'warning' as const,
      subject: 'a',
      id: 'scenario.item.outside:a',
      context: { squareMeters: 12.34, region: '示意街道' },
    };
    const answer = evaluateScenario({
      items,
      cuts: { ...cuts, items: cuts.items.map((item) => ({ ...item, findings: [outside] })) },
      moments: { asOf: '2023-12-31T00:00:00Z', knownAt: '2023-12-31T00:00:00Z' },
      date: '2023-12-31',
      regionCode: '120112000000',
      targets: [],
      regionNames: new Map(),
    });
    expect(answer.items[0]!.findings.map(({ context }) => context.squareMeters)).toEqual([12.34]);
  });

  test('that permanent farmland blocks, with its signed area; a line drawn twice does not', () => {
    const ground = [...pair, protect(pair[0]!, 101)];
    const over = whatIf(ground, [anItem('a', box(0.5, 0, 1.5, 1))]);
    expect(over.touched[0]).toMatchObject({ layer: 'permanent_farmland', blocks: true });
    expect(over.touched[0]!.areaSquareMeters).toBeCloseTo(Number(pair[0]!.properties.class_area) / 2, 0);
    expect(over.authority.level).toBe('state-council');
    const beside = whatIf(ground, [anItem('a', box(1 - 5e-6, 0, 2, 1))]);
    expect(beside.touched).toEqual([]);
    expect(beside.items[0]!.findings.map(({ code }) => code)).toEqual(['scenario.control.sliver']);
  });

  test('a target that is not measured stays so, whatever is converted', () => {
    const unknown: TargetEffect = {
      ...aFloor(0, 9e5),
      beforeSquareMeters: null,
      afterSquareMeters: null,
      marginBeforeSquareMeters: null,
      marginAfterSquareMeters: null,
      stateBefore: 'not-measured',
      stateAfter: 'not-measured',
      reason: { zh: '没有图层', en: 'no layer' },
    };
    expect(whatIf(pair, [anItem('a', box(0, 0, 1, 1))], [unknown]).targets).toEqual([unknown]);
  });

  test('a figure that the scenario does not move stays as it was judged', () => {
    const printed: TargetEffect = {
      ...aFloor(1000.2, 1000),
      indicator: 'project_site_area',
      comparator: '=',
      stateBefore: 'holds',
      stateAfter: 'holds',
    };
    expect(whatIf(pair, [anItem('a', box(0, 0, 1, 1))], [printed]).targets).toEqual([printed]);
  });

  test('the floor-area ratio of a project by its own outline', () => {
    const [item] = whatIf(pair, [anItem('a', box(0, 0, 1, 1), { floorAreaSquareMeters: 20_000 })]).items;
    expect(item!.floorAreaRatio).toBe(roundHalfUp(20_000 / areaOf(outlineOf(box(0, 0, 1, 1))), 4));
  });
});
