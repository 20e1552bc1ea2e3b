import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import {
  type Coordinates,
  type Cut,
  cutFault,
  cutPieces,
} from '../../../../client/panels/patches/division/cut-pieces.ts';

const side = 0.001;
const [west, south] = [117.1, 39.1];
const at = (x: number, y: number) => [west + x * side, south + y * side];
const square: Coordinates = [[[at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]]];
const line = (...points: [number, number][]): Cut => ({
  way: 'line',
  points: points.map(([x, y]) => at(x, y)),
});
const ring = (...points: [number, number][]): Cut => ({ ...line(...points), way: 'ring' });
const areaOf = (coordinates: Coordinates) => geodesicArea({ type: 'MultiPolygon', coordinates });

describe('cutting a patch', () => {
  it('divides by a line all that it crosses', () => {
    expect(cutPieces(square, [line([-1, 0.5], [2, 0.5])])).toHaveLength(2);
    expect(cutPieces(square, [line([-1, 0.5], [2, 0.5]), line([0.5, -1], [0.5, 2])])).toHaveLength(4);
  });

  it('sets apart what a ring encloses, inside, across the outline, and around a hole of its own', () => {
    expect(cutPieces(square, [ring([0.3, 0.3], [0.6, 0.3], [0.6, 0.6])])).toHaveLength(2);
    const [rest, corner] = cutPieces(square, [ring([0.5, 0.5], [2, 0.5], [2, 2], [0.5, 2])]);
    expect(areaOf(corner!) / areaOf(square)).toBeCloseTo(0.25, 3);
    expect(areaOf(rest!) / areaOf(square)).toBeCloseTo(0.75, 3);
  });

  it('says why a cut is not taken', () => {
    expect(cutFault(square, [], line([-1, 0.5], [0.5, 0.5]))).toBe('lineNone');
    expect(cutFault(square, [], ring([2, 2], [3, 2], [3, 3]))).toBe('ringNone');
    expect(cutFault(square, [], ring([-1, -1], [2, -1], [2, 2], [-1, 2]))).toBe('ringNone');
    expect(cutFault(square, [], ring([0.2, 0.2], [0.4, 0.4]))).toBe('ringShort');
    expect(cutFault(square, [], line([-1, 0.5], [2, 0.5]))).toBeNull();
    const comb = Array.from({ length: 49 }, (_, i) => line([(i + 1) / 51, -1], [(i + 1) / 51, 2]));
    expect(cutFault(square, comb, line([50 / 51, -1], [50 / 51, 2]))).toBe('tooMany');
  });

  it('leaves no ground out and counts none twice, however it is cut', () => {
    const place = fc.tuple(
      fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    );
    const cut = fc.record({
      way: fc.constantFrom('line' as const, 'ring' as const),
      points: fc
        .array(place, { minLength: 3, maxLength: 5 })
        .map((points) => points.map(([x, y]) => at(x, y))),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
        const sum = cutPieces(square, cuts).reduce((total, piece) => total + areaOf(piece), 0);
        // Points set into long edges bend them by what their geodesics differ.
        expect(Math.abs(sum - areaOf(square))).toBeLessThan(0.1);
      }),
      { numRuns: 200 },
    );
  });
});
