import { describe, expect, it } from 'vitest';
import { isFarmland, landGroup } from '#core/vocabulary/land-use.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';

describe('三大类', () => {
  it('is known for every class a parcel can carry, and for no heading', () => {
    for (const { code, heading } of sandiao2019.codes) {
      if (heading) expect(landGroup(code, '2025-12-31'), code).toBeUndefined();
      else expect(['agricultural', 'construction', 'unused'], code).toContain(landGroup(code, '2025-12-31'));
    }
  });

  it.each([
    ['1006', 'agricultural'],
    ['1202', 'agricultural'],
    ['1103', 'agricultural'],
    ['1104A', 'agricultural'],
    ['1201', 'construction'],
    ['1109', 'construction'],
    ['0603', 'construction'],
    ['1101', 'unused'],
    ['1102', 'unused'],
    ['0303', 'agricultural'],
  ])('of %s is %s, whatever its first digits say', (code, group) => {
    expect(landGroup(code, '2025-12-31')).toBe(group);
  });

  it('of other grassland was unused land until the guide of 2023', () => {
    expect(landGroup('0404', '2022-12-31')).toBe('unused');
    expect(landGroup('0404', '2023-12-31')).toBe('agricultural');
  });
});

describe('耕地', () => {
  it('is paddy, irrigated and dry land, and nothing that could be restored to it', () => {
    const farmland = sandiao2019.codes.map((entry) => entry.code).filter(isFarmland);
    expect(farmland).toEqual(['0101', '0102', '0103']);
  });
});
