import { describe, expect, test } from 'vitest';
import type { DeclaredCrs } from '#core/formats/types.ts';
import { crsByCode, fromLonLat } from '#core/geometry/crs.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import { type CrsEvidence, crsChoices, decideCrs } from '#core/imports/crs-decision.ts';
import { robustBox } from '#core/imports/robust-box.ts';
import { prjTexts } from '../../../scripts/fixtures/coordinate-systems.ts';

const districtBox: LonLatBox = [116.85, 38.85, 117.35, 39.25];

/** The box of a village in a CRS. */
function boxIn(epsg: number, west = 117.08, south = 39.1): LonLatBox {
  const crs = crsByCode(epsg)!;
  const [minX, minY] = fromLonLat(crs, [west, south]);
  const [maxX, maxY] = fromLonLat(crs, [west + 0.01, south + 0.01]);
  return [minX, minY, maxX, maxY];
}

function prj(epsg: keyof typeof prjTexts): DeclaredCrs {
  return { text: prjTexts[epsg], from: 'a.prj', implied: false };
}

function decide(evidence: Partial<CrsEvidence>) {
  return decideCrs({
    choice: null,
    swapAxes: false,
    confirmOutside: false,
    declared: null,
    box: boxIn(4527),
    districtBox,
    file: 'a.shp',
    ...evidence,
  });
}

const implied: DeclaredCrs = { text: 'OGC:CRS84', epsg: 4326, from: 'RFC 7946', implied: true };

describe('the CRS is taken', () => {
  test.each([4490, 4527, 4548] as const)('from a .prj of EPSG:%i', (epsg) => {
    expect(decide({ declared: prj(epsg), box: boxIn(epsg) })).toMatchObject({
      crs: { epsg },
      by: 'declared',
      blocker: null,
    });
  });

  test('from the numbers when the easting carries its zone, with the reason', () => {
    const decision = decide({});
    expect(decision).toMatchObject({ crs: { epsg: 4527 }, by: 'guessed', blocker: null });
    expect(decision.reason.zh).toContain('39');
  });

  test('from the person, over a declaration, and says so', () => {
    expect(decide({ choice: 4527, declared: prj(4548) })).toMatchObject({
      crs: { epsg: 4527 },
      by: 'choice',
      overridden: true,
      blocker: null,
    });
    expect(decide({ choice: 4527, declared: prj(4527) }).overridden).toBe(false);
  });

  test('as lon/lat for a GeoJSON that says nothing', () => {
    expect(decide({ declared: implied, box: boxIn(4490) })).toMatchObject({
      crs: { epsg: 4490 },
      by: 'guessed',
      blocker: null,
    });
  });

  test('from the numbers for a GeoJSON whose numbers are no degrees', () => {
    expect(decide({ declared: implied, box: boxIn(4527) })).toMatchObject({
      crs: { epsg: 4527 },
      by: 'guessed',
      blocker: null,
    });
  });

  test('without a question for the neighbour’s side of the boundary', () => {
    expect(decide({ declared: prj(4490), box: boxIn(4490, 116.7, 39.1) }).blocker).toBeNull();
  });
});

describe('the CRS is asked for', () => {
  test.each([
    ['a contradiction of prefix', { declared: prj(4548) }, 'crs-contradicted', { crs: 4527 }],
    ['a contradiction of kind', { declared: prj(4490) }, 'crs-contradicted', { crs: 4527 }],
    [
      'a contradiction the other way',
      { declared: prj(4527), box: boxIn(4490) },
      'crs-contradicted',
      { crs: 4490 },
    ],
    ['the neighbouring zone', { declared: prj(4528), box: boxIn(4527) }, 'crs-contradicted', { crs: 4527 }],
    [
      'swapped axes',
      { declared: prj(4490), box: [39.1, 117.08, 39.11, 117.09] as const },
      'axes-swapped',
      { swapAxes: true },
    ],
    [
      'swapped axes without declaration',
      { declared: implied, box: [39.1, 117.08, 39.11, 117.09] as const },
      'axes-swapped',
      { swapAxes: true },
    ],
    [
      'another place',
      { declared: prj(4490), box: boxIn(4490, 121.4, 31.2) },
      'outside-district',
      { confirmOutside: true },
    ],
    [
      'another place without declaration',
      { box: boxIn(4490, 121.4, 31.2) },
      'outside-district',
      { confirmOutside: true },
    ],
    ['an easting without zone', { box: boxIn(4548) }, 'crs-unconfirmed', { crs: 4548 }],
    ['numbers of no CRS', { box: [1, 1, 2e9, 2e9] as const }, 'crs-unknown', null],
    ['a choice nobody knows', { choice: 99999 }, 'crs-unknown', null],
    ['a choice that cannot be converted', { choice: 2363 }, 'crs-refused', null],
    ['a chosen CRS that puts it elsewhere', { choice: 4528 }, 'crs-contradicted', { crs: 4527 }],
    [
      'an EPSG number nobody knows',
      { declared: { text: 'EPSG:28992', epsg: 28992, from: 'g', implied: false } },
      'crs-unknown',
      { crs: 4527 },
    ],
  ])('on %s', (_, evidence, type, settle) => {
    const { blocker } = decide(evidence as Partial<CrsEvidence>);
    expect(blocker).toMatchObject({ type, settle });
    expect(blocker?.detail.zh).toContain('：');
    expect(blocker?.next.en).not.toBe('');
  });

  test('and the answer it offers settles it', () => {
    expect(decide({ declared: prj(4490), box: [39.1, 117.08, 39.11, 117.09], swapAxes: true })).toMatchObject(
      { swapped: true, blocker: null },
    );
    expect(
      decide({ declared: prj(4490), box: boxIn(4490, 121.4, 31.2), confirmOutside: true }).blocker,
    ).toBeNull();
    expect(decide({ box: boxIn(4490, 121.4, 31.2), confirmOutside: true }).blocker).toBeNull();
    expect(decide({ box: boxIn(4548), choice: 4548 }).blocker).toBeNull();
  });
});

test('the choices begin with what this district uses', () => {
  expect(
    crsChoices(districtBox)
      .slice(0, 4)
      .map(({ epsg }) => epsg),
  ).toEqual(expect.arrayContaining([4490, 4527, 4548]));
});

test('a broken vertex does not decide where a file lies', () => {
  const xs = [...Array.from({ length: 99 }, (_, index) => 117 + index / 1000), 1e300, Number.NaN];
  const box = robustBox(
    xs,
    xs.map(() => 39),
  );
  expect(box?.[2]).toBeLessThan(118);
  expect(robustBox([], [])).toBeNull();
});
