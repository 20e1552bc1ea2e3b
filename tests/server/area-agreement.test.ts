import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geodesicArea, geodesicPerimeter } from '#core/geometry/geodesic-area.ts';
import { databases, withDatabase } from '../support/database.ts';
import { aPolygonWithHolesAndParts } from '../support/random-polygons.ts';

describe.each(databases)('the two ellipsoidal rulers on %s', (engine) => {
  const database = withDatabase(engine);

  test('agree to 1e-6 on 1 000 random polygons with holes and parts, in area and perimeter', async () => {
    const polygons = fc.sample(aPolygonWithHolesAndParts(), { numRuns: 1000, seed: 20001 });
    const rows = await database().query<{ area: number; perimeter: number }>(
      `select st_area(geom::geography) as area, st_perimeter(geom::geography) as perimeter
       from unnest($1::text[]) with ordinality as given (text, place),
         lateral (select st_setsrid(st_geomfromgeojson(text), 4490) as geom) as read
       order by place`,
      [polygons.map((polygon) => JSON.stringify(polygon))],
    );
    expect(rows).toHaveLength(1000);
    rows.forEach(({ area, perimeter }, i) => {
      expect(Math.abs(geodesicArea(polygons[i]!) - area)).toBeLessThan(1e-6 * area);
      expect(Math.abs(geodesicPerimeter(polygons[i]!) - perimeter)).toBeLessThan(1e-6 * perimeter);
    });
  });
});
