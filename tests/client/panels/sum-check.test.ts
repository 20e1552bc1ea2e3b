import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSum } from '../../../client/panels/targets/sum-check.ts';

const hundredths = fc.integer({ min: 0, max: 50_000_000 });

describe('the sum under an opened number', () => {
  it('is equal to the last 0.01 m² for any rows, where floating-point addition is not', () => {
    fc.assert(
      fc.property(fc.array(hundredths, { maxLength: 400 }), (parts) => {
        const rows = parts.map((part) => ({ value: part / 100 }));
        const value = parts.reduce((sum, part) => sum + part, 0) / 100;
        expect(checkSum([rows], { value, rowCount: rows.length }, true)).toMatchObject({
          state: 'equal',
          difference: 0,
        });
      }),
    );
    const tenths = Array.from({ length: 10 }, () => ({ value: 0.1 }));
    expect(checkSum([tenths], { value: 1, rowCount: 10 }, true).state).toBe('equal');
  });

  it('is different when one hundredth is missing, and says by how much', () => {
    const check = checkSum([[{ value: 10.01 }], [{ value: 20 }]], { value: 30.02, rowCount: 2 }, true);
    expect(check).toMatchObject({ state: 'different', sum: 30.01, difference: -0.01 });
  });

  it('is different when the values add up but the number of rows does not', () => {
    expect(checkSum([[{ value: 30 }]], { value: 30, rowCount: 2 }, true).state).toBe('different');
  });

  it('never passes while rows are missing, even when the sum happens to fit', () => {
    expect(checkSum([[{ value: 30 }]], { value: 30, rowCount: 1 }, false).state).toBe('partial');
  });
});
