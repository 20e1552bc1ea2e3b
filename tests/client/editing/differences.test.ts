import { describe, expect, it } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import { fieldDifferences, newestFirst, previousOf } from '../../../client/panels/history/differences.ts';
import { geometryDifference } from '../../../client/panels/history/geometry-difference.ts';

describe('differences of two versions', () => {
  it('names the fields that differ, in the order of the catalogue; nothing and empty are the same', () => {
    const rows = fieldDifferences(
      layerById('patches'),
      { note: '', state: 'open', location: null, patch_class: 'public' },
      { state: 'closed', location: '村东', patch_class: 'public' },
    );
    expect(rows.map(({ field, before, after }) => [field.name, before, after])).toEqual([
      ['state', 'open', 'closed'],
      ['location', null, '村东'],
    ]);
  });

  it('measures what was gained and lost on the ellipsoid, and they account for the difference of the areas', () => {
    const box = (west: number, east: number) => ({
      type: 'Polygon' as const,
      coordinates: [
        [
          [west, 39],
          [east, 39],
          [east, 39.001],
          [west, 39.001],
          [west, 39],
        ],
      ],
    });
    const { gained, lost, gainedArea, lostArea, beforeArea, afterArea } = geometryDifference(
      box(117, 117.002),
      box(117.001, 117.004),
    );
    expect(gained?.type).toBe('Polygon');
    expect(lost?.type).toBe('Polygon');
    // The cut adds vertices to geodesic edges, which moves the sum by well under a square millimetre here.
    expect(afterArea - beforeArea).toBeCloseTo(gainedArea - lostArea, 2);
    expect(gainedArea / lostArea).toBeCloseTo(2, 6);
  });

  it('has no pieces when the outlines are the same', () => {
    const square = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    };
    expect(geometryDifference(square, square)).toMatchObject({ gained: null, lost: null, gainedArea: 0 });
  });
});

describe('order of versions', () => {
  const first = { versionId: 1, validFrom: '2020-01-01', knownFrom: '2020-01-01', knownUntil: '2024-05-01' };
  const rest = { versionId: 2, validFrom: '2020-01-01', knownFrom: '2024-05-01', knownUntil: null };
  const edited = { versionId: 3, validFrom: '2024-04-01', knownFrom: '2024-05-01', knownUntil: '2025-01-01' };
  const newest = { versionId: 4, validFrom: '2024-04-01', knownFrom: '2025-01-01', knownUntil: null };
  const all = [rest, newest, first, edited];

  it('finds the state that a version took the place of', () => {
    expect(previousOf(newest, all)).toBe(edited);
    expect(previousOf(edited, all)).toBe(first);
    expect(previousOf(first, all)).toBeUndefined();
  });

  it('puts the newest knowledge first, and of one instant what is true later', () => {
    expect([...all].sort(newestFirst)).toEqual([newest, edited, rest, first]);
  });
});
