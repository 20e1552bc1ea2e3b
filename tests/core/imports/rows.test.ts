import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import type { FieldDefinition } from '#core/catalog/types.ts';
import { locate } from '#core/geometry/rings.ts';
import { cellOf } from '#core/imports/cell.ts';
import { proposeMapping, unknownEntries, unmappedRequired } from '#core/imports/field-mapping.ts';
import { interiorPoint } from '#core/imports/interior-point.ts';
import { completeAreas } from '#core/imports/land-areas.ts';
import { findingMessage, findingMessages } from '#core/imports/messages.ts';
import { multiPolygonOf } from '#core/imports/polygon.ts';
import { regionFinder } from '#core/imports/region-finder.ts';

const parcels = layerById('land_parcels');
const text = (name: string) => ({ name, type: 'text' as const });
const fieldOf = (type: FieldDefinition['type'], rest: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name: 'x',
  title: { zh: 'x', en: 'x' },
  type,
  aliases: [],
  ...rest,
});
const land = 'sandiao@2019';

describe('fields are mapped', () => {
  test('by standard code whatever the case, by Chinese title, by column name and its first ten letters', () => {
    const mapping = proposeMapping(parcels, [
      text('tbbh'),
      text('地类编码'),
      text('class_area'),
      text('location_c'),
    ]);
    expect(mapping).toMatchObject({
      parcel_number: { from: 'tbbh' },
      land_class: { from: '地类编码' },
      class_area: { from: 'class_area' },
      location_code: { from: 'location_c' },
    });
  });

  test('a name cut by the shapefile counts only where it can mean one column', () => {
    expect(proposeMapping(parcels, [text('land_class'), text('图斑地类面')])).toEqual({
      land_class: { from: 'land_class' },
      class_area: { from: '图斑地类面' },
      land_class_scheme: { value: 'sandiao' },
      land_class_version: { value: '2019' },
    });
  });

  test('the standard code goes before the usual variants', () => {
    expect(proposeMapping(parcels, [text('TKXS'), text('KCXS')]).deduction_rate).toEqual({ from: 'KCXS' });
  });

  test('the region comes from 坐落单位代码', () => {
    expect(proposeMapping(parcels, [text('ZLDWDM')])).toMatchObject({
      region_code: { from: 'ZLDWDM' },
      location_code: { from: 'ZLDWDM' },
    });
  });

  test('the classification is shown as a value, never hidden as a default', () => {
    expect(proposeMapping(parcels, [])).toMatchObject({
      land_class_scheme: { value: 'sandiao' },
      land_class_version: { value: '2019' },
    });
  });

  test('what is missing and what does not exist is told', () => {
    expect(unmappedRequired(parcels, {}).map(({ name }) => name)).toEqual(['parcel_number', 'land_class']);
    expect(
      unknownEntries(parcels, [text('A')], {
        nonsense: { value: '1' },
        note: { from: 'B' },
        planting: { from: 'A' },
      }),
    ).toEqual([{ column: 'nonsense' }, { column: 'note', from: 'B' }]);
  });
});

describe('a value is taken as its column’s type', () => {
  test.each([
    ['code', '0101', '0101'],
    ['code', '水田', '0101'],
    ['code', 101, '0101'],
    ['code', '0201k', '0201K'],
    ['text', '  x ', 'x'],
    ['text', '', null],
    ['area', '1,234.565', 1234.57],
    ['ratio', '0.06505', 0.0651],
    ['integer', '12', 12],
    ['date', '2023-04-01', '2023-04-01'],
    ['date', 20230401, '2023-04-01'],
    ['date', '2023/4/1', '2023-04-01'],
    ['date', '2023年4月1日', '2023-04-01'],
    ['date', '2024-02-29T00:00:00Z', '2024-02-29'],
  ] as const)('%s %j → %j', (type, raw, value) => {
    expect(cellOf(fieldOf(type, type === 'code' ? { codes: '$land' } : {}), raw, land)).toEqual({ value });
  });

  test.each([
    ['code', '0199', 'field.code.unknown'],
    ['code', '01', 'field.code.unknown'],
    ['number', 'abc', 'field.number.unreadable'],
    ['integer', '1.5', 'field.number.not-whole'],
    ['area', '-1', 'field.number.negative'],
    ['ratio', '6.5', 'field.ratio.range'],
    ['date', '2023-02-30', 'field.date.unreadable'],
    ['date', '昨天', 'field.date.unreadable'],
    ['text', 'ab\uFFFD', 'field.text.broken'],
  ] as const)('%s %j is refused: %s', (type, raw, finding) => {
    expect(cellOf(fieldOf(type, type === 'code' ? { codes: '$land' } : {}), raw, land)).toEqual({ finding });
  });

  test('text longer than its column counts characters, not bytes', () => {
    expect(cellOf(fieldOf('text', { length: 2 }), '水田', land)).toEqual({ value: '水田' });
    expect(cellOf(fieldOf('text', { length: 2 }), '水浇地', land)).toEqual({
      finding: 'field.text.too-long',
    });
  });
});

