import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { crsByCode, fromLonLat, gaussKrugerCrs, refusalOf, toLonLat, usableCrs } from '#core/geometry/crs.ts';
import { threeDegreeZone } from '#core/geometry/gauss-kruger.ts';

const planes = usableCrs().filter((crs) => crs.plane);

describe('高斯-克吕格: projection of every zone', () => {
  it('agrees with proj4 to 1e-6 m and comes back to 1e-12°', () => {
    const place = fc.record({
      crs: fc.constantFrom(...planes),
      offset: fc.double({ min: -3.5, max: 3.5, noNaN: true }),
      lat: fc.double({ min: 3, max: 54, noNaN: true }),
    });
    fc.assert(
      fc.property(place, ({ crs, offset, lat }) => {
        const { centralMeridian, falseEasting, scale } = crs.plane!;
        const rf = crs.datum === 'WGS84' ? 298.257223563 : 298.257222101;
        const definition = `+proj=tmerc +lat_0=0 +lon_0=${centralMeridian} +k=${scale} +x_0=${falseEasting} +y_0=0 +a=6378137 +rf=${rf} +units=m`;
        const lonLat = [centralMeridian + offset, lat] as const;
        const [east, north] = fromLonLat(crs, lonLat);
        const expected = proj4(definition, [...lonLat]) as [number, number];
        expect(Math.hypot(east - expected[0], north - expected[1])).toBeLessThan(1e-6);
        const back = toLonLat(crs, east, north);
        expect(Math.hypot(back[0] - lonLat[0], back[1] - lonLat[1])).toBeLessThan(1e-12);
      }),
      { numRuns: 1000 },
    );
  });

  it('puts 117.1°E 39.1°N at the surveyed figures in EPSG:4527 and 4548', () => {
    const [east, north] = fromLonLat(crsByCode(4527)!, [117.1, 39.1]);
    expect([east.toFixed(3), north.toFixed(3)]).toEqual(['39508650.434', '4329610.389']);
    expect(fromLonLat(crsByCode(4548)!, [117.1, 39.1])[0].toFixed(3)).toBe('508650.434');
  });

  it('agrees with proj4 on Web Mercator', () => {
    const [x, y] = fromLonLat(crsByCode(3857)!, [117.1, 39.1]);
    const expected = proj4('EPSG:3857', [117.1, 39.1]) as [number, number];
    expect(Math.hypot(x - expected[0], y - expected[1])).toBeLessThan(1e-6);
    const back = toLonLat(crsByCode(3857)!, x, y);
    expect(Math.hypot(back[0] - 117.1, back[1] - 39.1)).toBeLessThan(1e-12);
  });
});

describe('坐标系登记: registry', () => {
  it('numbers the 3° zones with prefix as EPSG 4488 + zone', () => {
    for (let zone = 25; zone <= 45; zone++) expect(gaussKrugerCrs(zone, 3, true)?.epsg).toBe(4488 + zone);
    expect(gaussKrugerCrs(46, 3, true)).toBeUndefined();
  });

  it.each([
    [4548, 117, 500_000],
    [4534, 75, 500_000],
    [4554, 135, 500_000],
    [4498, 117, 20_500_000],
    [4491, 75, 13_500_000],
    [4509, 117, 500_000],
    [4512, 135, 500_000],
    [32650, 117, 500_000],
  ])('EPSG:%d has central meridian %d and false easting %d', (code, meridian, falseEasting) => {
    expect(crsByCode(code)?.plane).toMatchObject({ centralMeridian: meridian, falseEasting });
  });

  it('finds the 3° zone of a longitude', () => {
    expect([117.1, 115.5, 118.49, 118.5, 75].map(threeDegreeZone)).toEqual([39, 39, 39, 40, 25]);
  });

  it.each([2363, 2384, 2327, 4610, 2415, 2436, 21420, 4214])(
    'knows EPSG:%d and refuses to convert it',
    (code) => {
      const crs = crsByCode(code)!;
      expect(crs.usable).toBe(false);
      expect(() => toLonLat(crs, 39508650, 4329610)).toThrow(RangeError);
      expect(refusalOf(crs).zh).toContain('CGCS2000');
    },
  );
});
