import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { crsByCode, toLonLat } from '#core/geometry/crs.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { surveyArea, surveyAreaUnrounded } from '#core/geometry/survey-area.ts';

const zone39 = crsByCode(4527)!;
const withoutZone = crsByCode(4548)!;

function square(east: number, north: number, side: number): Polygon {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [east, north],
        [east + side, north],
        [east + side, north + side],
        [east, north + side],
        [east, north],
      ],
    ],
  };
}

const irregular: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [39508612.345, 4329633.21],
      [39508931.778, 4329598.004],
      [39509055.12, 4329811.667],
      [39508870.9, 4330102.45],
      [39508640.01, 4329950.5],
      [39508612.345, 4329633.21],
    ],
  ],
};

/** Expected m² by the survey's formula, and by the database's ST_Area(geography), SRID 4490. */
const vectors: [string, Polygon, number, number][] = [
  ['V1 100 m square', square(39508600, 4329600, 100), 9999.9821, 9999.9816],
  ['V2 743.5 m square', square(39508600, 4329600, 743.5), 552791.1552, 552791.1547],
  ['V3 100 m hole', square(39508800, 4329800, 100), 9999.9806, 9999.9807],
  ['V4 1 km square away from the meridian', square(39529900, 4435800, 1000), 999977.252, 999977.2565],
  ['V5 irregular pentagon', irregular, 151637.478, 151637.4968],
];

describe('图斑椭球面积: the official area routine', () => {
  it.each(vectors)('%s reproduces the survey formula to 0.0001 m²', (_, polygon, survey) => {
    expect(Math.abs(surveyAreaUnrounded(polygon, zone39) - survey)).toBeLessThan(0.0001);
  });

  it.each(vectors)('%s: the geodesic ruler gives what the database gives', (_, polygon, __, database) => {
    const lonLat: Polygon = {
      type: 'Polygon',
      coordinates: polygon.coordinates.map((ring) => ring.map(([x, y]) => [...toLonLat(zone39, x!, y!)])),
    };
    expect(Math.abs(geodesicArea(lonLat) - database)).toBeLessThan(0.0001);
  });

  it('subtracts the hole of the plot in the 报批 file: 542 791.17 m²', () => {
    const plot: Polygon = {
      type: 'Polygon',
      coordinates: [
        square(39508600, 4329600, 743.5).coordinates[0]!,
        square(39508800, 4329800, 100).coordinates[0]!,
      ],
    };
    expect(surveyArea(plot, zone39)).toBe(542791.17);
  });

  it('gives the same with and without the zone before the easting', () => {
    const shifted: Polygon = {
      type: 'Polygon',
      coordinates: irregular.coordinates.map((ring) => ring.map(([x, y]) => [x! - 39e6, y!])),
    };
    expect(surveyArea(shifted, withoutZone)).toBe(surveyArea(irregular, zone39));
  });

  it('projects lon/lat to its own 3° zone before measuring', () => {
    const lonLat: Polygon = {
      type: 'Polygon',
      coordinates: irregular.coordinates.map((ring) => ring.map(([x, y]) => [...toLonLat(zone39, x!, y!)])),
    };
    expect(surveyArea(lonLat)).toBe(surveyArea(irregular, zone39));
  });

  it('refuses a plane that is not Gauss–Krüger on CGCS2000', () => {
    for (const code of [3857, 32650, 2363]) {
      expect(() => surveyArea(irregular, crsByCode(code)!)).toThrow(RangeError);
    }
  });
});
