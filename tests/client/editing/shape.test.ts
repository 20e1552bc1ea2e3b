import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingAdapter } from '../../../client/map/shape/ring-adapter.ts';
import {
  moveVertex,
  nearestVertex,
  removeVertex,
  ringOf,
  type Shape,
  splitEdge,
  vertexCount,
} from '../../../client/map/shape/shape.ts';
import { aPolygonWithHolesAndParts } from '../../support/random-polygons.ts';

const square = [
  [117, 39],
  [117.01, 39],
  [117.01, 39.01],
  [117, 39.01],
  [117, 39],
];
const hole = [
  [117.002, 39.002],
  [117.004, 39.002],
  [117.004, 39.004],
  [117.002, 39.002],
];
const shape: Shape = [[square, hole]];
const places = fc.constantFrom(
  ...[0, 1, 2, 3].map((vertex) => ({ part: 0, ring: 0, vertex })),
  ...[0, 1, 2].map((vertex) => ({ part: 0, ring: 1, vertex })),
);

describe('vertices of a shape', () => {
  it('keeps rings closed and the other rings untouched, whatever is done to a vertex', () => {
    const acts = [
      (at: { part: number; ring: number; vertex: number }) => moveVertex(shape, at, [117.5, 39.5]),
      (at: { part: number; ring: number; vertex: number }) => splitEdge(shape, at),
      (at: { part: number; ring: number; vertex: number }) => removeVertex(shape, at),
    ];
    fc.assert(
      fc.property(places, fc.constantFrom(...acts), (at, act) => {
        const after = act(at);
        for (const ring of after[0]!) expect(ring.at(-1)).toEqual(ring[0]);
        expect(after[0]![1 - at.ring]).toBe(shape[0]![1 - at.ring]);
      }),
    );
  });

  it('moves a first vertex together with the closing point', () => {
    const ring = ringOf(moveVertex(shape, { part: 0, ring: 0, vertex: 0 }, [1, 2]), { part: 0, ring: 0 });
    expect([ring[0], ring.at(-1)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('splits the edge between a vertex and the next, also the closing one', () => {
    const ring = ringOf(splitEdge(shape, { part: 0, ring: 0, vertex: 3 }), { part: 0, ring: 0 });
    expect(ring.slice(3)).toEqual([
      [117, 39.01],
      [117, 39.004999999999995],
      [117, 39],
    ]);
  });

  it('never leaves a ring of fewer than three vertices', () => {
    const at = { part: 0, ring: 1, vertex: 0 };
    expect(vertexCount(ringOf(removeVertex(shape, at), at))).toBe(3);
  });

  it('finds the nearest vertex, also in a hole', () => {
    expect(nearestVertex(shape, [117.0039, 39.0021])).toEqual({ part: 0, ring: 1, vertex: 1 });
    expect(nearestVertex([], [117, 39])).toBeNull();
  });
});

describe('rings for the drawing library', () => {
  it('come back as they were, to the last digit, for any multipolygon', () => {
    fc.assert(
      fc.property(
        aPolygonWithHolesAndParts(),
        fc.double({ min: -9e-10, max: 9e-10, noNaN: true }),
        (polygon, off) => {
          // A point a hair beside another, as a survey may have it.
          const shape = polygon.coordinates.map((rings) =>
            rings.map((ring) => [ring[0]!, [ring[0]![0]! + off, ring[0]![1]!], ...ring.slice(1)]),
          );
          const adapter = new RingAdapter();
          expect(adapter.together(adapter.apart(shape))).toEqual(shape);
          // Again, as after every undo.
          expect(adapter.together(adapter.apart(shape))).toEqual(shape);
        },
      ),
    );
  });

  it('keep what was drawn beside what was there', () => {
    const adapter = new RingAdapter();
    const [[polygon]] = adapter.apart([[square]]) as [[GeoJSON.Polygon]];
    const drawn = polygon.coordinates[0]!.with(1, [117.0123456789, 39]);
    expect(adapter.together([[{ type: 'Polygon', coordinates: [drawn] }]])).toEqual([
      [square.with(1, [117.0123456789, 39])],
    ]);
  });
});