const square = {
  type: 'MultiPolygon' as const,
  coordinates: [
    [
      [
        [117.09, 39.13],
        [117.091, 39.13],
        [117.091, 39.131],
        [117.09, 39.131],
        [117.09, 39.13],
      ],
    ],
  ],
};

describe('the three areas of a parcel', () => {
  const none = { parcelArea: null, deductionRate: null, deductedArea: null, classArea: null };

  test('what the file says is kept', () => {
    const areas = completeAreas(
      { parcelArea: 10_000, deductionRate: 0.065, deductedArea: 650, classArea: 9350 },
      square,
      10_000,
    );
    expect(areas).toMatchObject({
      parcelArea: 10_000,
      deductedArea: 650,
      classArea: 9350,
      computed: false,
      findings: [],
    });
  });

  test('what it leaves out is computed: rate → deducted → class area', () => {
    expect(
      completeAreas({ ...none, parcelArea: 10_000, deductionRate: 0.065 }, square, 10_000),
    ).toMatchObject({ deductedArea: 650, classArea: 9350 });
    const computed = completeAreas(none, square, 9596);
    expect(computed.computed).toBe(true);
    expect(computed.classArea).toBe(computed.parcelArea);
  });

  test('figures that contradict each other are errors', () => {
    const codes = (given: Parameters<typeof completeAreas>[0]) =>
      completeAreas(given, square, 10_000).findings.map(({ code }) => code);
    expect(codes({ parcelArea: 10_000, deductionRate: 0.065, deductedArea: 651, classArea: 9349 })).toEqual([
      'area.deduction.mismatch',
    ]);
    expect(codes({ parcelArea: 10_000, deductionRate: null, deductedArea: 650, classArea: 10_000 })).toEqual([
      'area.class.mismatch',
    ]);
  });

  test('only a difference beyond both tolerances is worth a warning', () => {
    const codes = (parcelArea: number, measured: number) =>
      completeAreas({ ...none, parcelArea }, square, measured).findings.map(({ code }) => code);
    expect(codes(10_000, 10_000.9)).toEqual([]);
    expect(codes(100, 100.09)).toEqual([]);
    expect(codes(10_000, 10_001.1)).toEqual(['area.parcel.differs']);
  });

  test('deducted and class area always make up the parcel, to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 9999 }), (cents, rate) => {
        const parcelArea = cents / 100;
        const areas = completeAreas(
          { ...none, parcelArea, deductionRate: rate / 10_000 },
          square,
          parcelArea,
        );
        expect(Math.round(areas.classArea * 100) + Math.round((areas.deductedArea ?? 0) * 100)).toBe(cents);
      }),
    );
  });
});

test('an interior point lies inside, whatever the star', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 5, maxLength: 24 }),
      (radii) => {
        const ring = radii.map((radius, index) => {
          const angle = (index / radii.length) * 2 * Math.PI;
          return [117 + radius * Math.cos(angle), 39 + radius * Math.sin(angle)];
        });
        ring.push(ring[0]!);
        const point = interiorPoint([ring]);
        expect(point && locate(point, ring)).toBe('inside');
      },
    ),
  );
});

describe('the region of a place', () => {
  const ring = (west: number, east: number) => [
    [west, 39],
    [east, 39],
    [east, 40],
    [west, 40],
    [west, 39],
  ];
  const finder = regionFinder([
    { code: '120111', level: 'district', rings: [ring(116, 118)] },
    { code: '120111001000', level: 'town', rings: [ring(117, 118)] },
    { code: '120111001201', level: 'village', rings: [ring(117, 117.5)] },
  ]);

  test('is the most local one that holds it', () => {
    expect([117.2, 117.7, 116.5, 115].map((lon) => finder.at([lon, 39.5]))).toEqual([
      '120111001201',
      '120111001000',
      '120111',
      null,
    ]);
    // The village asked last does not linger.
    expect(finder.at([117.7, 39.5])).toBe('120111001000');
  });

  test('is known by its code with or without the zeros', () => {
    expect([finder.known('120111000000'), finder.known('120111'), finder.known('120112')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

test('rings without order become shells and holes by nesting, whatever their orientation', () => {
  const box = (low: number, high: number) => [low, low, high, low, high, high, low, high, low, low];
  const source = {
    kind: 'polygon' as const,
    coordinates: Float64Array.from([...box(1, 2), ...box(0, 3), ...box(10, 11)]),
    ringEnds: [5, 10, 15],
    partEnds: null,
  };
  const { coordinates } = multiPolygonOf(source, null, false);
  expect(coordinates.map((part) => part.length).sort()).toEqual([1, 2]);
});

test('every message is there in both languages, with the same places to fill', () => {
  for (const [code, { zh, en }] of Object.entries(findingMessages)) {
    const places = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect([code, places(en)]).toEqual([code, places(zh)]);
  }
  expect(
    findingMessage({ code: 'field.code.unknown', row: 3, context: { field: 'DLBM', value: '0199' } }),
  ).toEqual({
    zh: '第 3 行：DLBM 的代码“0199”不在代码表中',
    en: 'Row 3: DLBM has a code “0199” that is not in its list',
  });
});
