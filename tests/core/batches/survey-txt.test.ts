import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { encodeGbk } from '#core/formats/gbk.ts';
import { surveyTxt } from '#core/formats/survey-txt.ts';
import { fromLonLat, gaussKrugerCrs, toLonLat } from '#core/geometry/crs.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { readSurveyTxt } from './read-survey-txt.ts';

const zone39 = gaussKrugerCrs(39, 3, true)!;
const head = { producer: '测试', date: '2026-11-22' };
/** `[easting, northing]` to lon/lat, closed. */
const ring = (points: readonly (readonly [number, number])[]): Position[] =>
  [...points, points[0]!].map(([east, north]) => [...toLonLat(zone39, east, north)]);
const square = (east: number, north: number, side: number) =>
  ring([
    [east, north],
    [east + side, north],
    [east + side, north + side],
    [east, north + side],
  ]);
const plot = (geometry: MultiPolygon) => ({
  number: '1',
  name: '测试地块',
  use: '住宅用地',
  landClass: '0701',
  geometry,
});

describe('coordinates for approval as TXT', () => {
  it('writes the worked file to the byte: a square of 743.5 m with a hole of 100 m', () => {
    const { text, findings } = surveyTxt(
      [
        plot({
          type: 'MultiPolygon',
          coordinates: [[square(39508600, 4329600, 743.5), square(39508800, 4329800, 100)]],
        }),
      ],
      head,
    );
    expect(findings).toEqual([]);
    expect(text).toBe(
      [
        '[属性描述]',
        '格式版本号=1.01版本',
        '数据产生单位=测试',
        '数据产生日期=2026-11-22',
        '坐标系=2000国家大地坐标系',
        '几度分带=3',
        '投影类型=高斯克吕格',
        '计量单位=米',
        '带号=39',
        '精度=0.001',
        '转换参数=0,0,0,0,0,0,0',
        '[地块坐标]',
        '10,54.2791,1,测试地块,面,,住宅用地,0701,@',
        'J1,1,4330343.500,39508600.000',
        'J2,1,4330343.500,39509343.500',
        'J3,1,4329600.000,39509343.500',
        'J4,1,4329600.000,39508600.000',
        'J1,1,4330343.500,39508600.000',
        'J5,2,4329900.000,39508800.000',
        'J6,2,4329900.000,39508900.000',
        'J7,2,4329800.000,39508900.000',
        'J8,2,4329800.000,39508800.000',
        'J5,2,4329900.000,39508800.000',
        '',
      ].join('\r\n'),
    );
  });

  it('takes the zone by longitude, or the one that is asked for', () => {
    const east = (lon: number): MultiPolygon => ({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [lon, 39],
            [lon + 0.001, 39],
            [lon + 0.001, 39.001],
            [lon, 39.001],
            [lon, 39],
          ],
        ],
      ],
    });
    expect(surveyTxt([plot(east(117.1))], head).zone).toBe(39);
    expect(surveyTxt([plot(east(114.2))], head).zone).toBe(38);
    const asked = surveyTxt([plot(east(118.45))], { ...head, zone: 39 });
    expect([asked.zone, asked.text.includes('带号=39')]).toEqual([39, true]);
    expect(() => surveyTxt([plot(east(60))], head)).toThrow(RangeError);
  });

  it('numbers points on through the rings of a plot and anew for the next plot', () => {
    const part = (east: number): Position[][] => [square(east, 4329600, 100)];
    const two = plot({ type: 'MultiPolygon', coordinates: [part(39508600), part(39508900)] });
    const { plots } = readSurveyTxt(surveyTxt([two, { ...two, number: '2' }], head).text);
    for (const { numbers, count } of plots) {
      expect(count).toBe(10);
      expect(numbers).toEqual([
        ['J1', 'J2', 'J3', 'J4', 'J1'],
        ['J5', 'J6', 'J7', 'J8', 'J5'],
      ]);
    }
  });

  it.each(['甲,乙', '甲\n乙', '甲@乙'])('says that the format cannot hold the name %j', (name) => {
    const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: [[square(39508600, 4329600, 10)]] };
    const { findings } = surveyTxt([{ ...plot(geometry), name }], head);
    expect(findings).toMatchObject([
      { code: 'survey-txt.field.separator', severity: 'error', context: { plot: '1', field: 'name' } },
    ]);
  });

  it('says that a plot vanishes at a millimetre', () => {
    const speck: MultiPolygon = { type: 'MultiPolygon', coordinates: [[square(39508600, 4329600, 0.0002)]] };
    expect(surveyTxt([plot(speck)], head).findings).toMatchObject([{ code: 'survey-txt.ring.vanished' }]);
  });

  it('is read again as the same rings to a millimetre and the same area', () => {
    const star = fc
      .record({
        east: fc.integer({ min: 39480000, max: 39590000 }),
        north: fc.integer({ min: 4290000, max: 4450000 }),
        radii: fc.array(fc.double({ min: 20, max: 400, noNaN: true }), { minLength: 3, maxLength: 14 }),
        hole: fc.boolean(),
        clockwise: fc.boolean(),
      })
      .map(({ east, north, radii, hole, clockwise }): MultiPolygon => {
        const around = (scale: number) => {
          const points = radii.map((radius, i): [number, number] => {
            const angle = (2 * Math.PI * i) / radii.length;
            return [east + scale * radius * Math.cos(angle), north + scale * radius * Math.sin(angle)];
          });
          return ring(clockwise ? points.reverse() : points);
        };
        return { type: 'MultiPolygon', coordinates: [hole ? [around(1), around(0.2)] : [around(1)]] };
      });
    fc.assert(
      fc.property(star, (geometry) => {
        const { text } = surveyTxt([plot(geometry)], { ...head, zone: 39 });
        const [read] = readSurveyTxt(text).plots;
        const written = geometry.coordinates.flat();
        expect(read!.rings).toHaveLength(written.length);
        written.forEach((ringOfPlot, r) => {
          const again = read!.rings[r]!;
          expect(again).toHaveLength(ringOfPlot.length);
          for (const [lon, lat] of ringOfPlot) {
            const [e, n] = fromLonLat(zone39, [lon!, lat!]);
            const nearest = Math.min(...again.map((p) => Math.max(Math.abs(p[0]! - e), Math.abs(p[1]! - n))));
            expect(nearest).toBeLessThanOrEqual(0.00051);
          }
        });
        const area = geodesicArea(geometry);
        expect(Number(read!.hectares)).toBeCloseTo(area / 10_000, 3);
        expect(Math.abs(geodesicArea(read!.geometry) - area)).toBeLessThan(Math.max(0.5, area * 1e-5));
      }),
      { numRuns: 60 },
    );
  });
});

describe('GBK', () => {
  it('is what a GBK reader reads again, for every character it has', () => {
    const text = '示意数据：南运河片区一号地块，住宅、幼儿园（A-01）β';
    const encoded = encodeGbk(text);
    expect('bytes' in encoded && new TextDecoder('gbk', { fatal: true }).decode(encoded.bytes)).toBe(text);
    expect('bytes' in encoded && [...encoded.bytes.slice(0, 4)]).toEqual([0xca, 0xbe, 0xd2, 0xe2]);
  });

  it('names the character it does not have', () => {
    expect(encodeGbk('甲𠮷乙')).toEqual({ unknown: '𠮷' });
  });
});
