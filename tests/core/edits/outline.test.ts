import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { checkedOutline } from '#core/edits/outline.ts';
import type { Problem } from '#core/problem.ts';

const rules = { districtBox: [117, 39, 118, 40], vertexLimit: 60_000 } as const;
const circle = (count: number): Position[] => {
  const ring = Array.from({ length: count - 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / (count - 1);
    return [117.5 + 0.1 * Math.cos(angle), 39.5 + 0.1 * Math.sin(angle)];
  });
  return [...ring, ring[0]!];
};
const refusal = (coordinates: Position[][]) => {
  try {
    checkedOutline({ type: 'Polygon', coordinates }, rules);
    return undefined;
  } catch (error) {
    return (error as Problem).type;
  }
};

describe('an outline', () => {
  it('is stored as a multipolygon of two dimensions, its coordinates untouched', () => {
    const ring = circle(5);
    const raised = ring.map(([x = 0, y = 0]) => [x, y, 12]);
    expect(checkedOutline({ type: 'Polygon', coordinates: [raised] }, rules)).toEqual({
      type: 'MultiPolygon',
      coordinates: [[ring]],
    });
  });

  it('is refused when it has too many points, leaves the district, or is broken', () => {
    expect(refusal([circle(60_001)])).toBe('too-many-vertices');
    expect(refusal([circle(5).map(([x = 0, y = 0]) => [x + 1, y])])).toBe('outside-regions');
    expect(refusal([circle(5).slice(0, -1)])).toBe('invalid-geometry');
    expect(refusal([[...circle(5).slice(0, -1), [Number.NaN, 39]]])).toBe('invalid-geometry');
    expect(refusal([])).toBe('invalid-geometry');
  });

  it('of many points is at least closed, and inside the district', () => {
    expect(refusal([circle(50_000)])).toBeUndefined();
    expect(refusal([circle(50_000).slice(0, -1)])).toBe('invalid-geometry');
    expect(refusal([circle(50_000), []])).toBe('invalid-geometry');
    expect(refusal([circle(50_000).map(([x = 0, y = 0]) => [x, y, 0])])).toBeUndefined();
    expect(
      refusal([[...circle(50_000).slice(0, -1), [Number.NaN, 39], circle(50_000)[0]!]]),
    ).not.toBeUndefined();
  });
});
