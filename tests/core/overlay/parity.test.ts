import { describe, expect, it } from 'vitest';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { checkPolygon } from '#core/geometry/validity.ts';
import { areaOf, Cutter, outlineOf, subtract } from '#core/overlay/cut.ts';
import { overlayFixtures, PARITY } from '../../support/overlay-fixtures.ts';

const cases = overlayFixtures.map((fixture) => [fixture.name, fixture] as const);

describe('套合对照: the browser cuts what every other cutter cuts', () => {
  it('has the outlines that clippers fail on', () => {
    expect(cases.map(([name]) => name)).toEqual([
      'apart',
      'concave',
      'convex',
      'corners-on-edges',
      'holes',
      'long-edges',
      'many',
      'parts',
      'slivers',
      'touching',
    ]);
  });

  it.each(cases)('%s: the outlines are valid and measure what the set says', (_, fixture) => {
    for (const { geometry, areaSquareMeters } of fixture.features) {
      expect(checkPolygon(geometry, { subject: 'feature' })).toEqual([]);
      expect(geodesicArea(geometry)).toBeCloseTo(areaSquareMeters, 6);
    }
    expect(checkPolygon(fixture.subject, { subject: 'subject' })).toEqual([]);
    expect(geodesicArea(fixture.subject)).toBeCloseTo(fixture.subjectSquareMeters, 6);
  });

  it.each(cases)('%s: each piece agrees within 0.1 m²', (_, { subject, features }) => {
    const cutter = new Cutter(outlineOf(subject));
    for (const { id, geometry, areaSquareMeters, cutSquareMeters } of features) {
      const taken = cutter.cut(outlineOf(geometry));
      const area = taken ? (taken.whole ? areaSquareMeters : areaOf(taken.piece)) : 0;
      expect(Math.abs(area - cutSquareMeters), `feature ${id}`).toBeLessThan(PARITY);
    }
  });

  it.each(cases)('%s: what is cut and what is left add up to the feature', (_, { subject, features }) => {
    const outline = outlineOf(subject);
    const cutter = new Cutter(outline);
    for (const { id, geometry, areaSquareMeters } of features) {
      const feature = outlineOf(geometry);
      const taken = cutter.cut(feature);
      const left = subtract(feature, [outline]);
      const sum = (taken ? areaOf(taken.piece) : 0) + (left ? areaOf(left) : 0);
      // A corner on an edge that is straight in degrees bends the geodesic there: 2 m² on an edge of 620 m, 0.01 m² on one of 100 m.
      const tolerance = Math.max(PARITY, areaSquareMeters * 1e-5);
      expect(Math.abs(sum - areaSquareMeters), `feature ${id}`).toBeLessThan(tolerance);
    }
  });
});
