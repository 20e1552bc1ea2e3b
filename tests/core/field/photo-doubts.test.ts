import { describe, expect, it } from 'vitest';
import { photoDoubts } from '#core/field/photo-doubts.ts';
import { photoTarget } from '#core/field/photo-target.ts';

const DAY = 86_400_000;
const at = Date.UTC(2026, 10, 23, 4);
const target = photoTarget({
  type: 'Polygon',
  coordinates: [
    [
      [117.1, 39.1],
      [117.101, 39.1],
      [117.101, 39.101],
      [117.1, 39.101],
      [117.1, 39.1],
    ],
  ],
});
const photo = (lonLat: [number, number] | null, takenAt = at, accuracyMeters = 6) => ({
  takenAt,
  fix: lonLat && { lonLat, accuracyMeters, at: takenAt },
});

describe('what is doubtful about a photograph', () => {
  it('nothing, when it was taken at the patch on the day of its record', () => {
    expect(photoDoubts(photo([117.1005, 39.0995]), target, at + DAY - 1)).toEqual([]);
  });

  it('that it has no position, or one that is none', () => {
    expect(photoDoubts(photo(null), target, at)).toEqual([{ code: 'no-position' }]);
    expect(photoDoubts(photo([117, 139]), target, at)).toEqual([{ code: 'no-position' }]);
  });

  it('that it was taken elsewhere, beyond what its accuracy explains', () => {
    const [doubt] = photoDoubts(photo([117.1005, 39.55]), target, at);
    expect(doubt).toMatchObject({ code: 'other-place', meters: expect.closeTo(49_850, -2) });
    const beside: [number, number] = [117.1005, 39.1065];
    expect(photoDoubts(photo(beside), target, at)).toHaveLength(1);
    expect(photoDoubts(photo(beside, at, 200), target, at)).toEqual([]);
    expect(photoDoubts(photo([117.1005, 39.55]), null, at)).toEqual([]);
  });

  it('that its clock is of another day, earlier or later', () => {
    const here: [number, number] = [117.1005, 39.1005];
    expect(photoDoubts(photo(here, at - 3652 * DAY), target, at)).toEqual([
      { code: 'other-time', days: 3652 },
    ]);
    expect(photoDoubts(photo(here, at + 2 * DAY), target, at)).toEqual([{ code: 'other-time', days: -2 }]);
    expect(photoDoubts(photo(here, at - 3652 * DAY), target, null)).toEqual([]);
  });
});
