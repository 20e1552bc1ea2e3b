import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childNumbers, counts, parentNumber, type SplitState } from '#core/patches/split.ts';

describe('counting split patches', () => {
  it('counts as issued what was issued: whole and split', () => {
    expect((['whole', 'split', 'part'] as const).filter((state) => counts('issued', state))).toEqual([
      'whole',
      'split',
    ]);
  });

  it('counts after verification what it became: whole and parts', () => {
    expect((['whole', 'split', 'part'] as const).filter((state) => counts('verified', state))).toEqual([
      'whole',
      'part',
    ]);
  });

  it('splitting changes no issued count, and adds parts − 1 to the verified one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 2, max: 50 }), (patches, parts) => {
        const before: SplitState[] = Array(patches).fill('whole');
        const after: SplitState[] = [...before.slice(1), 'split', ...Array<SplitState>(parts).fill('part')];
        const count = (basis: 'issued' | 'verified', all: SplitState[]) =>
          all.filter((state) => counts(basis, state)).length;
        expect(count('issued', after)).toBe(count('issued', before));
        expect(count('verified', after)).toBe(count('verified', before) + parts - 1);
      }),
    );
  });
});

describe('numbers of parts', () => {
  it('follow the parent number', () => {
    expect(childNumbers('120113SJBG26210310', [], 3)).toEqual([
      '120113SJBG26210310_1',
      '120113SJBG26210310_2',
      '120113SJBG26210310_3',
    ]);
  });

  it('go on after the highest that was ever given, never filling a gap', () => {
    expect(childNumbers('P', ['P_1', 'P_4', 'P_4_9', 'Q_7', 'P_x', 'P_'], 2)).toEqual(['P_5', 'P_6']);
  });

  it('name the part of a part by both', () => {
    expect(childNumbers('P_2', ['P_1', 'P_2', 'P_3'], 1)).toEqual(['P_2_1']);
    expect(parentNumber('P_2_1')).toBe('P_2');
    expect(parentNumber('P_2')).toBe('P');
    expect(parentNumber('P')).toBeNull();
    expect(parentNumber('P_')).toBeNull();
  });

  it('are never given twice, whatever was taken', () => {
    const number = fc.string({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(number, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (parent, a, b) => {
        const first = childNumbers(parent, [], a);
        const second = childNumbers(parent, first, b);
        expect(new Set([...first, ...second]).size).toBe(a + b);
        for (const child of second) expect(parentNumber(child)).toBe(parent);
      }),
    );
  });
});
