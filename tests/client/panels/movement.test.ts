import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printed } from '../../../client/panels/targets/figure-text.ts';
import { boxText, momentOf } from '../../../client/panels/targets/moment-box.ts';
import { waterfall } from '../../../client/panels/targets/waterfall.ts';

const CAUSES = ['converted', 'occupied', 'reclaimed', 'resurveyed', 'corrected'] as const;
const moment = '2026-01-01T00:00:00Z';
const hundredths = fc.integer({ min: -40_000_000, max: 40_000_000 });

function movement(from: number, changes: readonly number[], to: number) {
  return {
    from: { moment, value: from },
    to: { moment, value: to },
    causes: changes.map((change, index) => ({ cause: CAUSES[index]!, change, rowCount: 1 })),
  };
}

describe('the waterfall of a figure', () => {
  it('chains every bar to the one before and ends at the last figure exactly, for any changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90_000_000 }),
        fc.array(hundredths, { minLength: 5, maxLength: 5 }),
        (first, changes) => {
          const last = first + changes.reduce((sum, change) => sum + change, 0);
          const picture = waterfall(
            movement(
              first / 100,
              changes.map((change) => change / 100),
              last / 100,
            ),
          );
          expect(picture).toMatchObject({ exact: true, difference: 0 });
          let level = picture.bars[0]!.end;
          for (const bar of picture.bars.slice(1, -1)) {
            expect(bar.start).toBe(level);
            level = bar.end;
          }
          expect(picture.bars.at(-1)!.end).toBe(level);
          for (const { start, end } of picture.bars) {
            expect(Math.min(start, end)).toBeGreaterThanOrEqual(0);
            expect(Math.max(start, end)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it('says that it does not sum when one hundredth is left over', () => {
    expect(waterfall(movement(100, [-10, 0, 0, 0, 0], 90.01))).toMatchObject({
      exact: false,
      difference: 0.01,
    });
  });

  it('cuts the scale only when the changes could not be seen from zero', () => {
    expect(waterfall(movement(552_800, [-3000, 0, 0, 0, 0], 549_800)).cut).toBe(true);
    expect(waterfall(movement(0, [0, 0, 0, 552_800, 0], 552_800)).cut).toBe(false);
    expect(waterfall(movement(100, [0, 0, 0, 0, 0], 100)).exact).toBe(true);
  });
});

describe('the moments of a movement', () => {
  it('are Beijing time to the second, there and back', () => {
    const typed = boxText('2026-11-22T16:05:09.123Z');
    expect(typed).toBe('2026-11-23T00:05:09');
    expect(Date.parse(momentOf(typed)!)).toBe(Date.parse('2026-11-22T16:05:09Z'));
    expect(boxText('2026-01-01')).toBe('2026-01-01T23:59:59');
    expect(momentOf('')).toBeNull();
    expect(momentOf('2026-13-01T00:00')).toBeNull();
  });
});

describe('a figure that is no area', () => {
  it('is printed in the unit of its document', () => {
    expect(printed(90_000_000, '万元')).toBe('9000 万元');
    expect(printed(619, '个')).toBe('619 个');
    expect(printed(0, '个')).toBe('0 个');
    expect(printed(12_345, '万元')).toBe('1.2345 万元');
    expect(printed(100, '户')).toBe('100 户');
  });
});
