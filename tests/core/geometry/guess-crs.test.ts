import { describe, expect, it } from 'vitest';
import { crsByCode, fromLonLat } from '#core/geometry/crs.ts';
import { guessCrsFromCoordinates, planeLimits } from '#core/geometry/guess-crs.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';

const tianjin: LonLatBox = [116.7, 38.55, 118.07, 40.26];

function boxIn(code: number): LonLatBox {
  const [x1, y1] = fromLonLat(crsByCode(code)!, [117.05, 39.1]);
  const [x2, y2] = fromLonLat(crsByCode(code)!, [117.15, 39.2]);
  return [x1, y1, x2, y2];
}
const swap = ([a, b, c, d]: LonLatBox): LonLatBox => [b, a, d, c];
const first = (box: LonLatBox, expected?: LonLatBox) => guessCrsFromCoordinates(box, expected)[0];

describe('由坐标推断坐标系', () => {
  it.each([4490, 4527, 4498, 3857])(
    'finds EPSG:%d for the district, and the same with swapped columns',
    (code) => {
      expect(first(boxIn(code), tianjin)).toMatchObject({
        crs: { epsg: code },
        swapped: false,
        inExpectedPlace: true,
      });
      expect(first(swap(boxIn(code)), tianjin)).toMatchObject({ crs: { epsg: code }, swapped: true });
    },
  );

  it('takes an easting without zone to the meridian of the district, but asks', () => {
    const guess = first(boxIn(4548), tianjin)!;
    expect(guess).toMatchObject({ crs: { epsg: 4548 }, needsConfirmation: true, swapped: false });
    expect(guess.reason.zh).toContain('需要确认');
  });

  it('never decides the meridian of an easting without zone when it knows no district', () => {
    const guesses = guessCrsFromCoordinates(boxIn(4548));
    expect(guesses.length).toBeGreaterThan(5);
    expect(guesses.every((guess) => guess.needsConfirmation)).toBe(true);
  });

  it('says when the place is outside the district', () => {
    const elsewhere = first([35500000, 3400000, 35501000, 3401000], tianjin)!;
    expect(elsewhere).toMatchObject({ crs: { epsg: 4523 }, inExpectedPlace: false });
    expect(elsewhere.reason.zh).toContain('不在本区');
  });

  it('does not read Web Mercator as the 6° zone 13', () => {
    expect(first([13035500, 4735000, 13036500, 4736000], tianjin)?.crs.epsg).toBe(3857);
  });

  it('lets the district decide between Web Mercator in Liaoning and the 6° zone 13 in Xinjiang', () => {
    const box: LonLatBox = [13500000, 4735000, 13501000, 4736000];
    expect(first(box, [120, 38, 123, 40])?.crs.epsg).toBe(3857);
    expect(first(box, [73, 41, 77, 44])?.crs.epsg).toBe(4491);
  });

  it('has no answer for a local plane, for points at sea off Africa, or for what is not finite', () => {
    expect(guessCrsFromCoordinates([1000, 2000, 1500, 2500], tianjin)).toEqual([]);
    expect(guessCrsFromCoordinates([0, 0, 1, 1], tianjin)).toEqual([]);
    expect(guessCrsFromCoordinates([Number.NaN, 0, 1, 1], tianjin)).toEqual([]);
  });

  it('gives the limits of Tianjin in zone 39', () => {
    const [minE, minN, maxE, maxN] = planeLimits(crsByCode(4527)!, tianjin);
    expect([minE, minN, maxE, maxN].map(Math.round)).toEqual([39473848, 4268549, 39593276, 4458948]);
  });
});
