import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { farmlandOf, sumOfAreas } from '#core/batches/areas.ts';
import { type BatchEffect, type BatchFacts, blockingChecks, checkBatch } from '#core/batches/checks.ts';
import { courseRules, isNext, nextOf, recordedSteps } from '#core/batches/course.ts';
import { derivedNumbers } from '#core/batches/derived-numbers.ts';
import { compareReported } from '#core/batches/reported.ts';
import { areaText, squareMeters } from '#core/geometry/units.ts';

describe('the reported figure of a batch', () => {
  it.each([
    [233_250, '23.33', '公顷', true],
    [233_349.99, '23.33', '公顷', true],
    [233_350, '23.33', '公顷', false],
    [233_249.99, '23.33', '公顷', false],
    [322_160.8, '32.21608', '公顷', true],
    [4_876_800, '7315.2', '亩', true],
    [4_876_834, '7315.2', '亩', false],
    [9_533_333.3, '1.43', '万亩', true],
    [120, '120', '平方米', true],
  ])('%d m² against %s%s: %s', (area, text, unit, agrees) => {
    expect(compareReported(area, text, unit)?.agrees).toBe(agrees);
  });

  it('is compared in its own rounding, whatever the area', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e8, noNaN: true }),
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom(['公顷', 'ha'], ['亩', 'mu']),
        (area, decimals, [unit, code]) => {
          const printed = areaText(squareMeters(area), code as 'ha' | 'mu', decimals);
          expect(compareReported(area, printed, unit!)?.agrees).toBe(true);
        },
      ),
    );
  });

  it.each([
    ['约二十三', '公顷'],
    ['23.33', '宗'],
    ['', '亩'],
  ])('says that “%s %s” cannot be read', (text, unit) => {
    expect(compareReported(1, text, unit)).toBeUndefined();
  });
});

describe('the course of a batch', () => {
  it('has one way on from each stage, and a way back', () => {
    const ways = (['planned', 'assembled', 'submitted', 'approved', 'carried-out'] as const).map((status) =>
      nextOf(status, false),
    );
    expect(ways).toEqual([
      ['assembled'],
      ['submitted', 'returned'],
      ['approved', 'returned'],
      ['carried-out', 'returned'],
      ['undone'],
    ]);
  });

  it('assembles anew what is stale until it is carried out', () => {
    expect(isNext('assembled', 'approved', true)).toBe(true);
    expect(isNext('assembled', 'approved', false)).toBe(false);
    expect(isNext('assembled', 'carried-out', true)).toBe(false);
  });

  it('lets the leader approve and return, and planners do the rest', () => {
    expect(recordedSteps.filter((step) => courseRules[step].right === 'approve').sort()).toEqual([
      'approved',
      'returned',
    ]);
  });
});

describe('numbers of new land parcels', () => {
  it('go on from their origin’s, village by village, never given twice', () => {
    const taken = new Map([['a', new Set(['0012', '0012-1', '0012-3'])]]);
    const origins = ['a', 'a', 'b'].map((regionCode) => ({ number: '0012', regionCode }));
    expect(derivedNumbers(origins, taken)).toEqual(['0012-2', '0012-4', '0012-1']);
  });

  it('fit into the column, and stay different', () => {
    const origins = Array.from({ length: 12 }, () => ({ number: 'x'.repeat(40), regionCode: 'a' }));
    const numbers = derivedNumbers(origins, new Map());
    expect(new Set(numbers).size).toBe(12);
    expect(numbers.every((number) => number.length <= 40)).toBe(true);
  });
});

it('areas are summed to the cent', () => {
  expect(sumOfAreas([0.1, 0.2, 0.3])).toBe(0.6);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e10 }), { maxLength: 200 }), (parts) => {
      const whole = parts.reduce((sum, part) => sum + part, 0);
      expect(sumOfAreas(parts.map((part) => part / 100))).toBe(whole / 100);
    }),
  );
  const piece = { item: '1', parcel: 1, versionId: 1, label: '', regionCode: '', parcelSquareMeters: 3 };
  const of = (landClass: string) => ({ ...piece, landClass, deductedSquareMeters: 1, classSquareMeters: 2 });
  expect(farmlandOf([of('0101'), of('0103'), of('0201'), of('0201K')])).toBe(4);
});

