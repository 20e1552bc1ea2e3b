import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import {
  mergedChanges,
  mergeGeometry,
  mergeRows,
  preselected,
  rowsToChoose,
} from '../../../client/panels/edit/merge.ts';

const layer = layerById('patches');
const base = { patch_number: 'A1', state: 'open', location: '村东', note: '' };

const square = (size: number): PolygonalGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [117, 39],
      [117 + size, 39],
      [117 + size, 39 + size],
      [117, 39 + size],
      [117, 39],
    ],
  ],
});

describe('three-way merge', () => {
  it('takes what only one side changed, and asks where both did', () => {
    const rows = mergeRows(
      layer,
      base,
      { ...base, state: 'closed', location: '村西' },
      { location: '村南', note: '复核' },
    );
    expect(rows.map(({ field, changedBy }) => [field.name, changedBy])).toEqual([
      ['state', 'theirs'],
      ['location', 'both'],
      ['note', 'mine'],
    ]);
    expect(rows.map(({ changedBy }) => preselected(changedBy))).toEqual(['theirs', undefined, 'mine']);
    expect(mergedChanges(rows, { state: 'theirs', location: 'mine', note: 'mine' })).toEqual({
      location: '村南',
      note: '复核',
    });
  });

  it('asks nothing where both set the same value', () => {
    expect(mergeRows(layer, base, { ...base, state: 'closed' }, { state: 'closed' })).toEqual([]);
  });

  it('asks about every field of mine when the beginning is not known', () => {
    const rows = mergeRows(layer, null, { ...base, state: 'closed' }, { location: '村南' });
    expect(rows.map(({ field, changedBy }) => [field.name, changedBy])).toEqual([['location', 'both']]);
  });

  it('loses no change: theirs with the choice “mine” everywhere gives my values, with “theirs” nothing to send', () => {
    const value = fc.constantFrom('甲', '乙', '丙', null);
    const properties = fc.record({ location: value, note: value, reported_text: value });
    fc.assert(
      fc.property(properties, properties, properties, (before, theirs, mine) => {
        const changed = Object.fromEntries(
          Object.entries(mine).filter(([name, now]) => now !== before[name as keyof typeof before]),
        );
        const rows = mergeRows(layer, before, theirs, changed);
        const choose = (choice: 'mine' | 'theirs') =>
          Object.fromEntries(rows.map(({ field }) => [field.name, choice]));
        expect({ ...theirs, ...mergedChanges(rows, choose('mine')) }).toEqual(mine);
        expect(mergedChanges(rows, choose('theirs'))).toEqual({});
      }),
    );
  });

  it('lets areas follow the outline of theirs, and keeps areas that they typed when the outline is mine', () => {
    const parcels = layerById('land_parcels');
    const derived = (name: string) => name === 'parcel_area';
    const rows = mergeRows(parcels, { parcel_area: 1 }, { parcel_area: 2 }, { note: '甲' });
    const names = (outline: 'mine' | 'theirs' | 'both' | null) =>
      rowsToChoose(rows, outline, derived).map(({ field }) => field.name);
    expect(names('both')).toEqual(['note']);
    expect(names('theirs')).toEqual(['note']);
    expect(names('mine')).toEqual(['parcel_area', 'note']);
    const choices = { parcel_area: 'theirs', note: 'mine' } as const;
    expect(mergedChanges(rows, choices, true, derived)).toEqual({ parcel_area: 2, note: '甲' });
    expect(mergedChanges(rows, choices, false, derived)).toEqual({ note: '甲' });
  });

  it('knows who changed the outline', () => {
    expect(mergeGeometry(square(1), square(1), square(2))).toBe('mine');
    expect(mergeGeometry(square(1), square(2), null)).toBe('theirs');
    expect(mergeGeometry(square(1), square(2), square(3))).toBe('both');
    expect(mergeGeometry(square(1), square(2), square(2))).toBeNull();
    expect(mergeGeometry(square(1), square(1), null)).toBeNull();
    expect(mergeGeometry(null, square(2), square(3))).toBe('both');
  });
});
