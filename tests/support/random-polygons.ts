import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';

/** A closed anticlockwise ring around a centre; radii are fractions of `size` degrees, one per corner. */
export function starRing([lon, lat]: Position, size: number, radii: readonly number[]): Position[] {
  const ring = radii.map((radius, i) => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [lon! + size * radius * Math.cos(angle), lat! + size * radius * Math.sin(angle)];
  });
  return [...ring, ring[0]!];
}

/**
 * Valid multipolygons of one to three parts side by side, each with none to two holes, anywhere in China, from some hundred metres to
 * some hundred kilometres across.
 */
export function aPolygonWithHolesAndParts(): fc.Arbitrary<MultiPolygon> {
  const radii = (min: number, max: number) =>
    fc.array(fc.double({ min, max, noNaN: true }), { minLength: 5, maxLength: 30 });
  const part = fc.record({
    shell: radii(0.75, 1),
    holes: fc.array(radii(0.1, 0.2), { maxLength: 2 }),
  });
  return fc
    .record({
      lon: fc.double({ min: 75, max: 130, noNaN: true }),
      lat: fc.double({ min: 18, max: 50, noNaN: true }),
      size: fc.constantFrom(0.003, 0.01, 0.05, 0.2, 1),
      parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    })
    .map(({ lon, lat, size, parts }) => ({
      type: 'MultiPolygon',
      coordinates: parts.map(({ shell, holes }, i) => {
        const centre: Position = [lon + i * size * 2.1, lat];
        return [
          starRing(centre, size, shell),
          // Two holes left and right of the centre, inside the smallest shell.
          ...holes.map((hole, j) =>
            starRing([centre[0]! + (j === 0 ? -0.3 : 0.3) * size, lat], size, hole).reverse(),
          ),
        ];
      }),
    }));
}
