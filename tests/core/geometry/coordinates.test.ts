import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundPosition, parseCoordinates } from '#core/geometry/coordinates.ts';
import { coordinateNotations, formatCoordinates, formatDms } from '#core/geometry/format-coordinates.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';

const tianjin: LonLatBox = [116.7, 38.55, 118.07, 40.26];

function found(text: string, expected: LonLatBox | undefined = tianjin): FoundPosition {
  const answer = parseCoordinates(text, expected);
  if (!answer?.ok) throw new Error(`not found: ${text} ${answer?.reason.zh}`);
  return answer;
}

describe('坐标输入: every way people write a place', () => {
  it.each([
    '117.1, 39.1',
    '117.1 39.1',
    '117.1，39.1',
    '１１７．１，３９．１',
    '39.1N 117.1E',
    'N39.1 E117.1',
    '117.1° E, 39.1° N',
    '东经117.1 北纬39.1',
    '北纬39.1度，东经117.1度',
    '经度：117.1；纬度：39.1',
    'lat 39.1, lon 117.1',
    '(117.1, 39.1)',
    '117°06′00″E 39°06′00″N',
    `117°06'00"E 39°06'00"N`,
    `117°6'0''E 39°6'0''N`,
    '东经117度6分0秒，北纬39度6分0秒',
    '117度6分 39度6分',
    '117-6-0 39-6-0',
    '117-06-00.00, 39-06-00.00',
    '117:06:00 39:06:00',
    '117 06 00 39 06 00',
    '117 06.0 39 06.0',
  ])('%s', (text) => {
    const { lonLat, note } = found(text);
    expect(lonLat[0]).toBeCloseTo(117.1, 10);
    expect(lonLat[1]).toBeCloseTo(39.1, 10);
    expect(note).toBeUndefined();
  });

  it('accepts latitude first without labels, and says so', () => {
    const { lonLat, note } = found('39.1, 117.1');
    expect(lonLat).toEqual([117.1, 39.1]);
    expect(note?.zh).toContain('纬度');
  });

  it.each([
    ['4329610.389, 39508650.434', 4527, undefined],
    ['X=4329610.389 Y=39508650.434', 4527, undefined],
    ['X：4329610.389米，Y：39508650.434米', 4527, undefined],
    ['39508650.434 4329610.389', 4527, '互换'],
    ['4329610.389 508650.434', 4548, '中央经线117°'],
    ['508650.434,4329610.389', 4548, '互换'],
    ['4329610.389 20508650.434', 4498, undefined],
  ])('reads the plane position %s', (text, epsg, note) => {
    const answer = found(text);
    expect(answer.crs.epsg).toBe(epsg);
    expect(answer.notation).toBe('gauss-kruger');
    expect(answer.lonLat[0]).toBeCloseTo(117.1, 7);
    expect(answer.lonLat[1]).toBeCloseTo(39.1, 7);
    if (note === undefined) expect(answer.note).toBeUndefined();
    else expect(answer.note?.zh).toContain(note);
  });

  it.each([
    '',
    '小稍直口',
    'xymj',
    '120111001001000001',
    '0101 0102',
    'G112线 3公里',
    '2021年第3批次',
    '南运河23.33公顷',
  ])('does not take “%s” for a place', (text) => {
    expect(parseCoordinates(text, tianjin)).toBeNull();
  });

  it.each([
    ['4329610.389 508650.434', undefined, '带号'],
    ['0.5, 12', tianjin, '中国'],
    ['117.1W 39.1N', tianjin, '中国'],
    ['117.1E 39.1E', tianjin, '经度'],
    ['117°66′00″ 39°06′00″', tianjin, '60'],
    ['123456 7', tianjin, '平面坐标'],
    ['117.1 39.1 5', tianjin, '两个数'],
  ])('refuses %s with a reason in both languages', (text, expected, word) => {
    const answer = parseCoordinates(text, expected);
    expect(answer?.ok).toBe(false);
    if (answer && !answer.ok) {
      expect(answer.reason.zh).toContain(word);
      expect(answer.reason.en.length).toBeGreaterThan(10);
    }
  });
});

describe('坐标读数: pointer readout', () => {
  it('writes the three notations, X north first', () => {
    expect(formatCoordinates([117.1, 39.1], 'decimal')).toBe('117.100000°E 39.100000°N');
    expect(formatCoordinates([117.1, 39.1], 'dms')).toBe('117°06′00.00″E 39°06′00.00″N');
    expect(formatCoordinates([117.1, 39.1], 'gauss-kruger')).toBe('X 4329610.389 Y 39508650.434 (39带)');
    expect(formatCoordinates([117.1, 39.1], 'gauss-kruger', 'en')).toBe(
      'X 4329610.389 Y 39508650.434 (zone 39)',
    );
  });

  it('carries 59.999″ into the minute and the degree', () => {
    expect(formatDms([116.9999999, 39.5])).toBe('117°00′00.00″E 39°30′00.00″N');
  });

  it('falls back to degrees where no 3° zone of China reaches', () => {
    expect(formatCoordinates([2.35, 48.85], 'gauss-kruger')).toBe('2.350000°E 48.850000°N');
    expect(formatCoordinates([-0.5, -10], 'decimal')).toBe('0.500000°W 10.000000°S');
  });

  it('can be pasted back into the search box, in every notation and language', () => {
    const lon = fc.double({ min: tianjin[0], max: tianjin[2], noNaN: true });
    const lat = fc.double({ min: tianjin[1], max: tianjin[3], noNaN: true });
    fc.assert(
      fc.property(
        lon,
        lat,
        fc.constantFrom(...coordinateNotations),
        fc.constantFrom('zh', 'en'),
        (x, y, n, language) => {
          const { lonLat } = found(formatCoordinates([x, y], n, language));
          expect(Math.hypot(lonLat[0] - x, lonLat[1] - y)).toBeLessThan(3e-6);
        },
      ),
    );
  });
});
