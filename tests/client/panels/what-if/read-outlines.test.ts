import { describe, expect, it } from 'vitest';
import { readOutlines } from '../../../../client/panels/what-if/read-outlines.ts';
import { square } from './cast.ts';

const DISTRICT = [116.85, 38.85, 117.35, 39.25] as const;
const read = (text: string) => readOutlines(text, [...DISTRICT]);

describe('outlines from a file or the clipboard', () => {
  it('reads longitude and latitude line by line, an empty line begins another outline', () => {
    const { outlines, refusal } = read(
      '117.10 39.12\n117.11 39.12\n117.11 39.13\n\n117.20,39.12\n117.21,39.12\n117.21,39.13\n117.20,39.12',
    );
    expect(refusal).toBeNull();
    expect(outlines.map(({ geometry }) => geometry.coordinates[0]![0]!.length)).toEqual([4, 4]);
    expect(outlines[0]?.geometry.coordinates[0]?.[0]?.[0]).toEqual([117.1, 39.12]);
  });

  it('reads plane coordinates with X north first, after the names of the points', () => {
    const { outlines, refusal } = read(
      'J1,1,4329600.000,39508600.000\nJ2,1,4329600.000,39508700.000\nJ3,1,4329700.000,39508700.000',
    );
    expect(refusal).toBeNull();
    const [lon, lat] = outlines[0]!.geometry.coordinates[0]![0]![0]!;
    expect(lon).toBeCloseTo(117.1, 1);
    expect(lat).toBeCloseTo(39.1, 1);
  });

  it('reads GeoJSON of any nesting, with names, and says what it left out', () => {
    const { outlines, notes } = read(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          { type: 'Feature', properties: { name: '甲' }, geometry: square(117.1, 39.12) },
          { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [117, 39] } },
        ],
      }),
    );
    expect(outlines).toEqual([{ name: '甲', geometry: square(117.1, 39.12) }]);
    expect(notes[0]?.zh).toContain('1 个');
  });

  it.each([
    ['', '没有内容'],
    ['{"type":', 'JSON'],
    ['{"type":"FeatureCollection","features":[]}', '没有多边形'],
    [JSON.stringify(square(500_000, 4_329_000)), '不是经纬度'],
    ['117.1 39.12\n今天天气\n117.2 39.1', '第 2 行'],
    ['117.1 39.12\n117.2 39.1', '三个不同的点'],
    ['{"type":"Polygon","coordinates":[1,2]}', '没有多边形'],
  ])('refuses %j with a reason', (text, reason) => {
    expect(read(text).refusal?.zh).toContain(reason);
    expect(read(text).outlines).toEqual([]);
  });
});