describe('checks of a batch', () => {
  const facts: BatchFacts = {
    areaSquareMeters: 10_000,
    reportedText: '1.00',
    reportedUnit: '公顷',
    parcels: [{ number: 'D1', landClassAfter: '0701' }],
    uncoveredSquareMeters: 0,
    beyondSquareMeters: 0,
    parcelsOverlapping: [],
    earlierBatches: [],
    outsideUrbanSquareMeters: 0,
    unseenLayers: [],
    approvedElsewhere: false,
  };
  const target: BatchEffect['targets'][number] = {
    target: 7,
    indicator: 'farmland_retention',
    title: { zh: '耕地保有量', en: 'Farmland retained' },
    regionCode: '120111001000',
    regionName: '西营门街道',
    year: 2023,
    place: null,
    comparator: '>=',
    valueSquareMeters: 552_800,
    beforeSquareMeters: 560_000,
    afterSquareMeters: 553_000,
    marginBeforeSquareMeters: 7_200,
    marginAfterSquareMeters: 200,
    stateBefore: 'near',
    stateAfter: 'near',
    reason: null,
  } as BatchEffect['targets'][number];
  const effect = {
    touched: [],
    targets: [target],
    total: { unsurveyedSquareMeters: 0 },
    balance: { occupiedSquareMeters: 0, suppliedSquareMeters: 0, shortfallSquareMeters: 0 },
    items: [{ id: 'D1', computed: true, touched: [] }],
  } as unknown as BatchEffect;
  const touching = (layer: 'permanent_farmland' | 'ecological_redlines', areaSquareMeters: number) => ({
    ...effect,
    items: [
      {
        id: 'D1',
        computed: true,
        touched: [
          {
            layer,
            title: { zh: '', en: '' },
            areaSquareMeters,
            blocks: true,
            features: [{ id: 1, label: 'Y1', areaSquareMeters }],
          },
        ],
      },
    ],
  });
  const resultOf = (code: string, of: Partial<BatchFacts>, what: BatchEffect = effect) =>
    checkBatch({ ...facts, ...of }, what).find((check) => check.code === code)!;

  it('pass when there is nothing wrong', () => {
    expect(checkBatch(facts, effect).map(({ result }) => result)).toEqual(Array(10).fill('pass'));
  });

  it.each([
    ['permanent-farmland', {}, touching('permanent_farmland', 12.5)],
    ['ecological-redline', {}, touching('ecological_redlines', 12.5)],
    ['sum-of-parcels', { uncoveredSquareMeters: 0.2 }, effect],
    ['sum-of-parcels', { beyondSquareMeters: 0.2 }, effect],
    ['sum-of-parcels', { reportedText: '1.01' }, effect],
    ['sum-of-parcels', { parcels: [] }, effect],
    [
      'earlier-batch',
      { earlierBatches: [{ parcel: 'D1', other: 'E1', batch: 'P0', areaSquareMeters: 0.2 }] },
      effect,
    ],
    [
      'parcels-overlap',
      { parcelsOverlapping: [{ parcel: 'D1', other: 'D2', areaSquareMeters: 0.2 }] },
      effect,
    ],
    ['unsurveyed', {}, { ...effect, total: { ...effect.total, unsurveyedSquareMeters: 0.2 } }],
    ['class-after', { parcels: [{ number: 'D1', landClassAfter: null }] }, effect],
    ['class-after', { parcels: [{ number: 'D1', landClassAfter: '0101' }] }, effect],
    ['class-after', { parcels: [{ number: 'D1', landClassAfter: '9999' }] }, effect],
  ] as const)('%s blocks on %j', (code, of, what) => {
    const check = resultOf(code, of, what as BatchEffect);
    expect(check.result).toBe('block');
    expect(check.findings[0]?.message.zh).not.toMatch(/[{}]|undefined/);
    expect(check.findings[0]?.message.en).not.toMatch(/[{}]|undefined/);
  });

  it('overlaps that are a line drawn twice do not block', () => {
    const line = { parcel: 'D1', other: 'E1', batch: 'P0', areaSquareMeters: 0.09 };
    expect(resultOf('earlier-batch', { earlierBatches: [line] }).result).toBe('pass');
    expect(resultOf('parcels-overlap', { parcelsOverlapping: [line] }).result).toBe('pass');
  });

  it('warn of ground outside the urban boundary, of a floor that breaks and by how much, and of a shortfall', () => {
    expect(resultOf('outside-urban-boundary', { outsideUrbanSquareMeters: 5 }).result).toBe('warning');
    const broken = { ...target, stateAfter: 'breached', marginAfterSquareMeters: -1234.56 } as typeof target;
    const floor = resultOf('floor', {}, { ...effect, targets: [broken] });
    expect([floor.result, floor.findings[0]?.message.zh]).toEqual([
      'warning',
      '西营门街道2023年“耕地保有量”将不达标，差 1234.56 m²',
    ]);
    const short = { ...effect.balance, occupiedSquareMeters: 9, shortfallSquareMeters: 9 };
    expect(resultOf('balance', {}, { ...effect, balance: short }).result).toBe('warning');
    expect(resultOf('floor', {}, { ...effect, targets: [] }).result).toBe('warning');
  });

  it.each([
    ['permanent-farmland', { unseenLayers: ['permanent_farmland'] }, effect],
    ['ecological-redline', { unseenLayers: ['ecological_redlines'] }, effect],
    ['unsurveyed', { unseenLayers: ['land_parcels'] }, effect],
    ['outside-urban-boundary', { unseenLayers: ['urban_boundaries'] }, effect],
    ['floor', { unseenLayers: ['land_parcels'] }, effect],
    [
      'floor',
      {},
      { ...effect, targets: [{ ...target, afterSquareMeters: null, stateAfter: 'not-measured' }] },
    ],
    ['sum-of-parcels', { reportedText: '二十三' }, effect],
    ['permanent-farmland', {}, { ...effect, items: [{ id: 'D1', computed: false, touched: [] }] }],
  ] as const)('%s says that it could not run, and blocks: %j', (code, of, what) => {
    const checks = checkBatch({ ...facts, ...of } as BatchFacts, what as BatchEffect);
    const check = checks.find((one) => one.code === code)!;
    expect(check.result).toBe('not-run');
    expect(check.findings.length).toBeGreaterThan(0);
    expect(blockingChecks(checks)).toContain(check);
  });

  it('of a batch that came with its approval only warn of permanent farmland', () => {
    const check = resultOf(
      'permanent-farmland',
      { approvedElsewhere: true },
      touching('permanent_farmland', 9),
    );
    expect([check.result, check.findings[0]?.severity]).toEqual(['warning', 'warning']);
    const red = resultOf(
      'ecological-redline',
      { approvedElsewhere: true },
      touching('ecological_redlines', 9),
    );
    expect(red.result).toBe('block');
  });
});
