import { describe, expect, test } from 'vitest';
import { boxOf } from '#core/geometry/rings.ts';
import { OutlineCollector } from '#core/imports/outline.ts';

/** A round polygon of that many vertices. */
function disc(west: number, south: number, vertices: number, size = 0.001) {
  const ring = Array.from({ length: vertices }, (_, index) => {
    const angle = (index / vertices) * 2 * Math.PI;
    const radius = size * (1 + 0.3 * Math.sin(angle * 40));
    return [west + radius * Math.cos(angle), south + radius * Math.sin(angle)];
  });
  return { type: 'MultiPolygon' as const, coordinates: [[[...ring, ring[0]!]]] };
}

describe('the outline of a preview', () => {
  test('keeps every row of a small file, holes included, without needless vertices', () => {
    const outline = new OutlineCollector();
    const square = [
      [0, 0],
      [0.5, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ];
    const hole = [
      [0.2, 0.2],
      [0.2, 0.4],
      [0.4, 0.4],
      [0.4, 0.2],
      [0.2, 0.2],
    ];
    outline.add(1, { type: 'MultiPolygon', coordinates: [[square, hole]] }, false);
    expect(outline.features[0]?.geometry.coordinates).toEqual([
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
        hole,
      ],
    ]);
    expect(outline.shortened).toBe(false);
  });

  test.each([
    [20_000, 12],
    [3000, 400],
    [1, 100_000],
  ])('of %i rows of %i vertices stays below 2 000 features and a megabyte', (rows, vertices) => {
    const outline = new OutlineCollector();
    for (let row = 1; row <= rows; row++)
      outline.add(row, disc(117 + (row % 100) / 1000, 39 + row / 1e5, vertices), row % 7 === 0);
    const { features } = outline;
    expect(features.length).toBeGreaterThan(0);
    expect(features.length).toBeLessThanOrEqual(2000);
    expect(JSON.stringify(features).length).toBeLessThan(1 << 20);
    expect(outline.shortened).toBe(rows > 1);
  });

  test('a dense ring keeps its shape', () => {
    const outline = new OutlineCollector();
    outline.add(1, disc(117, 39, 20_000), false);
    const ring = outline.features[0]!.geometry.coordinates[0]![0]!;
    const [west, south, east, north] = boxOf(ring);
    expect(ring.length).toBeGreaterThan(40);
    expect([east - west, north - south].every((extent) => extent > 0.0025)).toBe(true);
  });

  test('a feature of thousands of parts is shown in part', () => {
    const outline = new OutlineCollector();
    const coordinates = Array.from(
      { length: 4000 },
      (_, index) => disc(117 + index / 1000, 39, 8).coordinates[0]!,
    );
    outline.add(1, { type: 'MultiPolygon', coordinates }, false);
    expect(outline.features[0]?.geometry.coordinates.length).toBe(500);
  });

  test('rows with errors go last', () => {
    const outline = new OutlineCollector();
    for (let row = 1; row <= 6000; row++) outline.add(row, disc(117, 39, 12), row === 5);
    expect(outline.features.some(({ properties }) => properties.row === 5 && properties.bad)).toBe(true);
  });
});
